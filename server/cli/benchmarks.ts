import { join } from "node:path";
import type { Command } from "commander";
import {
  curveFiles,
  type LibraryEntry,
  messageOf,
  removeBenchmark,
} from "../../data/library/library";
import { importedAt } from "../benchmarks";
import { grouped } from "../searches/grouped";
import { contentText } from "../user-benchmarks";
import { alignedTable } from "./aligned-table";
import { type BenchmarkPlace, benchmarkPlace, databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { libraryAt, pickEntry } from "./library";
import { printLines, reportWarning } from "./output";
import { programSql } from "./program-platform";

export function addBenchmarks(program: Command) {
  program
    .command("benchmarks")
    .description("What you have imported, and under which licence it is")
    .option(...databaseOption)
    .option("--json", "print a JSON array of benchmarks")
    .action(list)
    .command("remove")
    .description("Remove an imported benchmark: what was estimated is estimated again")
    .argument("<name>", "its name, or that of its file")
    .option(...databaseOption)
    .action((name: string, _options: unknown, command: Command) =>
      remove(name, command.optsWithGlobals<Options>()),
    );
}

interface Options {
  readonly db?: string;
  readonly json?: boolean;
}

async function list({ db, json }: Options) {
  const place = benchmarkPlace(db);
  const { entries, problems } = await libraryAt(place);
  for (const problem of problems) reportWarning(problem);
  const reports = entries.map((entry) => benchmarkReport(entry, place));
  if (json) await printLines([JSON.stringify(reports)]);
  else if (reports.length > 0) await printLines(reports.flatMap(linesOf));
  else
    await printLines([
      `Nothing has been imported to ${place.folder.place}; blox import does. What comes with Blox is used.`,
    ]);
}

async function remove(name: string, { db }: Options) {
  const place = benchmarkPlace(db);
  const library = await libraryAt(place);
  for (const problem of library.problems) reportWarning(problem);
  const { database, measurements } = pickEntry(library, place, name);
  try {
    await removeBenchmark(place.folder, database, await programSql());
  } catch (error) {
    throw new Failure(messageOf(error));
  }
  const { title } = measurements.benchmark;
  await printLines([`Removed ${title} (${join(place.folder.place, database)}).`]);
}

function benchmarkReport(entry: LibraryEntry, { folder }: BenchmarkPlace) {
  const { benchmark, space } = entry.measurements;
  return {
    name: benchmark.name,
    title: benchmark.title,
    space: space.name,
    networks: entry.networks,
    content: contentText(entry),
    bytes: entry.bytes,
    curves: curveFiles(entry.measurements).length > 0,
    licence: benchmark.licence,
    citation: benchmark.citation,
    // To the second, as people read it.
    imported_at: importedAt(entry).replace(/\.\d+Z$/, "Z"),
    checksum: entry.checksum,
    file: join(folder.place, entry.database),
  };
}

function linesOf(report: ReturnType<typeof benchmarkReport>): string[] {
  const { name, title, space, content, bytes, curves, licence, citation, checksum, file } = report;
  const rows = [
    ["space", space],
    ["content", content],
    ["licence", licence || "not known"],
    ...(citation ? [["citation", citation]] : []),
    ["imported", report.imported_at],
    ["file", `${file}, ${grouped(bytes)} bytes${curves ? " with its curves" : ""}`],
    ["checksum", checksum],
  ];
  return [`${name}: ${title}`, ...alignedTable(rows).map((line) => `  ${line}`), ""];
}
