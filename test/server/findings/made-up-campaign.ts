import { networkCount } from "../../../data/architecture";
import type { MeasuredRun, Metric, MetricColumn } from "../../../data/benchmark";
import { digitsSpace } from "../../../data/built-in-spaces";
import { exactBenchmark } from "../../../data/exact-benchmark";
import { exactColumns } from "../../../data/exact-columns";
import {
  accuracy,
  flops,
  latency,
  params,
  trainingTime,
  validationAccuracy,
} from "../../../data/metrics";
import type { Space } from "../../../data/space";
import { meansOver } from "../../../server/findings/seed-noise";
import type { WholeCampaign } from "../../../server/findings/whole-campaign";
import { seededRandom } from "../../../server/searches/random-source";
import { declaredSpace } from "../../data/pytorch/declared-space";

/** A space of two stages of 21 blocks that exists in these tests alone: 441 networks. */
export const smallSpace: Space = declaredSpace(`space small {
  input 1 x 8 x 8
  classes 10
  count flops as macs
  op plain { conv 3x3  bn  relu }
  op deep { repeat 2 { conv 3x3  bn  relu } }
  stem { conv 3x3 out 4  bn  relu }
  stages 2 { block of 1..2 ops  reduce { conv 2x2 out 2c stride 2 valid  bn  relu } }
  head { global-avg-pool  linear out classes }
}`);

/** Accuracies from three seeds, made up: more FLOPs, more accuracy, with noise in every training. */
export function madeUpSeeds(space: Space, seed = 1): Float64Array[] {
  const random = seededRandom(seed);
  const { flops } = exactColumns(space);
  const most = Math.max(...flops);
  const worth = flops.map((count) => 90 + (6 * count) / most + random.normal());
  return [0, 1, 2].map((shift) =>
    worth.map((value) => Math.round(10 * (value + 0.2 * shift + 0.5 * random.normal())) / 10),
  );
}

/** A whole campaign of `blox-digits` that was made up for tests: its numbers mean nothing. */
export function madeUpCampaign(): WholeCampaign {
  const space = digitsSpace;
  const bySeed = madeUpSeeds(space);
  const { params: paramsCount, flops: flopsCount } = exactColumns(space);
  const tested = trained(accuracy, bySeed);
  const validated = trained(
    validationAccuracy,
    bySeed.map((values) => values.map((value, network) => value - 1 + Math.sin(network))),
  );
  const timed = trained(
    trainingTime,
    bySeed.map(() => flopsCount.map((count) => count / 100)),
  );
  const base = exactBenchmark(space);
  const latencies = ["a", "b", "c"].map((device, place) =>
    measured(
      latency(device),
      flopsCount.map(
        (count, network) => count / 1e6 + (paramsCount[network] ?? 0) / 1e5 / (place + 1),
      ),
    ),
  );
  const column = ({ name }: Metric) => {
    const found = base.columns.find(({ metric }) => metric.name === name);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  return {
    about: {
      title: "Made up",
      licence: "CC BY 4.0",
      citation: "",
      recipe: "Not at all",
      machine: "none",
      begun: "2026-01-31",
    },
    benchmark: { ...base, columns: [tested, validated, timed, ...base.columns, ...latencies] },
    space,
    accuracy: tested,
    validation: validated,
    trainTimeMs: timed,
    params: column(params),
    flops: column(flops),
    latencies,
    trainings: bySeed.map((values, seed) => ({
      seed,
      accuracy: values,
      curves: madeUpCurves(values),
    })),
  };
}

/** Half of the way in the first of two epochs. */
function madeUpCurves(values: Float64Array) {
  const hundredths = new Uint16Array(2 * values.length);
  for (const [network, value] of values.entries())
    hundredths.set([50 * value + (network % 7), 100 * value], 2 * network);
  return { epochs: 2, hundredths };
}

function trained(metric: Metric, bySeed: readonly Float64Array[]): MetricColumn {
  const runs = bySeed.map(
    (values, seed): MeasuredRun => ({
      benchmark: "made up",
      conditions: { seed },
      values,
    }),
  );
  return { ...measured(metric, meansOver(bySeed)), runs };
}

function measured(metric: Metric, values: Float64Array): MetricColumn {
  if (values.length !== networkCount(digitsSpace)) throw new Error("not of all networks");
  return { metric, provenance: "measured", source: "made up", values };
}
