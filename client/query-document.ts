/** A question to a benchmark: one of the user's by its name, or the `embedded` one. */
export interface Query {
  readonly benchmark: string;
  readonly sql: string;
}

/** A document that asks a benchmark says so in its first line. */
const firstLine = "-- Blox benchmark:";

/** The benchmark that a document of SQL asks; undefined where it does not say. */
export function benchmarkAskedBy(text: string): string | undefined {
  if (!text.startsWith(firstLine)) return undefined;
  const name = text.slice(firstLine.length).split("\n", 1)[0]?.trim();
  return name === "" ? undefined : name;
}

/**
 * A document to begin with: a query that gives the best networks, and what else there is to ask.
 * @param schema the tables of the benchmark as SQL
 */
export function newQueryDocument(benchmark: string, schema: string): string {
  const accuracy = accuracyColumns.find((column) => schema.includes(column));
  return [
    `${firstLine} ${benchmark}`,
    "",
    accuracy ? "-- The most accurate networks" : "-- Networks",
    "SELECT *",
    "FROM network_summary",
    ...(accuracy ? [`ORDER BY ${accuracy} DESC`] : []),
    "LIMIT 100;",
    "",
    "-- What there is to ask",
    "",
    ...schema
      .trim()
      .split(/\r?\n/)
      .map((line) => `-- ${line}`.trimEnd()),
    "",
  ].join("\n");
}

/** What the view `network_summary` calls it: in an imported benchmark, in the embedded one. */
const accuracyColumns = ["test_top1", "accuracy_estimate_percent"];
