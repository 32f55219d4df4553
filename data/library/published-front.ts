import { networkCount } from "../architecture";
import { bloxSpace } from "../built-in-spaces";
import { exactColumns } from "../exact-columns";
import { formatDifference, formatNumber } from "../format";
import { accuracy, flops, params } from "../metrics";
import {
  type PointAxis,
  type PublishedPoint,
  publishedFront,
  readingPrecision,
} from "../published-points";
import type { Space } from "../space";
import type { Measurements, Training, TrainingRun } from "./measurements";
import { missingFiles } from "./missing-files";

/**
 * What there is to say of measurements beside the published front: which files are missing for it, and with
 * all of them how nearly networks that were trained on CIFAR-100, which is what the figure shows, come to
 * it. An accuracy is the mean over the trainings that know it. Of other spaces than `blox` nothing.
 */
export function frontNotes(
  measurements: Pick<Measurements, "benchmark" | "trainings" | "statics">,
  space: Space,
): string[] {
  if (space.name !== bloxSpace.name) return [];
  const missing = missingFiles(measurements);
  const { trainings, statics } = measurements;
  if (missing.length > 0 || statics.networks.length === 0) return missing;
  const means = meanAccuracies(trainings, networkCount(space));
  const known = means.reduce((count, mean) => count + (Number.isNaN(mean) ? 0 : 1), 0);
  if (known < leastCoverage * means.length) return [];
  return publishedFrontComparison(means, exactColumns(space));
}

/**
 * Of all networks: the front is made of the few best of them, and where a share of all is missing, so is in
 * all likelihood that share of those. With a tenth, 2 of the 21 published points are; with more, the
 * comparison would tell which networks were imported, not how well they agree with the figure.
 */
const leastCoverage = 0.9;

/** By network index; NaN where no training on the data of the figure knows the network. */
function meanAccuracies(trainings: readonly Training[], networks: number): Float64Array {
  const sums = new Float64Array(networks);
  const counts = new Float64Array(networks);
  for (const { run, networks, columns } of trainings) {
    if (!isOfFigure(run)) continue;
    for (const [row, network] of networks.entries()) {
      const value = columns.test_top1?.[row] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      sums[network] = (sums[network] ?? 0) + value;
      counts[network] = (counts[network] ?? 0) + 1;
    }
  }
  return sums.map((sum, network) => sum / (counts[network] ?? 0));
}

function isOfFigure({ dataset }: TrainingRun): boolean {
  return dataset !== null && /^cifar[-_ ]?100$/i.test(dataset);
}

/**
 * How imported test accuracies of `blox` (percent; the means over seeds) compare with the Pareto front
 * that was published of them as a figure: a sentence for the FLOPs and one for the parameters. All
 * arrays are by network index; an accuracy is NaN where none was imported. There are no sentences where
 * none was imported at all.
 */
export function publishedFrontComparison(
  accuracies: Float64Array,
  costs: Readonly<Record<PointAxis, Float64Array>>,
): string[] {
  if (accuracies.every(Number.isNaN)) return [];
  return [
    sentence(accuracies, costs.flops, flopsAxis),
    sentence(accuracies, costs.params, paramsAxis),
  ];
}

interface Axis {
  readonly name: PointAxis;
  readonly title: string;
  cost(x: number): string;
}

const flopsAxis: Axis = {
  name: "flops",
  title: flops.title,
  cost: (x) => `${formatNumber(flops, x)} FLOPs`,
};

const paramsAxis: Axis = {
  name: "params",
  title: "parameters",
  cost: (x) => `${formatNumber(params, x)} parameters`,
};

function sentence(accuracies: Float64Array, costs: Float64Array, axis: Axis): string {
  const points = publishedFront(axis.name);
  const compared = points.flatMap((point) => {
    const difference = differenceFrom(point, accuracies, costs);
    return Number.isNaN(difference) ? [] : { point, difference };
  });
  const { testTop1Percent: precision } = readingPrecision;
  // The published values have two decimals, and so has the precision: a difference of both is no exact number.
  const close = compared.filter(({ difference }) => Math.abs(difference) <= precision + 1e-9);
  const missing = points.length - compared.length;
  const parts = [
    `The imported Pareto front passes within ${formatNumber(accuracy, precision)} of ${
      close.length === points.length ? "all" : `${close.length} of the`
    } ${points.length} published points (${axis.title})`,
    ...(close.length < compared.length ? [largestDifference(compared, axis)] : []),
    ...(missing > 0
      ? [`${missing} of them ${missing === 1 ? "costs" : "cost"} less than any imported network`]
      : []),
  ];
  return `${parts.join("; ")}.`;
}

function largestDifference(
  compared: readonly { readonly point: PublishedPoint; readonly difference: number }[],
  { cost }: Axis,
): string {
  const largest = compared.reduce((most, each) =>
    Math.abs(each.difference) > Math.abs(most.difference) ? each : most,
  );
  const difference = formatDifference(accuracy, largest.difference, undefined, "exact");
  return `the largest difference is ${difference} at ${cost(largest.point.x)}`;
}

/**
 * How far the imported front lies above (positive) or below the point, in percent, at the cost within the
 * precision of reading where it comes nearest. NaN where no imported network is that cheap.
 */
function differenceFrom(
  { axis, x, testTop1Percent }: PublishedPoint,
  accuracies: Float64Array,
  costs: Float64Array,
): number {
  const precision = readingPrecision[axis];
  const least = best(accuracies, costs, (cost) => cost < x - precision);
  const most = best(accuracies, costs, (cost) => cost <= x + precision);
  if (most === Number.NEGATIVE_INFINITY) return Number.NaN;
  return Math.min(Math.max(testTop1Percent, least), most) - testTop1Percent;
}

/** −∞ where there is none of such a cost. */
function best(
  accuracies: Float64Array,
  costs: Float64Array,
  isSuch: (cost: number) => boolean,
): number {
  let most = Number.NEGATIVE_INFINITY;
  // Without an iterator, which would take most of the time of a small import.
  for (let network = 0; network < accuracies.length; network++) {
    const value = accuracies[network] ?? Number.NaN;
    if (value > most && isSuch(costs[network] ?? Number.NaN)) most = value;
  }
  return most;
}
