import { deepEqual } from "node:assert/strict";
import { readdirSync } from "node:fs";
import type { SqlJsStatic } from "sql.js";
import type { BenchmarkFolder } from "../../data/library/benchmark-folder";
import { readCurve } from "../../data/library/curve-file";
import { curveFiles, loadLibrary } from "../../data/library/library";
import type { Measurements, Training } from "../../data/library/measurements";

/** All that a folder of benchmarks holds, value by value, as text: the same for the same content. */
export async function contentOf(folder: BenchmarkFolder, sql: SqlJsStatic): Promise<string> {
  const { entries, problems } = await loadLibrary(folder, sql);
  deepEqual(problems, []);
  const benchmarks: string[] = [];
  for (const { database, measurements } of entries)
    benchmarks.push(`${database} ${await textOf(measurements, folder)}`);
  return benchmarks.join("\n");
}

/** Without regard to the order in which the files came, and to the names of the files of curves. */
async function textOf(measurements: Measurements, folder: BenchmarkFolder): Promise<string> {
  const trainings = await Promise.all(
    measurements.trainings.map(async ({ curves, ...training }) => ({
      ...training,
      curves: await valuesOf(curves, training, folder),
    })),
  );
  return JSON.stringify({ ...measurements, trainings }, plain);
}

/** Lists in the order of what is in them; numbers of an array are one text. */
function plain(_: string, value: unknown): unknown {
  if (value instanceof Float64Array) return value.join(" ");
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(item, plain)).sort();
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

async function valuesOf(
  curves: Training["curves"],
  { networks }: Pick<Training, "networks">,
  folder: BenchmarkFolder,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const { column, file } of curves) {
    const lines: string[] = [];
    for (const network of networks)
      lines.push(`${network}: ${(await readCurve(folder, file, network))?.join(" ")}`);
    values[column] = lines.join("; ");
  }
  return values;
}

/** Fails where a folder has more than its databases and the curves that they refer to, hidden files too. */
export async function expectNothingElse(
  path: string,
  folder: BenchmarkFolder,
  sql: SqlJsStatic,
): Promise<void> {
  const { entries } = await loadLibrary(folder, sql);
  const known = entries.flatMap(({ database, measurements }) => [
    database,
    ...curveFiles(measurements),
  ]);
  deepEqual(readdirSync(path).sort(), known.sort());
}
