import { architectureAt, networkCount } from "./architecture";
import { blocksOf } from "./blocks";
import { exactColumns } from "./exact-columns";
import type { CloudColumn } from "./published-cloud";
import { type LinearModel, type Observation, ridgeRegression } from "./ridge-regression";
import type { Space } from "./space";

/**
 * A guess at the accuracies of a space, calibrated on the figure that was published of them (see
 * `published/README.md`): additive in the number of nodes of each operation in each stage. Terms for
 * pairs of operations, squares and topologies do not improve it.
 */
export interface AccuracyFit {
  /** Percent top-1: an intercept, and what a node adds, stage by stage and operation by operation. */
  readonly model: LinearModel;
  /** How many columns of the figure it is fitted to. */
  readonly columns: number;
  /** Root mean square error, in percent, on stretches of columns that were left out of the fit. */
  readonly crossValidatedErrorPercent: number;
}

/** How much of the cloud is used: further out, other ink is in it. */
const usedRange = { flops: [122e6, 303e6], params: [1.72e6, 3.42e6] } as const;

/** How exactly the figure can be read: a column shows the networks that are this near. */
const reading = { flops: 0.9e6, params: 9e3 } as const;

const ridge = 1;
const foldsAnAxis = 10;

/** Fits the mean accuracy in a column of the figure to the mean counts of the networks in it. */
export function fitAccuracyEstimate(space: Space, cloud: readonly CloudColumn[]): AccuracyFit {
  const counts = nodeCounts(space);
  const axes = (["flops", "params"] as const).map((axis) => {
    const [least, most] = usedRange[axis];
    const used = cloud.filter(
      (column) => column.axis === axis && column.x >= least && column.x <= most,
    );
    return used.flatMap((column) => observationOf(space, column, counts) ?? []);
  });
  const observations = axes.flat();
  return {
    model: ridgeRegression(observations, ridge),
    columns: observations.length,
    crossValidatedErrorPercent: crossValidatedError(axes),
  };
}

/** Estimated accuracies and their standard errors, in percent, by network index. */
export interface AccuracyEstimate {
  readonly percent: Float64Array;
  readonly standardErrorPercent: Float64Array;
}

/**
 * The published front lies about 0.9 above the best estimate at its cost, as the best of many networks
 * would if single ones scatter by 0.4 to 0.5 around their estimate. Networks of one block repeated, of
 * which the figure shows some singly, scatter by 0.9.
 */
const standardErrorPercent = { mixed: 0.5, uniform: 0.9 } as const;

export function estimateAccuracy(space: Space, { model }: AccuracyFit): AccuracyEstimate {
  const counts = nodeCounts(space);
  const isUniform = (index: number) => new Set(architectureAt(space, index)).size === 1;
  return {
    // Written with the digits that mean something, so that it is the same number everywhere.
    percent: Float64Array.from(counts, (features) => Number(model.predict(features).toFixed(3))),
    standardErrorPercent: Float64Array.from(counts, (_, index) =>
      isUniform(index) ? standardErrorPercent.uniform : standardErrorPercent.mixed,
    ),
  };
}

/** By network index: how many nodes of each operation each stage has, stage by stage. */
function nodeCounts(space: Space): number[][] {
  const ofBlocks = blocksOf(space, 0).map(({ operations }) =>
    space.operations.map(
      (_, operation) => operations.filter((other) => other === operation).length,
    ),
  );
  return Array.from({ length: networkCount(space) }, (_, index) =>
    architectureAt(space, index).flatMap((block) => ofBlocks[block] ?? []),
  );
}

/** Undefined where no network is within reading precision: what ink there is spilled from beside. */
function observationOf(
  space: Space,
  { axis, x, meanTop1Percent, ink }: CloudColumn,
  counts: readonly number[][],
): Observation | undefined {
  const shown = counts.filter(
    (_, index) => Math.abs((exactColumns(space)[axis][index] ?? Number.NaN) - x) <= reading[axis],
  );
  const [first] = shown;
  if (!first) return undefined;
  const features = first.map(
    (_, term) => shown.reduce((sum, count) => sum + (count[term] ?? 0), 0) / shown.length,
  );
  return { features, value: meanTop1Percent, weight: Math.sqrt(ink) };
}

/** Left out are stretches of columns, not single ones: a column is much like those beside it. */
function crossValidatedError(axes: readonly (readonly Observation[])[]): number {
  let squares = 0;
  let weights = 0;
  for (const axis of axes) {
    const others = axes.filter((other) => other !== axis).flat();
    for (let fold = 0; fold < foldsAnAxis; fold++) {
      const start = Math.floor((fold * axis.length) / foldsAnAxis);
      const end = Math.floor(((fold + 1) * axis.length) / foldsAnAxis);
      const kept = [...axis.slice(0, start), ...axis.slice(end), ...others];
      const model = ridgeRegression(kept, ridge);
      for (const { features, value, weight } of axis.slice(start, end)) {
        squares += weight * (value - model.predict(features)) ** 2;
        weights += weight;
      }
    }
  }
  return Math.sqrt(squares / weights);
}
