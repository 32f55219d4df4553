import { networkCount } from "../../data/architecture";
import type { Space } from "../../data/space";
import type { Condition, MetricUse, Range, SearchDeclaration } from "../../grammar/syntax";
import type { Objective, Observation, SearchSpec } from "../messages";
import type { Algorithm } from "../searches/algorithm";
import { metricText } from "../searches/constraints";
import { type AllowedBlocks, networksAmong, positionsOf } from "../searches/positions";
import { presetBudget } from "../searches/preset-budget";
import type { NetworkModel } from "./network-model";

/** What a search declaration means. */
export interface SearchModel {
  readonly declaration: SearchDeclaration;
  /** Empty where none is written. */
  readonly name: string;
  /** Undefined where what it is to search does not exist. */
  readonly space: Space | undefined;
  /** The network whose holes it fills, where it is from one. */
  readonly network: NetworkModel | undefined;
  /** Stage by stage the indices of the blocks to choose among; undefined, all of the space. */
  readonly choices: AllowedBlocks | undefined;
  readonly objectives: readonly DeclaredObjective[];
  /** The network's requirements first, then its own. */
  readonly conditions: readonly DeclaredCondition[];
  /** Undefined where the one that is named does not exist. */
  readonly algorithm: Algorithm | undefined;
  /** Those that are written and as they should be. */
  readonly settings: Readonly<Record<string, number>>;
  /** Undefined where none is written, or none that can be read. */
  readonly budget: DeclaredBudget | undefined;
  readonly seed: number;
  readonly observed: DeclaredObservation | undefined;
  readonly lock: DeclaredLock | undefined;
}

export interface DeclaredObjective {
  readonly direction: Objective["direction"];
  readonly metric: MetricUse;
}

export interface DeclaredCondition {
  readonly condition: Condition;
  /** As a search takes it: without line ends and comments. */
  readonly text: string;
  /** Where it stands in the search; of a network's requirement, where the search names the network. */
  readonly range: Range;
  readonly isOfNetwork: boolean;
}

export type DeclaredBudget = { readonly range: Range } & (
  | { readonly evaluations: number }
  | { readonly gpuHours: number }
);

export interface DeclaredObservation {
  readonly range: Range;
  readonly observation: Observation;
}

export interface DeclaredLock {
  readonly range: Range;
  /** `sha256:` and what is written behind it. */
  readonly checksum: string;
}

/** How many networks a search chooses among. */
export function searchedNetworks({ space, choices }: SearchModel): number | undefined {
  return space && networksAmong(positionsOf(space, choices));
}

/** The search as the algorithms' runner takes it; undefined where something that it needs is not known. */
export function specOf(search: SearchModel, uri: string): SearchSpec | undefined {
  const { space, network, algorithm, choices, conditions, settings, budget, seed, name } = search;
  if (!space || !algorithm || (network && !choices)) return undefined;
  const objectives = search.objectives.map(({ direction, metric }) => ({
    direction,
    metric: metricText(metric),
  }));
  const hours = budget && "gpuHours" in budget ? budget.gpuHours : undefined;
  const evaluations = budget && "evaluations" in budget ? budget.evaluations : undefined;
  const positions = positionsOf(space, choices);
  const problem = {
    choices: positions.map(({ choices }) => choices.length),
    objectives: objectives.length,
  };
  return {
    space: space.name,
    algorithm: algorithm.name,
    parameters: settings,
    objectives,
    subjectTo: [...new Set(conditions.map(({ text }) => text))].join(", "),
    budget:
      evaluations ??
      (hours === undefined
        ? Math.min(presetBudget(algorithm, problem), networksAmong(positions))
        : networkCount(space)),
    ...(hours !== undefined && { gpuHours: hours }),
    seed,
    ...(search.observed && { observe: search.observed.observation }),
    ...(choices && { choices }),
    ...(network && { from: network.name }),
    uri,
    name,
  };
}
