import assert from "node:assert/strict";
import initSqlJs, { type SqlJsStatic } from "sql.js";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { nodeFolder } from "../../../data/library/folder-node";
import { loadLibrary } from "../../../data/library/library";
import type { Device } from "../../../data/library/measurements";
import { readDatabase } from "../../../data/library/read-database";
import { storeTimings } from "../../../data/library/store-timings";
import { writeDatabase } from "../../../data/library/write-database";
import type { MeasuredLatency } from "../../../data/timing/measuring";
import { sampleMeasurements } from "./sample-measurements";
import { temporaryFolder } from "./temporary-folder";

describe("timings made here", () => {
  const device: Device = {
    name: "desk ort-wasm",
    runtime: "a runtime 1.0",
    threads: 1,
    precision: "float32",
    batchSize: 1,
  };
  const timed = (network: number, medianMs: number): MeasuredLatency => ({
    network,
    medianMs,
    p10Ms: medianMs - 0.5,
    p90Ms: medianMs + 1,
    standardErrorMs: 0.01,
    visits: 10,
    isStable: true,
  });
  const folder = nodeFolder(temporaryFolder());
  let sql: SqlJsStatic;
  before(async () => {
    sql = await initSqlJs();
  });

  const store = (latencies: readonly MeasuredLatency[], on = device, space = bloxSpace) =>
    storeTimings(
      { space, device: on, latencies },
      { folder, sql, hashes: "", database: "here.sqlite", now: () => new Date(0) },
    );

  it("are a benchmark of their own, with their spread", async () => {
    await store([timed(5, 3), timed(91_124, 4)]);
    const { entries } = await loadLibrary(folder, sql);
    const [timings] = entries[0]?.measurements.latencies ?? [];
    assert.deepEqual(timings, {
      device,
      networks: Float64Array.of(5, 91_124),
      columns: {
        ms: Float64Array.of(3, 4),
        p10_ms: Float64Array.of(2.5, 3.5),
        p90_ms: Float64Array.of(4, 5),
      },
    });
  });

  it("take the place of what the device gave for the same network, and of nothing else", async () => {
    await store([timed(5, 3.2), timed(6, 1)]);
    await store([timed(5, 9)], { ...device, name: "desk ort-cpu 1t" });
    const { entries } = await loadLibrary(folder, sql);
    assert.equal(entries.length, 1);
    assert.deepEqual(
      entries[0]?.measurements.latencies.map(({ networks, columns }) => [
        [...networks],
        [...(columns.ms ?? [])],
      ]),
      [
        [
          [5, 6, 91_124],
          [3.2, 1, 4],
        ],
        [[5], [9]],
      ],
    );
    assert.deepEqual(
      entries[0]?.measurements.files.map(({ name }) => name),
      ["desk ort-wasm", "desk ort-cpu 1t"],
    );
  });

  it("do not mix with those of another runtime, another space, or an import", async () => {
    const before = await folder.read("here.sqlite");
    await assert.rejects(
      store([timed(5, 1)], { ...device, runtime: "a runtime 2.0" }),
      /desk ort-wasm with a runtime 1\.0; these would be with a runtime 2\.0/,
    );
    const other = findSpace("nas-bench-macro") ?? bloxSpace;
    await assert.rejects(store([timed(5, 1)], device, other), /nas-bench-macro, .* is of blox/);
    assert.deepEqual(await folder.read("here.sqlite"), before);
    const imported = await writeDatabase(sampleMeasurements(bloxSpace), bloxSpace, sql);
    await folder.replace("here.sqlite", imported);
    await assert.rejects(store([timed(5, 1)]), /into which nothing is measured/);
  });

  it("leave databases readable that were written before there was a spread, or checksums of files", async () => {
    const sample = sampleMeasurements(bloxSpace);
    const database = new sql.Database(await writeDatabase(sample, bloxSpace, sql));
    try {
      database.run(
        "ALTER TABLE latency DROP COLUMN p10_ms; ALTER TABLE latency DROP COLUMN p90_ms",
      );
      database.run("ALTER TABLE imported_file DROP COLUMN checksum");
      database.run("UPDATE meta SET value = '1' WHERE key = 'schema_version'");
      assert.deepEqual(readDatabase(database.export(), sql), sample);
    } finally {
      database.close();
    }
  });
});
