import { join } from "node:path";
import type { Command } from "commander";
import { bloxSpace } from "../../data/built-in-spaces";
import { hashIndex, type KnownHashes } from "../../data/library/hash-index";
import { ImportCancelled, type ImportContext, importFiles } from "../../data/library/import-files";
import { messageOf } from "../../data/library/library";
import { sourcesAt } from "../../data/library/sources-node";
import type { Space } from "../../data/space";
import { publishedHashes } from "../../data/sqlite-benchmark";
import { readSources } from "../benchmarks";
import type { ImportedBenchmark, ImportSummary } from "../messages";
import { grouped } from "../searches/grouped";
import { alignedTable } from "./aligned-table";
import { type BenchmarkPlace, benchmarkPlace, databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { printLines, reportFailure } from "./output";
import { programPlatform, programSql } from "./program-platform";
import { ProgressBar } from "./progress-bar";
import { spaceFor } from "./space-for";

export function addImport(program: Command) {
  program
    .command("import")
    .description(
      "Bring measurements into your own benchmarks: the published files, NAS-Bench-Macro, your own",
    )
    .argument("<path...>", "files, or folders with files; they may be of several benchmarks")
    .option(...databaseOption)
    .option("--space <name>", "the space that your own measurements are of", bloxSpace.name)
    .option("--spaces <file>", "a .blox file that declares this space")
    .option("--json", "print a JSON object")
    .addHelpText(
      "after",
      "\nAll or nothing: at a mistake in a file, or at Ctrl-C (exit code 130), nothing has changed." +
        "\nTraining curves are in files *.curves beside the database: move them with it.",
    )
    .action(importPaths);
}

interface Options {
  readonly db?: string;
  readonly space: string;
  readonly spaces?: string;
  readonly json?: boolean;
}

async function importPaths(paths: readonly string[], { db, space, spaces, json }: Options) {
  const into = await spaceFor(space, spaces);
  const place = benchmarkPlace(db);
  await refuseOtherFile(place);
  try {
    const summary = await importInterruptibly(paths, into, place);
    await printLines(json ? [JSON.stringify(summary)] : linesOf(summary, place));
  } catch (error) {
    reportFailure(messageOf(error));
    if (error instanceof ImportCancelled) process.exitCode = 130;
  }
}

const databaseHead = "SQLite format 3\0";

/** An import takes the place of a damaged database; what never was one is not to be lost to a slip. */
async function refuseOtherFile({ folder, database }: BenchmarkPlace) {
  if (database === undefined) return;
  const head = await folder.readPart(database, 0, databaseHead.length).catch((error: unknown) => {
    throw new Failure(messageOf(error));
  });
  if (!head || new TextDecoder().decode(head) === databaseHead) return;
  throw new Failure(
    `${join(folder.place, database)}: is there already and no database; name another file with --db`,
  );
}

/** Ctrl-C cancels it once, and ends the program at the second time. */
async function importInterruptibly(
  paths: readonly string[],
  space: Space,
  { folder, database }: BenchmarkPlace,
): Promise<ImportSummary> {
  const interruption = new AbortController();
  const bar = process.stderr.isTTY ? new ProgressBar() : undefined;
  const interrupt = () => {
    interruption.abort();
    if (bar) process.stderr.write("\r\u001b[KCancelling…");
  };
  process.once("SIGINT", interrupt);
  try {
    const context: ImportContext = {
      folder,
      sql: await programSql(),
      hashes: await knownHashes(),
      signal: interruption.signal,
      onProgress({ step, readBytes, totalBytes }) {
        if (!interruption.signal.aborted) bar?.show(readBytes / Math.max(1, totalBytes), step);
      },
      now: () => new Date(),
    };
    const sources = await sourcesAt(paths);
    return await importFiles({ sources, space, ...(database && { database }) }, context);
  } finally {
    process.off("SIGINT", interrupt);
    bar?.clear();
  }
}

async function knownHashes(): Promise<KnownHashes> {
  const { embedded } = await readSources(programPlatform());
  if ("problem" in embedded) throw new Error(`${embedded.problem} Without it, no hash is known.`);
  return hashIndex(publishedHashes(embedded));
}

function linesOf({ benchmarks, skipped }: ImportSummary, { folder }: BenchmarkPlace): string[] {
  return [
    ...benchmarks.flatMap((benchmark) => benchmarkLines(benchmark, folder.place)),
    ...(skipped.length > 0 ? [`Passed over, since nothing reads them: ${skipped.join(", ")}`] : []),
  ];
}

function benchmarkLines(
  { title, space, database, networks, files, notes }: ImportedBenchmark,
  place: string,
): string[] {
  const rows = files.map(({ name, content, format, rows }) => [
    name,
    content,
    format,
    `${grouped(rows)} ${rows === 1 ? "row" : "rows"}`,
  ]);
  return [
    `${title}: ${grouped(networks)} ${networks === 1 ? "network" : "networks"} of ${space}`,
    ...[...alignedTable(rows), ...notes].map((line) => `  ${line}`),
    `  written to ${join(place, database)}`,
  ];
}
