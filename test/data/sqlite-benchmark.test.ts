import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import initSqlJs, { type SqlJsStatic } from "sql.js";
import { estimateAccuracy, fitAccuracyEstimate } from "../../data/accuracy-estimate";
import { architectureAt } from "../../data/architecture";
import { valuesOf } from "../../data/benchmark";
import { blocksOf } from "../../data/blocks";
import { buildDatabase, type SpaceToEmbed } from "../../data/build-database";
import { bloxSpace, digitsSpace } from "../../data/built-in-spaces";
import type { Campaign } from "../../data/campaign";
import { withEmbeddedCurves } from "../../data/embedded-curves";
import { exactColumns } from "../../data/exact-columns";
import { readCurve } from "../../data/library/curve-file";
import { modelHash, modelHashes } from "../../data/model-hash";
import { parseCloud } from "../../data/published-cloud";
import { embeddedBenchmark, embeddedOf, readEmbedded } from "../../data/sqlite-benchmark";
import type { LatencyColumn } from "../../data/timing/composition";
import { benchmarksOf, emptyLibrary } from "../../server/benchmarks";

const cloudFile = resolve(import.meta.dirname, "../../data/published/figure-cloud.csv");

describe("embedded benchmark", () => {
  const fit = fitAccuracyEstimate(bloxSpace, parseCloud(readFileSync(cloudFile, "utf8")));
  // Stand-ins: computing the true hashes takes long, and the file holds whatever it is given.
  const hashes = Array.from({ length: 91_125 }, (_, index) =>
    (index * 2_654_435_761).toString(16).padStart(32, "a"),
  );
  // A column made for this test, as a timing would give it.
  const timed: LatencyColumn = {
    device: "test device",
    machine: {
      space: "blox",
      device: "test device",
      processor: "a(R) processor",
      runtime: "a runtime 1.0",
      threads: "1",
      precision: "float32",
      batch: "1",
      date: "2026-01-31",
      seed: "1",
      reference: "0",
      protocol: "none",
    },
    msByIndex: Float64Array.from({ length: 91_125 }, (_, index) => 1 + index / 1000),
    measured: new Set([7]),
    mape: 0.5,
    tau: 0.9,
    noiseFloor: { mape: 0.4, tau: 0.95 },
    standardErrorPercent: { measured: 1, composed: 2 },
    fittedOn: 1,
    judgedOn: 1,
  };
  // Trainings made up for this test.
  const campaign: Campaign = {
    about: {
      title: "made up",
      licence: "none",
      citation: "nobody",
      recipe: "no recipe",
      machine: "no machine",
      begun: "2026-01-31",
    },
    runs: [0, 1].map((seed) => ({
      seed,
      epochs: 3,
      networks: Float64Array.of(3, 1000),
      columns: {
        test_top1: Float64Array.of(50 + 2 * seed, 60),
        test_loss: Float64Array.of(1, 2),
        val_top1: Float64Array.of(51, 61),
        best_val_top1: Float64Array.of(52, 62),
        val_loss: Float64Array.of(3, 4),
        train_time_s: Float64Array.of(5, 6),
      },
      byEpoch: [
        [10, 20.5, 51],
        [11, 33.3333, 61],
      ],
    })),
  };
  const digitsHashes = modelHashes(digitsSpace);
  let sql: SqlJsStatic;
  let file: Uint8Array;

  const withDevices = (...latencies: LatencyColumn[]): SpaceToEmbed[] => [
    { space: digitsSpace, hashes: digitsHashes, latencies: [], campaign },
    { space: bloxSpace, hashes, latencies, fit },
  ];
  const benchmarkOf = async (bytes: Uint8Array | undefined) =>
    embeddedBenchmark(bloxSpace, await readEmbedded(bytes, sql));

  before(async () => {
    sql = await initSqlJs();
    file = buildDatabase(withDevices(timed), sql);
  });

  it("is the same file for the same content, of a few MB", () => {
    assert.deepEqual(Buffer.from(buildDatabase(withDevices(timed), sql)), Buffer.from(file));
    assert.ok(file.length < 10e6, `${file.length} bytes`);
  });

  it("gives estimates called so beside exact costs", async () => {
    const benchmark = await benchmarkOf(file);
    assert.deepEqual(benchmark.problems, []);
    const estimate = estimateAccuracy(bloxSpace, fit);
    const exact = exactColumns(bloxSpace);
    const index = 12_345;
    assert.deepEqual(
      valuesOf(benchmark, index).map(({ metric, value, provenance, standardError }) => [
        metric.name,
        value,
        provenance,
        standardError,
      ]),
      [
        ["accuracy", estimate.percent[index], "estimated", 0.5],
        ["params", exact.params[index], "exact", undefined],
        ["flops", exact.flops[index], "exact", undefined],
        ["peak_memory", 4 * (exact.peakActivations[index] ?? 0), "exact", undefined],
        ["model_size", 4 * (exact.params[index] ?? 0), "exact", undefined],
        ['latency("test device")', 13.345, "composed", 13.345 * 0.02],
      ],
    );
  });

  it("tells latencies that were measured from those that are composed", async () => {
    const benchmark = await benchmarkOf(file);
    const latency = valuesOf(benchmark, 7).at(-1);
    assert.equal(latency?.provenance, "measured");
    assert.equal(latency?.value, 1.007);
    assert.equal(latency?.standardError?.toFixed(6), "0.010070");
    assert.match(latency?.source ?? "", /a processor, a runtime 1\.0, 1 thread/);
  });

  it("says how far composed latencies are off, and only of those", async () => {
    const benchmark = await benchmarkOf(file);
    const sourceOf = (network: number) => valuesOf(benchmark, network).at(-1)?.source ?? "";
    assert.match(
      sourceOf(8),
      /^±0\.5 % on networks held out \(tau 0\.90\), noise floor 0\.4 % \(tau 0\.95\), a processor, /,
    );
    assert.match(sourceOf(7), /^a processor, /);
  });

  it("keeps apart any number of devices", async () => {
    const named = (device: string, factor: number) => ({
      ...timed,
      device,
      msByIndex: timed.msByIndex.map((ms) => factor * ms),
      mape: factor,
    });
    const three = buildDatabase(withDevices(timed, named("b", 2), named("c", 3)), sql);
    const benchmark = await benchmarkOf(three);
    assert.deepEqual(benchmark.problems, []);
    assert.deepEqual(
      valuesOf(benchmark, 1000)
        .slice(-3)
        .map(({ metric, value, source }) => [metric.name, value, source.slice(0, 6)]),
      [
        ['latency("test device")', 2, "±0.5 %"],
        ['latency("b")', 4, "±2.0 %"],
        ['latency("c")', 6, "±3.0 %"],
      ],
    );
  });

  it("finds hashes both ways", async () => {
    const benchmark = await benchmarkOf(file);
    assert.equal(benchmark.hashOf(777), hashes[777]);
    assert.equal(benchmark.hashOf(91_125), undefined);
    assert.equal(benchmark.indexOfHash(hashes[777] ?? ""), 777);
    assert.equal(benchmark.indexOfHash((hashes[777] ?? "").toUpperCase()), 777);
    assert.equal(benchmark.indexOfHash("no hash"), undefined);
  });

  it("has what was trained for it beside what is known without", async () => {
    const content = await readEmbedded(file, sql);
    const { measurements } = embeddedOf(content, digitsSpace)?.measured ?? {};
    assert.deepEqual(
      measurements?.trainings.map(({ run, networks, columns }) => ({ ...run, networks, columns })),
      campaign.runs.map(({ seed, epochs, networks, columns }) => ({
        seed,
        epochs,
        dataset: "UCI optical digits",
        networks,
        columns,
      })),
    );
    const benchmark = benchmarksOf({ embedded: content, library: emptyLibrary }, {})(digitsSpace);
    assert.equal(benchmark.name, "embedded");
    const [first, ...others] = valuesOf(benchmark, 3);
    assert.deepEqual(
      [first?.metric.name, first?.value, first?.provenance, first?.standardError],
      ["accuracy", 51, "measured", 1],
    );
    assert.ok(others.some(({ metric }) => metric.name === "params"));
    assert.equal(valuesOf(benchmark, 4)[0]?.metric.name, "params");
    assert.equal(benchmark.hashOf(3), modelHash(digitsSpace, architectureAt(digitsSpace, 3)));
  });

  it("has their curves, in files that no folder needs to have", async () => {
    const content = await readEmbedded(file, sql);
    const folder = withEmbeddedCurves(undefined, content);
    const { measurements } = embeddedOf(content, digitsSpace)?.measured ?? {};
    const [, second] = measurements?.trainings ?? [];
    const curve = second?.curves[0]?.file ?? "";
    assert.deepEqual(await readCurve(folder, curve, 1000), Float64Array.of(11, 33.3333, 61));
    assert.equal(await readCurve(folder, curve, 4), undefined);
    await assert.rejects(readCurve(folder, "other.curves", 3), /is missing/);
  });

  it("answers people who query it", () => {
    const [result] = query(
      "SELECT id, stage_1, stage_2, stage_3, params, hash FROM network_summary " +
        "WHERE space = 'blox' AND stage_1 = 'conv' AND stage_2 = 'conv -> mbconv' AND stage_3 = 'conv | mbconv'",
    );
    const index = 9 + 45 * 3 + 2025 * 31;
    assert.deepEqual(result?.values, [
      [
        index,
        "conv",
        "conv -> mbconv",
        "conv | mbconv",
        exactColumns(bloxSpace).params[index],
        hashes[index],
      ],
    ]);
    const metrics = "SELECT space, name, provenance FROM metric ORDER BY space, name";
    assert.deepEqual(query(metrics)[0]?.values, [
      [1, "accuracy", "measured"],
      [1, "flops", "exact"],
      [1, "params", "exact"],
      [2, "accuracy", "estimated"],
      [2, "flops", "exact"],
      [2, 'latency("test device")', "composed"],
      [2, "params", "exact"],
    ]);
    const trained =
      "SELECT id, stage_1, stage_3, test_top1, runs FROM network_summary WHERE runs > 0";
    assert.deepEqual(query(trained)[0]?.values, [
      [3, "conv -> mbconv", null, 51, 2],
      [1000, blocksOf(digitsSpace, 0)[1000 % 45]?.expression, null, 60, 2],
    ]);
  });

  describe("when the file is", () => {
    const damaged: Record<string, [() => Uint8Array | undefined, RegExp]> = {
      missing: [() => undefined, /data\/blox\.sqlite is missing\./],
      empty: [() => new Uint8Array(), /is damaged \(it is empty\)/],
      "no SQLite": [() => Buffer.from("network kiosk { }".repeat(999)), /file is not a database/],
      truncated: [() => file.subarray(0, 2_000_000), /is damaged \(.*malformed\)/],
      "zeroed in part": [() => Uint8Array.from(file).fill(0, 4096, 8192), /is damaged/],
      "changed in one hash": [
        () => changed("UPDATE network SET hash = zeroblob(16) WHERE space = 2 AND id = 5"),
        /checksum does not match/,
      ],
      "changed in one estimate": [
        () => changed("UPDATE accuracy_estimate SET percent = 99 WHERE network = 5"),
        /checksum does not match/,
      ],
      "short of a network": [
        () => changed("DELETE FROM network WHERE space = 2 AND id = 5"),
        /number of networks 91125 expected, 91124 found/,
      ],
      "changed in one training": [
        () => changed("UPDATE training SET val_loss = 0 WHERE run = 2 AND network = 3"),
        /checksum does not match/,
      ],
      "changed in one curve": [
        () => changed("UPDATE training SET val_top1_by_epoch = '[1, 2, 3]' WHERE network = 3"),
        /checksum does not match/,
      ],
      "short of a training": [
        () => changed("DELETE FROM training WHERE run = 2 AND network = 3"),
        /checksum does not match/,
      ],
      "changed in one latency": [
        () => changed("UPDATE timing SET microseconds = 99 WHERE network = 5"),
        /checksum does not match/,
      ],
      "changed in what was measured": [
        () => changed("UPDATE timing SET is_measured = 1 WHERE network = 5"),
        /checksum does not match/,
      ],
      "changed in an error": [
        () => changed("UPDATE device SET composed_mean_error = 0"),
        /checksum does not match/,
      ],
      "short of a latency": [
        () => changed("DELETE FROM timing WHERE network = 5"),
        /number of latencies 91125 expected, 91124 found/,
      ],
      "short of an estimate": [
        () => changed("DELETE FROM accuracy_estimate WHERE network = 5"),
        /number of estimates 91125 expected, 91124 found/,
      ],
      "of another schema": [
        () => changed("UPDATE meta SET value = '99' WHERE key = 'schema_version'"),
        /schema version 3 expected, 99 found/,
      ],
      "of another space": [
        () => changed("UPDATE space SET name = 'wide' WHERE id = 2"),
        /it is of a space wide/,
      ],
    };
    for (const [state, [bytes, problem]] of Object.entries(damaged)) {
      it(`${state}, says so and serves what is exact`, async () => {
        const benchmark = await benchmarkOf(bytes());
        assert.equal(benchmark.problems.length, 1);
        assert.match(benchmark.problems[0] ?? "", problem);
        assert.match(benchmark.problems[0] ?? "", /reinstall the extension, or run `npm run data`/);
        assert.deepEqual(
          benchmark.columns.map(({ metric, values }) => [metric.name, values[0]]),
          [
            ["params", exactColumns(bloxSpace).params[0]],
            ["flops", exactColumns(bloxSpace).flops[0]],
            ["peak_memory", 4 * (exactColumns(bloxSpace).peakActivations[0] ?? 0)],
            ["model_size", 4 * (exactColumns(bloxSpace).params[0] ?? 0)],
          ],
        );
        assert.equal(benchmark.hashOf(5), modelHash(bloxSpace, architectureAt(bloxSpace, 5)));
      });
    }
  });

  function query(text: string) {
    const database = new sql.Database(file);
    try {
      return database.exec(text);
    } finally {
      database.close();
    }
  }

  function changed(statement: string): Uint8Array {
    const database = new sql.Database(file);
    try {
      database.run(statement);
      return database.export();
    } finally {
      database.close();
    }
  }
});
