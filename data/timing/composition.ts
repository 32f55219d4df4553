import { architectureAt, networkCount } from "../architecture";
import { blocksOf } from "../blocks";
import { kendall } from "../rank-correlation";
import { type LinearModel, ridgeRegression } from "../ridge-regression";
import type { Space } from "../space";
import { topologiesOf } from "../space-vocabulary";
import { acceptedVisits } from "./accepted-visits";
import { latenciesWithoutDrift } from "./drift";
import {
  parseRawVisits,
  type RawVisits,
  RawVisitsError,
  type TimingHeader,
  type Visit,
} from "./raw-visits";
import { meanAbsolutePercentageError, median, rootMeanSquarePercentageError } from "./statistics";

/** What is known of the latency of all networks of a space on one device. */
export interface LatencyColumn {
  /** As in the language: `latency("DEVICE")`. */
  readonly device: string;
  /** The machine, the runtime and the protocol. */
  readonly machine: TimingHeader;
  /** By network index: measured where `measured` has it, composed from those elsewhere. */
  readonly msByIndex: Float64Array;
  readonly measured: ReadonlySet<number>;
  /** Of composed latencies against networks that the model was not fitted on, in percent. */
  readonly mape: number;
  /** Kendall's rank correlation of the same. */
  readonly tau: number;
  /** The same between two sets of measurements of the same networks: no model can do better. */
  readonly noiseFloor: { readonly mape: number; readonly tau: number };
  /** Of one network's value, in percent. */
  readonly standardErrorPercent: { readonly measured: number; readonly composed: number };
  /** Networks that the judged model was fitted on, and those it was judged on. */
  readonly fittedOn: number;
  readonly judgedOn: number;
}

/**
 * The latencies of all networks of a space from a raw file of some. The model behind composed ones is
 * fitted on all measured networks; its error is that of the same model fitted on half of them and
 * judged on the other half. Throws `RawVisitsError` if the file cannot be read, is of another space, or
 * has too few networks for that.
 */
export function latencyColumn(space: Space, rawText: string): LatencyColumn {
  const raw = parseRawVisits(rawText);
  refuseOtherSpace(space, raw);
  const reference = Number(raw.header.reference);
  const visits = acceptedVisits(raw);
  const measured = latenciesWithoutDrift(visits);
  const all = [...measured].filter(([network]) => network !== reference);
  if (all.length < fewestNetworks(space)) {
    throw new RawVisitsError(
      `${all.length} networks are timed, but at least ${fewestNetworks(space)} are needed to compose the others from; time more`,
    );
  }
  // Neighbours in the index share most blocks, so that taking turns gives two halves alike.
  const sorted = all.sort(([a], [b]) => a - b);
  const fitted = sorted.filter((_, place) => place % 2 === 0);
  const judged = sorted.filter((_, place) => place % 2 === 1);

  const trial = fitComposition(space, fitted);
  const pairs = judged.map(([network, ms]) => [trial(network), ms] as const);
  const twice = measuredTwice(visits, reference);
  const compose = fitComposition(space, [...measured]);
  return {
    device: raw.header.device,
    machine: raw.header,
    msByIndex: Float64Array.from(
      { length: networkCount(space) },
      (_, network) => measured.get(network) ?? compose(network),
    ),
    measured: new Set(measured.keys()),
    mape: meanAbsolutePercentageError(pairs),
    tau: tauOf(pairs),
    noiseFloor: {
      mape: meanAbsolutePercentageError(twice),
      tau: tauOf(twice),
    },
    standardErrorPercent: {
      // A value of all visits has half the error of the difference of two values of half of them.
      measured: rootMeanSquarePercentageError(twice) / 2,
      composed: rootMeanSquarePercentageError(pairs),
    },
    fittedOn: fitted.length,
    judgedOn: judged.length,
  };
}

function tauOf(pairs: readonly (readonly [number, number])[]): number {
  return kendall(
    pairs.map(([first]) => first),
    pairs.map(([, second]) => second),
  );
}

/** A line each: what composed latencies are worth, and what no model can do better than. */
export function accuracyLines(column: LatencyColumn): string[] {
  const { mape, tau, noiseFloor, fittedOn, judgedOn } = column;
  return [
    `fitted on ${fittedOn} and judged on ${judgedOn}: mean error ${mape.toFixed(2)} %, Kendall's tau ${tau.toFixed(3)}`,
    `noise floor, two sets of measurements of the same networks: ${noiseFloor.mape.toFixed(2)} %, tau ${noiseFloor.tau.toFixed(3)}`,
  ];
}

/** How many networks besides the reference are to be timed: half of them must bear the fit. */
export function fewestNetworks(space: Space): number {
  return 2 * (features(space, 0).length + 1);
}

function refuseOtherSpace(space: Space, { header, visits }: RawVisits): void {
  if (header.space !== space.name)
    throw new RawVisitsError(`expected networks of the space ${space.name}, found ${header.space}`);
  const count = networkCount(space);
  const strange = visits.find(({ network }) => network >= count);
  if (strange) {
    throw new RawVisitsError(
      `expected networks from 0 to ${count - 1} of ${space.name}, found ${strange.network}`,
    );
  }
}

/**
 * Least squares on the number of nodes of each operation and the topology of each stage, with a
 * constant: 25 terms for three operations, six topologies and three stages. Latencies add up, so it is
 * the latency that is linear and not its logarithm; networks weigh by the inverse square of their
 * latency, so that it is relative errors that are made small.
 */
export function fitComposition(
  space: Space,
  latenciesMs: readonly (readonly [network: number, latencyMs: number])[],
): (network: number) => number {
  const model: LinearModel = ridgeRegression(
    latenciesMs.map(([network, value]) => ({
      features: features(space, network),
      value,
      weight: value ** -2,
    })),
    // Operations of a stage add up to its topology's, so that the terms are not independent: a trace
    // of a penalty picks one of the fits that predict the same.
    1e-6 * latenciesMs.length,
  );
  return (network) => model.predict(features(space, network));
}

/** For each stage: how many nodes have each operation, and which of the topologies but the first. */
function features(space: Space, network: number): number[] {
  return architectureAt(space, network).flatMap((place, stage) => {
    const block = blocksOf(space, stage)[place];
    const counts = space.operations.map(
      (_, operation) => block?.operations.filter((each) => each === operation).length ?? 0,
    );
    const indicators = topologiesOf(space, stage)
      .slice(1)
      .map((topology) => (block?.topology === topology ? 1 : 0));
    return [...counts, ...indicators];
  });
}

/**
 * Two sets of measurements of the same networks, from the visits of even and of odd passes. By how much the
 * machine was slower during one of them is left out, as it is where all visits are fitted together.
 */
function measuredTwice(visits: readonly Visit[], reference: number): (readonly [number, number])[] {
  const even = latenciesWithoutDrift(visits.filter(({ pass }) => pass % 2 === 0));
  const odd = latenciesWithoutDrift(visits.filter(({ pass }) => pass % 2 === 1));
  const pairs = [...even]
    .filter(([network]) => network !== reference)
    .flatMap(([network, ms]) => {
      const other = odd.get(network);
      return other === undefined ? [] : [[other, ms] as const];
    });
  const slower = median(pairs.map(([other, ms]) => other / ms));
  return pairs.map(([other, ms]) => [other / slower, ms] as const);
}
