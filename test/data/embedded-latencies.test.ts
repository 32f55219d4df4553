import { deepEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import initSqlJs, { type Database } from "sql.js";

const root = resolve(import.meta.dirname, "../..");

/** What the timing of a device is to reach: networks timed whole, error in percent, Kendall's tau. */
const wanted: Readonly<Record<string, { networks: number; error: number; tau: number }>> = {
  "x86-64 ort-cpu 1t": { networks: 2000, error: 1, tau: 0.9 },
  "x86-64 ort-cpu 2t": { networks: 2000, error: 1, tau: 0.9 },
  "x86-64 ort-wasm": { networks: 500, error: 1.5, tau: 0.75 },
};

type Devices = ReadonlyMap<string, Readonly<Record<string, number>>>;

describe("the latencies that are embedded", () => {
  let devices: Devices = new Map();
  let ofDigits: Devices = new Map();

  before(async () => {
    const sql = await initSqlJs();
    const database = new sql.Database(readFileSync(resolve(root, "data/blox.sqlite")));
    devices = devicesOf(database, "blox");
    ofDigits = devicesOf(database, "blox-digits");
    database.close();
  });

  function devicesOf(database: Database, space: string): Devices {
    const [found] = database.exec(
      `SELECT device.name AS name,
         (SELECT count(*) FROM latency WHERE device = device.id) AS known,
         (SELECT count(*) FROM latency WHERE device = device.id AND provenance = 'measured') AS measured,
         composed_mean_error, composed_kendall_tau, noise_mean_error, noise_kendall_tau
       FROM device JOIN space ON space.id = device.space
       WHERE space.name = '${space}' ORDER BY device.id`,
    );
    return new Map(
      found?.values.map(([name, ...figures]) => {
        const numbers = found.columns
          .slice(1)
          .map((column, place) => [column, Number(figures[place])] as const);
        return [String(name), Object.fromEntries(numbers)];
      }),
    );
  }

  it("are of three devices, of every network", () => {
    deepEqual([...devices.keys()], Object.keys(wanted));
    for (const { known } of devices.values()) deepEqual(known, 91_125);
  });

  for (const [device, { networks, error, tau }] of Object.entries(wanted)) {
    it(`${device}: measured for ${networks} networks at least, composed with the error that is wanted`, () => {
      const found = devices.get(device) ?? {};
      ok((found.measured ?? 0) >= networks, `${found.measured} measured`);
      ok((found.composed_mean_error ?? 100) <= error, `error ${found.composed_mean_error} %`);
      ok((found.composed_kendall_tau ?? 0) >= tau, `tau ${found.composed_kendall_tau}`);
      ok((found.noise_mean_error ?? 0) > 0, "the noise floor is known");
    });
  }

  it("are measured of every network of blox-digits, on the same devices", () => {
    deepEqual([...ofDigits.keys()], Object.keys(wanted));
    for (const { known, measured } of ofDigits.values()) deepEqual([known, measured], [2025, 2025]);
    const page = readFileSync(resolve(root, "docs/numbers.md"), "utf8");
    for (const [device, found] of ofDigits) {
      const [noise, rank] = [
        found.noise_mean_error?.toFixed(2),
        found.noise_kendall_tau?.toFixed(3),
      ];
      const rows = page.split("\n").filter((text) => text.startsWith(`| \`${device}\``));
      ok(rows.at(-1)?.endsWith(`| 2,025 networks | ${noise} %, τ ${rank} |`), rows.at(-1));
    }
  });

  it("have the figures that docs/numbers.md has", () => {
    const page = readFileSync(resolve(root, "docs/numbers.md"), "utf8");
    for (const [device, found] of devices) {
      const [error, rank, noise, noiseRank] = [
        found.composed_mean_error?.toFixed(2),
        found.composed_kendall_tau?.toFixed(3),
        found.noise_mean_error?.toFixed(2),
        found.noise_kendall_tau?.toFixed(3),
      ];
      const row = `${found.measured?.toLocaleString("en")} networks | ${error} %, τ ${rank} | ${noise} %, τ ${noiseRank} |`;
      const line = page.split("\n").find((text) => text.startsWith(`| \`${device}\``)) ?? "no row";
      ok(line.endsWith(row), `${line}\nexpected to end with ${row}`);
    }
  });
});
