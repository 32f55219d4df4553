import { type Command, InvalidArgumentError } from "commander";
import Papa from "papaparse";
import { embeddedName } from "../../data/sqlite-benchmark";
import { QueryService } from "../queries/query-service";
import { QueryProblem, type QueryRows } from "../queries/run-query";
import { grouped } from "../searches/grouped";
import { alignedTable } from "./aligned-table";
import { benchmarkPlace, databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { libraryAt, pickEntry } from "./library";
import { printLines, reportWarning } from "./output";
import { programPlatform } from "./program-platform";

/** People read a table; programs want all there is, unless it has no end. */
const mostRows = { table: 100, data: 1_000_000 };

export function addSql(program: Command) {
  program
    .command("sql")
    .description("Ask a benchmark in SQL; it cannot be changed")
    .argument("<query>", 'such as "SELECT * FROM network_summary ORDER BY flops"')
    .option(...databaseOption)
    .option(
      "--benchmark <name>",
      `one of your own benchmarks, or ${embeddedName}; left out, the only one that you have imported, or ${embeddedName}`,
    )
    .option("--csv", "print comma-separated values")
    .option("--json", "print a JSON array with an object a row")
    .option(
      "--limit <rows>",
      `print this many rows at most; left out, ${mostRows.table}, as CSV and JSON ${grouped(mostRows.data)}`,
      atLeastOne,
    )
    .option("--timeout <seconds>", "end a query that takes longer", positive, 10)
    .addHelpText(
      "after",
      '\nTables: blox sql "SELECT sql FROM sqlite_schema" --csv; docs/sql.md has queries to begin with.',
    )
    .action((query: string, options: Options, command: Command) => {
      if (options.csv && options.json) command.error("error: choose one of --csv and --json");
      if (options.db !== undefined && options.benchmark !== undefined)
        command.error("error: --db names the benchmark already: leave out --benchmark");
      return sql(query, options);
    });
}

interface Options {
  readonly db?: string;
  readonly benchmark?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly limit?: number;
  readonly timeout: number;
}

async function sql(query: string, options: Options) {
  const { csv, json, timeout } = options;
  const { title, bytes } = await databaseFor(options);
  reportWarning(`asking ${title}`);
  const limit = options.limit ?? (csv || json ? mostRows.data : mostRows.table);
  const result = await answer(bytes, query, { timeLimitMs: timeout * 1000, mostRows: limit });
  if (json) await printLines([JSON.stringify(objectsOf(result))]);
  else if (csv) await printLines([csvOf(result)]);
  else await printLines(tableOf(result));
  if (result.isCut)
    reportWarning(`there are more rows than these ${grouped(limit)}: --limit says how many`);
}

interface AskedDatabase {
  /** For people. */
  readonly title: string;
  readonly bytes: Uint8Array;
}

async function databaseFor({ db, benchmark }: Options): Promise<AskedDatabase> {
  if (benchmark === embeddedName) return embedded();
  const place = benchmarkPlace(db);
  const library = await libraryAt(place);
  for (const problem of library.problems) reportWarning(problem);
  const [only, another] = library.entries;
  if (benchmark === undefined && !only) return embedded();
  if (benchmark === undefined && another) {
    const names = library.entries.map(({ measurements }) => measurements.benchmark.name);
    throw new Failure(
      `You have several benchmarks; say which with --benchmark: ${[...names, embeddedName].join(", ")}.`,
    );
  }
  const entry = benchmark === undefined && only ? only : pickEntry(library, place, benchmark ?? "");
  const bytes = await place.folder.read(entry.database);
  if (!bytes) throw new Failure(`${entry.database} was removed meanwhile`);
  return { title: entry.measurements.benchmark.title, bytes };
}

async function embedded(): Promise<AskedDatabase> {
  const bytes = await programPlatform().readAsset("data/blox.sqlite");
  if (!bytes) throw new Failure("The embedded benchmark data/blox.sqlite is missing.");
  return { title: "the embedded benchmark", bytes };
}

/** In a worker of its own, since nothing else can end it; Ctrl-C ends both. */
async function answer(
  bytes: Uint8Array,
  query: string,
  limits: { readonly timeLimitMs: number; readonly mostRows: number },
): Promise<QueryRows> {
  const service = new QueryService(programPlatform());
  try {
    return await service.run(bytes, query, limits);
  } catch (error) {
    if (error instanceof QueryProblem) throw new Failure(error.message);
    throw error;
  } finally {
    service.close();
  }
}

function tableOf({ columns, rows }: QueryRows): string[] {
  const cells = rows.map((row) =>
    row.map((value) => (value === null ? "NULL" : String(value).replaceAll(/\r?\n/g, "↵"))),
  );
  return alignedTable([columns, ...cells]);
}

function csvOf({ columns, rows }: QueryRows): string {
  return Papa.unparse([columns, ...rows.map((row) => [...row])] as unknown[][], { newline: "\n" });
}

function objectsOf({ columns, rows }: QueryRows) {
  const twice = columns.find((column, place) => columns.indexOf(column) !== place);
  if (twice !== undefined)
    throw new Failure(`Two columns are called ${twice}: give one of them another name with AS.`);
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null])),
  );
}

function atLeastOne(text: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new InvalidArgumentError("Expected a whole number of 1 or more.");
  return Number(text);
}

/** A day is more than anybody waits, and timers count no further than some weeks. */
const longestSeconds = 86_400;

function positive(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value > 0 && value <= longestSeconds))
    throw new InvalidArgumentError(`Expected a number of seconds up to ${longestSeconds}.`);
  return value;
}
