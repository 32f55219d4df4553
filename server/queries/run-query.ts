import type { Database, SqlJsStatic, SqlValue } from "sql.js";
import type { QueryResult } from "../messages";
import { listed, similarNames } from "../model/spelling";

/** What a query gives. Blobs are hexadecimal digits, lower case. */
export type QueryRows = Pick<QueryResult, "columns" | "rows" | "isCut">;

/** Why there are no rows, for the user to read. */
export class QueryProblem extends Error {
  override readonly name = "QueryProblem";
}

/**
 * Runs SQL on a database that it cannot change, and gives what its last statement does; at most
 * `mostRows`. Runs until it is through: whoever cannot wait runs it in a thread that can be ended.
 * Throws a `QueryProblem` for what cannot be run. `bytes` are not kept.
 */
export function runQuery(
  bytes: Uint8Array,
  sql: string,
  sqlJs: SqlJsStatic,
  mostRows: number,
): QueryRows {
  const database = new sqlJs.Database(bytes);
  try {
    database.run("PRAGMA query_only = ON");
    return rowsOf(database, lastStatement(database, sql), mostRows);
  } catch (error) {
    throw error instanceof QueryProblem ? error : problemOf(database, sql, error);
  } finally {
    database.close();
  }
}

/** The last of several statements. Those before it only read, so that they need not be run. */
function lastStatement(database: Database, sql: string): string {
  const statements = database.iterateStatements(sql);
  let last = "";
  try {
    for (const statement of statements) {
      last = statement.getSQL();
      refuseChange(last);
    }
  } catch (error) {
    // What changes something may be wrong besides.
    if (!(error instanceof QueryProblem)) refuseChange(statements.getRemainingSQL());
    throw error;
  }
  if (last === "") throw new QueryProblem("There is no query: expected one such as `SELECT …`.");
  return last;
}

const readingWords = ["SELECT", "WITH", "VALUES", "EXPLAIN"];
const changingWords =
  /^(ALTER|ANALYZE|ATTACH|BEGIN|COMMIT|CREATE|DELETE|DETACH|DROP|END|INSERT|PRAGMA|REINDEX|RELEASE|REPLACE|ROLLBACK|SAVEPOINT|UPDATE|VACUUM)$/;
/** Of the pragmas these only tell what there is. */
const readingPragma =
  /^PRAGMA\s+(main\.)?(table_info|table_xinfo|table_list|index_list|index_info|foreign_key_list)\b/i;

function refuseChange(statement: string) {
  const text = statement.replace(/^(\s|;|--[^\n]*(\n|$)|\/\*[\s\S]*?(\*\/|$))+/, "");
  const word = /^\w+/.exec(text)?.[0].toUpperCase() ?? "";
  if (readingWords.includes(word) || readingPragma.test(text)) return;
  if (changingWords.test(word)) throw onlyRead(` ${word} is not for reading;`);
}

function onlyRead(why: string): QueryProblem {
  return new QueryProblem(`A benchmark can only be read:${why} ask with SELECT.`);
}

function rowsOf(database: Database, sql: string, mostRows: number): QueryRows {
  const statement = database.prepare(sql);
  const columns = statement.getColumnNames();
  const rows: QueryRows["rows"][number][] = [];
  while (statement.step()) {
    if (rows.length >= mostRows) return { columns, rows, isCut: true };
    rows.push(statement.get().map(cellOf));
  }
  return { columns, rows, isCut: false };
}

function cellOf(value: SqlValue): string | number | null {
  if (!(value instanceof Uint8Array)) return value;
  return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What SQLite says, and of names that are not there which ones are. */
function problemOf(database: Database, sql: string, error: unknown): QueryProblem {
  const said = error instanceof Error ? error.message : String(error);
  if (/readonly database/.test(said)) return onlyRead("");
  const [, table] = /^no such table: (?:main\.)?(.+)$/.exec(said) ?? [];
  if (table !== undefined) return new QueryProblem(noTable(table, tablesOf(database)));
  const [, column] = /^no such column: (.+?)(?: - should .*)?$/.exec(said) ?? [];
  if (column !== undefined) return new QueryProblem(noColumn(database, sql, column));
  return new QueryProblem(`SQLite cannot run this: ${said}.`);
}

function noTable(table: string, tables: readonly string[]): string {
  return `There is no table \`${table}\`.${didYouMean(table, tables)} There are ${listed(tables)}.`;
}

function noColumn(database: Database, sql: string, column: string): string {
  const used = tablesOf(database)
    .filter((table) => new RegExp(`\\b${table}\\b`, "i").test(sql))
    .map((table) => ({ table, columns: columnsOf(database, table) }));
  const known = [...new Set(used.flatMap(({ columns }) => columns))];
  const bare = column.slice(column.lastIndexOf(".") + 1).replaceAll('"', "");
  return [
    `There is no column \`${column}\`.${didYouMean(bare, known)}`,
    ...used.map(({ table, columns }) => `\`${table}\` has ${listed(columns)}.`),
  ].join(" ");
}

function didYouMean(name: string, known: readonly string[]): string {
  const [similar] = similarNames(name, known);
  return similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
}

function tablesOf(database: Database): string[] {
  return namesFrom(
    database,
    "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
}

function columnsOf(database: Database, table: string): string[] {
  return namesFrom(database, `SELECT name FROM pragma_table_info('${table}')`);
}

function namesFrom(database: Database, sql: string): string[] {
  return database.exec(sql)[0]?.values.map(([name]) => String(name)) ?? [];
}
