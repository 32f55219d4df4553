import { blocksOf } from "../../data/blocks";
import { type LinearModel, type Observation, ridgeRegression } from "../../data/ridge-regression";
import type { Space } from "../../data/space";
import { topologiesOf } from "../../data/space-vocabulary";
import { meanOf } from "./seed-noise";

/** What the blocks of a stage do, and what of it is their topology and their operations. */
export interface StageInfluence {
  /** What one node adds, against the mean of the operations in its place: one an operation of the space. */
  readonly operations: readonly number[];
  /** The mean of the blocks of each topology, against that of all blocks. */
  readonly topologies: readonly TopologyEffect[];
  /** The variance between the blocks' effects. */
  readonly variance: number;
  /** The part of it that follows from how many nodes of each operation a block has. */
  readonly varianceOfCounts: number;
  /** The part that follows from the topology. */
  readonly varianceOfTopology: number;
  /** The part that follows from both. */
  readonly varianceOfBoth: number;
}

export interface TopologyEffect {
  readonly name: string;
  /** How many blocks have it. */
  readonly blocks: number;
  readonly effect: number;
}

/** `effects` of the blocks of the stage, 0 on average. */
export function stageInfluence(space: Space, stage: number, effects: Float64Array): StageInfluence {
  const blocks = blocksOf(space, stage);
  const topologies = topologiesOf(space, stage);
  const counts = blocks.map(({ operations }) =>
    space.operations.map((_, kind) => operations.filter((operation) => operation === kind).length),
  );
  const belongs = blocks.map(({ topology }) =>
    topologies.slice(1).map(({ name }) => Number(name === topology.name)),
  );
  // How many nodes there are follows from the topology: the last operation's count says nothing new.
  const both = blocks.map((_, block) => [
    ...(belongs[block] ?? []),
    ...(counts[block] ?? []).slice(0, -1),
  ]);
  const model = fitted(both, effects);
  const added = [...model.coefficients.slice(topologies.length - 1), 0];
  return {
    operations: added.map((value) => value - meanOf(added)),
    topologies: topologies.map(({ name }) => {
      const own = effects.filter((_, block) => blocks[block]?.topology.name === name);
      return { name, blocks: own.length, effect: meanOf(own) };
    }),
    variance: meanSquare(effects),
    varianceOfCounts: explained(counts, effects),
    varianceOfTopology: explained(belongs, effects),
    varianceOfBoth: explained(both, effects),
  };
}

function fitted(features: readonly (readonly number[])[], effects: Float64Array): LinearModel {
  const observations: Observation[] = features.map((own, block) => ({
    features: own,
    value: effects[block] ?? Number.NaN,
    weight: 1,
  }));
  return ridgeRegression(observations, 0);
}

function explained(features: readonly (readonly number[])[], effects: Float64Array): number {
  const model = fitted(features, effects);
  return meanSquare(features.map((own) => model.predict(own)));
}

/** Of values that are 0 on average. */
function meanSquare(values: ArrayLike<number>): number {
  return meanOf(Array.from(values, (value) => value ** 2));
}
