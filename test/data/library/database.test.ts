import assert from "node:assert/strict";
import initSqlJs, { type SqlJsStatic, type SqlValue } from "sql.js";
import { architectureAt } from "../../../data/architecture";
import { blocksOf } from "../../../data/blocks";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { DamagedDatabase, NewerDatabase, readDatabase } from "../../../data/library/read-database";
import { seal, unsealed, verifySeal } from "../../../data/library/seal";
import { writeDatabase } from "../../../data/library/write-database";
import type { Space } from "../../../data/space";
import { randomNumbers } from "./random-numbers";
import { sampleMeasurements } from "./sample-measurements";

describe("database of an imported benchmark", () => {
  const chains = findSpace("nas-bench-macro") ?? assert.fail("a built-in space is missing");
  let sql: SqlJsStatic;
  let file: Uint8Array;

  before(async () => {
    sql = await initSqlJs();
    file = await writeDatabase(sampleMeasurements(bloxSpace), bloxSpace, sql);
  });

  for (const space of [bloxSpace, chains]) {
    it(`gives back what was written of ${space.name}, to the last bit`, async () => {
      const measurements = sampleMeasurements(space);
      const bytes = await writeDatabase(measurements, space, sql);
      assert.deepEqual(readDatabase(bytes, sql), measurements);
    });
  }

  it("holds a benchmark of which nothing is known yet", async () => {
    const none = { networks: new Float64Array(), columns: {} };
    const empty = {
      ...sampleMeasurements(bloxSpace),
      trainings: [],
      latencies: [],
      statics: none,
      environments: [],
      signatures: [],
      files: [],
    };
    assert.deepEqual(readDatabase(await writeDatabase(empty, bloxSpace, sql), sql), empty);
  });

  it("is the same file for the same content, and another for another", async () => {
    const measurements = sampleMeasurements(bloxSpace);
    const write = () => writeDatabase(measurements, bloxSpace, sql);
    assert.deepEqual(Buffer.from(await write()), Buffer.from(file));
    measurements.statics.columns.params?.fill(1);
    assert.notEqual(await verifySeal(await write()), await verifySeal(file));
  });

  it("writes every network of a space with its hash", async () => {
    const networks = Float64Array.from({ length: 91_125 }, (_, index) => index);
    const ms = networks.map((index) => 1 + index / 7);
    const { latencies, ...rest } = sampleMeasurements(bloxSpace);
    const [first] = latencies;
    assert.ok(first);
    const measurements = { ...rest, latencies: [{ ...first, networks, columns: { ms } }] };
    const hashOf = (index: number) => (index * 2_654_435_761).toString(16).padStart(32, "a");
    const hashes = Array.from(networks, hashOf).join("");
    const bytes = await writeDatabase(measurements, bloxSpace, sql, hashes);
    assert.deepEqual(readDatabase(bytes, sql), measurements);
    assert.deepEqual(query(bytes, "SELECT count(*), count(DISTINCT hash) FROM network"), [
      [91_125, 91_125],
    ]);
    assert.deepEqual(query(bytes, "SELECT id, hash FROM network_summary WHERE id IN (0, 91124)"), [
      [0, hashOf(0)],
      [91_124, hashOf(91_124)],
    ]);
  });

  it("refuses values that could not be read again", async () => {
    const wrong = { test_top1: 100.1, train_time_s: -1, val_loss: Number.POSITIVE_INFINITY };
    for (const [column, value] of Object.entries(wrong)) {
      const measurements = sampleMeasurements(bloxSpace);
      const [training] = measurements.trainings;
      assert.ok(training);
      const columns = { [column]: Float64Array.of(1, 2, value) };
      const trainings = [{ ...training, columns }];
      await assert.rejects(writeDatabase({ ...measurements, trainings }, bloxSpace, sql), {
        name: "RangeError",
        message: `${value} is no value of ${column}`,
      });
    }
  });

  describe("answers people who query it", () => {
    it("with the networks' blocks and the mean over runs", async () => {
      for (const space of [bloxSpace, chains]) {
        const bytes = await writeDatabase(sampleMeasurements(space), space, sql);
        const stages = "stage_1, stage_2, stage_3";
        const found = query(bytes, `SELECT id, ${stages} FROM network_summary ORDER BY id`);
        assert.deepEqual(
          found,
          [0, 1, 2, 3, 4, 5, 7, 9, 4000, 6560].map((id) => [id, ...expressions(space, id)]),
        );
      }
      assert.deepEqual(
        query(
          file,
          "SELECT id, params, flops, test_top1, runs, hash FROM network_summary WHERE id IN (0, 2, 7)",
        ),
        [
          [0, 1_717_636, 2 ** 40 + 1, (61.2 + 81.2) / 2, 2, ""],
          [2, null, null, null, 0, ""],
          [7, null, null, 63.5, 2, ""],
        ],
      );
    });

    it("with tables that explain themselves", () => {
      const schema = query(file, "SELECT group_concat(sql, '\n') FROM sqlite_schema").flat().join();
      assert.match(schema, /val_top1 +REAL, +-- of the last epoch/);
    });
  });

  describe("when it is damaged", () => {
    it("every truncation is noticed", async () => {
      const lengths = new Set([...Array(200).keys()]);
      for (let length = 0; length < file.length; length += 509) lengths.add(length);
      for (let missing = 1; missing < 200; missing++) lengths.add(file.length - missing);
      for (const length of lengths)
        assert.equal(await verifySeal(file.subarray(0, length)), undefined, `${length} bytes`);
    });

    it("every flipped bit is noticed, and reading it nevertheless ends in an error or an answer", async () => {
      const random = randomNumbers(1);
      let unreadable = 0;
      for (let flip = 0; flip < 500; flip++) {
        const bytes = Uint8Array.from(file);
        // Half of them where something is: most of a small file is blank.
        const place = flip % 2 === 0 ? random(bytes.length) : usedPlace(bytes, random);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << random(8));
        assert.equal(await verifySeal(bytes), undefined, `byte ${place}`);
        if (endsInError(bytes)) unreadable++;
      }
      assert.ok(unreadable > 20, `${unreadable}`);
    });

    it("reading a part of it ends in an error", () => {
      for (let length = 0; length < file.length; length += 4096)
        assert.throws(() => readDatabase(file.subarray(0, length), sql), DamagedDatabase);
    });

    it("what was added behind it is noticed", async () => {
      const longer = new Uint8Array(file.length + 1);
      longer.set(file);
      assert.equal(await verifySeal(longer), undefined);
    });

    it("no checksum is not a right one", async () => {
      assert.equal(await verifySeal(Buffer.from("network kiosk {}")), undefined);
      assert.equal(await verifySeal(Buffer.from(unsealed)), undefined);
      await assert.rejects(seal(Buffer.from("network kiosk {}")), /no place for a checksum/);
    });

    const changes: Record<string, [string, RegExp]> = {
      "no version": ["DELETE FROM meta WHERE key = 'schema_version'", /schema_version/],
      "a version that is none": [
        "UPDATE meta SET value = 'x' WHERE key = 'schema_version'",
        /does not say the version of its schema/,
      ],
      "no table of trainings": ["DROP TABLE training", /no such table: training/],
      "a network that its space has not": [
        "UPDATE latency SET network = 91125 WHERE network = 5",
        /91125 is no network of its space/,
      ],
      "a text for a number": ["UPDATE latency SET ms = 'fast'", /fast is no value of ms/],
      "more than all of the examples": [
        "UPDATE training SET test_top1 = 101 WHERE network = 7",
        /101 is no value of test_top1/,
      ],
      "an infinite time": ["UPDATE latency SET ms = 9e999", /Infinity is no value of ms/],
      "a number for a name": [
        "UPDATE meta SET value = x'00' WHERE key = 'name'",
        /name is not as expected/,
      ],
      "a file of curves that lies elsewhere": [
        "UPDATE curve_file SET file = '../secret'",
        /no possible name/,
      ],
      "curves of something unknown": [
        "UPDATE curve_file SET column = 'test_loss'",
        /test_loss is no column of curves/,
      ],
      "a fraction of a seed": ["UPDATE run SET seed = 0.5", /a seed is not as expected/],
    };
    for (const [state, [statement, message]] of Object.entries(changes)) {
      it(`${state} is an error`, () => {
        assert.throws(() => readDatabase(changed(statement), sql), {
          name: "DamagedDatabase",
          message,
        });
      });
    }
  });

  it("is left alone if a newer version has written it", () => {
    const newer = changed("UPDATE meta SET value = '99' WHERE key = 'schema_version'");
    assert.throws(() => readDatabase(newer, sql), NewerDatabase);
    assert.throws(
      () => readDatabase(newer, sql),
      /newer version of Blox \(schema 99; .*Update Blox/,
    );
  });

  function expressions(space: Space, id: number): string[] {
    return architectureAt(space, id).map(
      (block, stage) => blocksOf(space, stage)[block]?.expression ?? "",
    );
  }

  function usedPlace(bytes: Uint8Array, random: (bound: number) => number): number {
    for (;;) {
      const place = random(bytes.length);
      if (bytes[place] !== 0) return place;
    }
  }

  function endsInError(bytes: Uint8Array): boolean {
    try {
      readDatabase(bytes, sql);
      return false;
    } catch (error) {
      assert.ok(error instanceof DamagedDatabase || error instanceof NewerDatabase, String(error));
      return true;
    }
  }

  function query(bytes: Uint8Array, text: string): SqlValue[][] {
    const database = new sql.Database(bytes);
    try {
      return database.exec(text)[0]?.values ?? [];
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
