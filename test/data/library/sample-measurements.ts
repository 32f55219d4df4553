import type { Measurements } from "../../../data/library/measurements";
import { spaceIdentity } from "../../../data/library/space-identity";
import type { Space } from "../../../data/space";

/** A few of everything; the values are made up. */
export function sampleMeasurements(space: Space): Measurements {
  return {
    benchmark: {
      name: "sample",
      title: "A sample, 'quoted' – with signs",
      licence: "CC0",
      citation: "Nobody: Made up.\nNowhere, 2026.",
    },
    space: spaceIdentity(space),
    trainings: [
      {
        run: { seed: 0, epochs: 3, dataset: "CIFAR-100" },
        networks: Float64Array.of(0, 7, 4000),
        columns: {
          test_top1: Float64Array.of(61.2, Number.NaN, 100),
          best_val_top1: Float64Array.of(62.123, 0, 70),
          train_time_s: Float64Array.of(1234.567891, 0.1 + 0.2, Number.NaN),
        },
        curves: [{ column: "val_top1", file: "val_top1-1.curves" }],
      },
      {
        run: { seed: null, epochs: null, dataset: null },
        networks: Float64Array.of(7),
        columns: { test_top1: Float64Array.of(63.5), val_loss: Float64Array.of(1.25e-7) },
        curves: [],
      },
      {
        run: { seed: 0, epochs: 3, dataset: "CIFAR-10" },
        networks: Float64Array.of(0),
        columns: { test_top1: Float64Array.of(81.2) },
        curves: [],
      },
    ],
    latencies: [
      {
        device: {
          name: "a device",
          runtime: "a runtime",
          threads: 2,
          precision: "int8",
          batchSize: 1,
        },
        networks: Float64Array.of(1, 2, 6560),
        columns: { ms: Float64Array.of(1 / 3, 2, 3e-9) },
      },
      {
        device: {
          name: "another",
          runtime: null,
          threads: null,
          precision: null,
          batchSize: null,
        },
        networks: Float64Array.of(5),
        columns: { ms: Float64Array.of(7.25) },
      },
    ],
    statics: {
      networks: Float64Array.of(0, 9),
      columns: {
        params: Float64Array.of(1_717_636, Number.NaN),
        flops: Float64Array.of(2 ** 40 + 1, 108_811_364),
      },
    },
    environments: [
      {
        seed: 1,
        versions: { torch_version: "1.10.0", cudnn: "8" },
        networks: Float64Array.of(3, 4),
      },
    ],
    signatures: [
      { stage: 0, block: 2, values: Float64Array.of(0.25, -1.5, Number.NaN) },
      { stage: 2, block: 1, values: Float64Array.of(3) },
    ],
    files: [
      {
        name: "one.csv",
        content: "base, seed 0",
        format: "csv",
        bytes: 12_345_678_901,
        rows: 3,
        importedAt: "2026-01-31T12:00:00.000Z",
      },
      {
        name: "two.csv",
        content: "latency",
        format: "pickle",
        bytes: 1,
        rows: 0,
        importedAt: "2026-01-31T12:00:01.000Z",
      },
    ],
  };
}
