import assert from "node:assert/strict";
import { type Benchmark, numberAt, valueAt } from "../../data/benchmark";
import { benchmarkChecksum } from "../../data/benchmark-checksum";
import { bloxSpace, findSpace } from "../../data/built-in-spaces";
import { sourceOf } from "../../data/column-origin";
import { exactBenchmark } from "../../data/exact-benchmark";
import { formatValue } from "../../data/format";
import { layeredBenchmark } from "../../data/layered-benchmark";
import type { Measurements, Training } from "../../data/library/measurements";
import { spaceIdentity } from "../../data/library/space-identity";
import { accuracy } from "../../data/metrics";
import { metricReports } from "../../server/metric-reports";
import { modelOf } from "../server/marked-text";

describe("Imports laid over a benchmark", () => {
  const estimated: Benchmark = {
    ...exactBenchmark(bloxSpace),
    name: "embedded",
    columns: [
      {
        metric: accuracy,
        provenance: "estimated",
        source: "a guess",
        values: new Float64Array(91_125).fill(70),
        standardErrors: new Float64Array(91_125).fill(0.5),
      },
      ...exactBenchmark(bloxSpace).columns,
    ],
  };

  it("one training takes the place of the estimate, and the others stay estimated", () => {
    const layered = layeredBenchmark(estimated, [
      made("lab", [trained(0, [5], { test_top1: [74.12] })]),
    ]);
    assert.equal(layered.name, "lab");
    const measured = knownValue(layered, "accuracy", 5);
    assert.equal(measured.value, 74.12);
    assert.equal(measured.provenance, "measured");
    assert.equal(measured.standardError, undefined, "one training says nothing of its spread");
    assert.equal(measured.source, "Lab, seed 0, test split, 200 epochs, cifar100");
    assert.equal(formatValue(measured), "74.12 % (measured)");
    const other = knownValue(layered, "accuracy", 6);
    assert.deepEqual(
      [other.value, other.provenance, other.source, other.standardError],
      [70, "estimated", "a guess", 0.5],
    );
  });

  it("several trainings are shown as their mean with its standard error, each with its value", () => {
    const seeds = [73, 74, 75].map((value, seed) => trained(seed, [9], { test_top1: [value] }));
    const value = knownValue(layeredBenchmark(estimated, [made("lab", seeds)]), "accuracy", 9);
    assert.equal(value.value, 74);
    // The standard deviation of 73, 74 and 75 is 1.
    assert.ok(Math.abs((value.standardError ?? 0) - 1 / Math.sqrt(3)) < 1e-12);
    assert.deepEqual(
      value.runs?.map(({ value, conditions }) => [value, conditions.seed]),
      [
        [73, 0],
        [74, 1],
        [75, 2],
      ],
    );
    assert.match(value.source, /mean of 3 trainings \(73\.00 % to 75\.00 %\)/);
  });

  it("trainings by another recipe are mentioned, not averaged", () => {
    const long = trained(0, [1, 2], { test_top1: [74, 75] });
    const short = { ...trained(0, [1], { test_top1: [60] }), run: { ...long.run, epochs: 10 } };
    const value = knownValue(
      layeredBenchmark(estimated, [made("lab", [short, long])]),
      "accuracy",
      1,
    );
    assert.equal(value.value, 74);
    assert.deepEqual(
      value.others?.map(({ value }) => value),
      [60],
    );
    assert.match(value.source, /Lab has 60\.00 %/);
  });

  it("of two benchmarks the one in use gives the value, the other stands beside it", () => {
    const first = made("first", [trained(0, [3], { test_top1: [71] })]);
    const second = made("second", [trained(0, [3, 4], { test_top1: [72, 73] })]);
    const layered = layeredBenchmark(estimated, [first, second]);
    assert.equal(knownValue(layered, "accuracy", 3).value, 71);
    assert.match(knownValue(layered, "accuracy", 3).source, /Second has 72\.00 % \(seed 0/);
    assert.equal(layeredBenchmark(estimated, [second, first]).columns[0]?.values[3], 72);
  });

  it("what the one in use does not know has its value from the next that does, which is named", () => {
    const first = made("first", [trained(0, [3], { test_top1: [71] })]);
    const second = made("second", [
      trained(0, [3, 4], { test_top1: [72, 73] }),
      trained(1, [4], { test_top1: [75] }),
    ]);
    const third = made("third", [trained(7, [4, 5], { test_top1: [60, 51] })]);
    const layered = layeredBenchmark(estimated, [first, second, third]);
    const value = knownValue(layered, "accuracy", 4);
    // The standard deviation of 73 and 75 is √2.
    assert.deepEqual([value.value, value.provenance], [74, "measured"]);
    assert.ok(Math.abs((value.standardError ?? 0) - 1) < 1e-12);
    assert.deepEqual(
      value.runs?.map(({ benchmark, value }) => [benchmark, value]),
      [
        ["Second", 73],
        ["Second", 75],
      ],
    );
    assert.match(value.source, /^Second, mean of 2 trainings .*; Third has 60\.00 % \(seed 7/);
    const last = knownValue(layered, "accuracy", 5);
    assert.deepEqual([last.value, last.provenance], [51, "measured"]);
    assert.match(last.source, /^Third, seed 7/);
    assert.equal(knownValue(layered, "accuracy", 6).provenance, "estimated");
    const [column] = layered.columns;
    assert.equal(
      column && sourceOf(column),
      "First, Second, Third for 3 networks, otherwise a guess",
    );
  });

  it("another recipe stands in where no import has one that most of it has", () => {
    const long = trained(0, [1, 2], { test_top1: [74, 75] });
    const short = {
      ...trained(0, [2, 3, 4], { test_top1: [60, 61, 62] }),
      run: { ...long.run, epochs: 10 },
    };
    const most = made("first", [short, trained(1, [5], { test_top1: [70] }), long]);
    const other = made("second", [trained(0, [5], { test_top1: [72] })]);
    const layered = layeredBenchmark(estimated, [most, other]);
    // Three networks by either recipe: the longer one counts as that of most.
    assert.deepEqual(
      [1, 2, 3, 5].map((network) => knownValue(layered, "accuracy", network).value),
      [74, 75, 61, 70],
    );
    assert.match(
      knownValue(layered, "accuracy", 3).source,
      /^First, seed 0, test split, 10 epochs/,
    );
    assert.match(knownValue(layered, "accuracy", 2).source, /; First has 60\.00 % \(seed 0.*10 ep/);
    const behind = layeredBenchmark(estimated, [
      made("first", [
        long,
        trained(1, [1], { test_top1: [74] }),
        { ...short, networks: Float64Array.of(5), columns: { test_top1: Float64Array.of(33) } },
      ]),
      other,
    ]);
    assert.match(knownValue(behind, "accuracy", 5).source, /^Second.*; First has 33\.00 %/);
  });

  it("a latency, too, is the next benchmark's where the one in use has none of the device", () => {
    const latencies = (network: number, ms: number) => [
      {
        device: { name: "phone", runtime: null, threads: null, precision: null, batchSize: null },
        networks: Float64Array.of(network),
        columns: { ms: Float64Array.of(ms) },
      },
    ];
    const layered = layeredBenchmark(estimated, [
      { ...made("first", []), latencies: latencies(7, 3.5) },
      { ...made("second", []), latencies: latencies(8, 4.5) },
    ]);
    assert.equal(knownValue(layered, 'latency("phone")', 7).source, "First");
    const value = knownValue(layered, 'latency("phone")', 8);
    assert.deepEqual([value.value, value.source], [4.5, "Second"]);
  });

  it("a cost that differs is shown as imported, whichever benchmark says so", () => {
    const statics = (network: number, params: number) => ({
      networks: Float64Array.of(network),
      columns: { params: Float64Array.of(params) },
    });
    const layered = layeredBenchmark(estimated, [
      { ...made("first", []), statics: statics(1, 98) },
      { ...made("second", []), statics: statics(2, 99) },
    ]);
    assert.deepEqual(
      [1, 2].map((network) => {
        const { value, source } = knownValue(layered, "params", network);
        return [value, source];
      }),
      [
        [98, "First"],
        [99, "Second"],
      ],
    );
  });

  it("an imported cost is exact where it agrees, and shown as imported where it does not", () => {
    const params = exactBenchmark(bloxSpace).columns[0]?.values ?? new Float64Array();
    const statics = {
      networks: Float64Array.of(0, 1),
      columns: { params: Float64Array.of(params[0] ?? 0, 99) },
    };
    const layered = layeredBenchmark(estimated, [{ ...made("lab", []), statics }]);
    assert.equal(knownValue(layered, "params", 0).provenance, "exact");
    const different = knownValue(layered, "params", 1);
    assert.deepEqual([different.value, different.provenance], [99, "measured"]);
    assert.equal(
      exactBenchmark(bloxSpace).columns[0]?.values[1],
      params[1],
      "the space's own stay",
    );
  });

  it("latencies of a device are a metric of their own, with what is known of it", () => {
    const device = {
      name: "phone",
      runtime: "tflite",
      threads: 4,
      precision: "int8",
      batchSize: 1,
    };
    const latencies = [
      { device, networks: Float64Array.of(7), columns: { ms: Float64Array.of(3.5) } },
    ];
    const layered = layeredBenchmark(estimated, [{ ...made("lab", []), latencies }]);
    const value = knownValue(layered, 'latency("phone")', 7);
    assert.equal(formatValue(value), "3.5 ms (measured)");
    assert.equal(value.source, "Lab, tflite, 4 threads, int8, batch 1");
    const column = layered.columns.find(({ metric }) => metric.name === 'latency("phone")');
    assert.equal(column && valueAt(column, 8), undefined);
  });

  it("how visits to a network varied stands beside its latency, wherever that is known", () => {
    const device = { name: "phone", runtime: "tflite", threads: 4, precision: null, batchSize: 1 };
    const timed = (p10: readonly number[], p90: readonly number[], space = "blox") => ({
      ...made("lab", [], space),
      latencies: [
        {
          device,
          networks: Float64Array.of(7, 8, 9),
          columns: {
            ms: Float64Array.of(3.9, 900, 4),
            p10_ms: Float64Array.from(p10),
            p90_ms: Float64Array.from(p90),
          },
        },
      ],
    });
    const own = timed([3.54, 850, Number.NaN], [6.67, 1200, Number.NaN]);
    const layered = layeredBenchmark(estimated, [own]);
    const source = (network: number) => knownValue(layered, 'latency("phone")', network).source;
    assert.equal(
      source(7),
      "Lab, 10th to 90th percentile 3.5 to 6.7 ms, tflite, 4 threads, batch 1",
    );
    // Each with its unit where these differ.
    assert.match(source(8), /percentile 850 ms to 1\.2 s, tflite/);
    assert.equal(source(9), "Lab, tflite, 4 threads, batch 1");
    assert.deepEqual(
      [7, 9].map((network) => metricReports(layered, network)['latency("phone")']?.runs),
      [
        [
          {
            value: 3.9,
            p10: 3.54,
            p90: 6.67,
            benchmark: "Lab",
            device: "phone",
            runtime: "tflite",
            threads: 4,
            batch_size: 1,
          },
        ],
        [
          {
            value: 4,
            benchmark: "Lab",
            device: "phone",
            runtime: "tflite",
            threads: 4,
            batch_size: 1,
          },
        ],
      ],
    );
    const first = {
      ...own,
      latencies: own.latencies.map((one) => ({ ...one, columns: { ms: one.columns.ms } })),
    };
    const other = { ...own, benchmark: { ...own.benchmark, title: "Other" } };
    assert.match(
      knownValue(layeredBenchmark(estimated, [first, other]), 'latency("phone")', 7).source,
      /; Other has 3\.9 ms \(10th to 90th percentile 3\.5 to 6\.7 ms, tflite/,
    );
    const large = modelOf(largeSpace).spaces.named("large");
    assert.ok(large);
    const sparse = layeredBenchmark(exactBenchmark(large), [timed([3, 4, 5], [6, 7, 8], "large")]);
    assert.match(
      knownValue(sparse, 'latency("phone")', 7).source,
      /10th to 90th percentile 3\.0 to 6\.0 ms/,
    );
  });

  it("of a space that is too large to enumerate, the measured networks are known", () => {
    const networks = Float64Array.of(3, 6e10);
    const training = {
      ...trained(0, [], {}),
      networks,
      columns: { test_top1: Float64Array.of(1, 2) },
    };
    const large = modelOf(largeSpace).spaces.named("large");
    assert.ok(large);
    const next = { ...training, networks: Float64Array.of(4, 6e10) };
    const layered = layeredBenchmark(exactBenchmark(large), [
      made("lab", [training], large.name),
      made("other", [next], large.name),
    ]);
    assert.equal(knownValue(layered, "accuracy", 6e10).value, 2);
    assert.match(knownValue(layered, "accuracy", 6e10).source, /^Lab.*; Other has 2\.00 %/);
    assert.match(knownValue(layered, "accuracy", 4).source, /^Other/);
    assert.equal(knownValue(layered, "params", 6e10).provenance, "exact");
  });

  it("block signatures are those of the first benchmark that has any", () => {
    const signatures = [{ stage: 0, block: 3, values: Float64Array.of(0.5) }];
    const later = [{ stage: 0, block: 3, values: Float64Array.of(0.7) }];
    const layered = layeredBenchmark(estimated, [
      made("lab", []),
      { ...made("teacher", []), signatures },
      { ...made("other", []), signatures: later },
    ]);
    assert.equal(layered.signatures, signatures);
    assert.equal("signatures" in layeredBenchmark(estimated, [made("lab", [])]), false);
    assert.notEqual(benchmarkChecksum(layered), benchmarkChecksum(estimated));
  });

  it("nothing imported changes nothing", () => {
    assert.equal(layeredBenchmark(estimated, []), estimated);
    const macro = findSpace("nas-bench-macro");
    assert.ok(macro);
    assert.notEqual(spaceIdentity(macro).fingerprint, spaceIdentity(bloxSpace).fingerprint);
  });
});

/** 4,096 chains in each of three stages. */
const largeSpace = `space large {
  input 3 x 32 x 32
  classes 10
  op one { conv 3x3 out o stride s  relu }
  op two { conv 1x1 out o stride s  relu }
  op three { conv 5x5 out o stride s  relu }
  op four { conv 7x7 out o stride s  relu }
  stem { conv 3x3 out 8  relu }
  stages 3 { chain of 6 ops  first out 2c stride 2 }
  head { global-avg-pool  linear out classes }
}
`;

function knownValue(benchmark: Benchmark, metric: string, index: number) {
  const column = benchmark.columns.find((column) => column.metric.name === metric);
  const value = column && valueAt(column, index);
  assert.ok(column && value, `${metric} of network ${index} is known`);
  assert.equal(numberAt(column, index), value.value);
  return value;
}

function trained(
  seed: number,
  networks: readonly number[],
  columns: Readonly<Record<string, readonly number[]>>,
): Training {
  return {
    run: { seed, epochs: 200, dataset: "cifar100" },
    networks: Float64Array.from(networks),
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]),
    ),
    curves: [],
  };
}

/** Values that nobody has measured. */
function made(name: string, trainings: readonly Training[], space = "blox"): Measurements {
  return {
    benchmark: {
      name,
      title: name.charAt(0).toUpperCase() + name.slice(1),
      licence: "",
      citation: "",
    },
    space: { name: space, fingerprint: "" },
    trainings,
    latencies: [],
    statics: { networks: new Float64Array(), columns: {} },
    environments: [],
    signatures: [],
    files: [],
  };
}
