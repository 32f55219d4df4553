import Papa from "papaparse";
import { FileProblem, type ImportSource } from "./importer";
import { didYouMean, quoted } from "./quoted";

/** A table with a header, its fields without blanks around them. */
export interface CsvTable {
  /** What stands before the header: `# name: my-lab` gives `name` → `my-lab`. */
  readonly remarks: ReadonlyMap<string, string>;
  /** In lower case. */
  readonly header: readonly string[];
  /** As many fields each as the header has. */
  readonly rows: readonly CsvRow[];
}

export interface CsvRow {
  /** From 1, without the header; empty lines count. */
  readonly row: number;
  readonly fields: readonly string[];
}

/**
 * Reads comma-, semicolon- or tab-separated values (RFC 4180): whichever of the three divides the header
 * into most fields. Lines that begin with `#` may stand before the header. Throws a `FileProblem`.
 */
export function csvTable(source: ImportSource, text: string): CsvTable {
  const { remarks, body } = divided(text);
  const [first = ""] = body.split("\n");
  if (first === "") throw new FileProblem(source, {}, "this file is empty: expected a header line");
  const { data, errors } = Papa.parse<string[]>(body, {
    delimiter: delimiterOf(first),
    newline: "\n",
  });
  const [error] = errors;
  if (error)
    throw new FileProblem(
      source,
      error.row ? { row: error.row } : {},
      "a quotation mark is not closed, or something follows where it closes: put a field with quotation marks in quotation marks and double those within",
    );
  const [header = [], ...records] = data.map((fields) => fields.map((field) => field.trim()));
  const rows = records
    .map((fields, place) => ({ row: place + 1, fields }))
    .filter(({ fields }) => fields.some((field) => field !== ""));
  const ragged = rows.find(({ fields }) => fields.length !== header.length);
  if (ragged)
    throw new FileProblem(
      source,
      { row: ragged.row },
      `expected ${header.length} fields, as in the header; this row has ${ragged.fields.length}`,
    );
  if (rows.length === 0)
    throw new FileProblem(source, {}, "there is no row below the header of this file");
  return { remarks, header: header.map((name) => name.toLowerCase()), rows };
}

/**
 * The places of columns by their name. Throws a `FileProblem` for a column that is missing or there twice,
 * and, where there are `others`, for one that is neither needed nor among them.
 */
export function columnPlaces<Name extends string>(
  source: ImportSource,
  { header }: Pick<CsvTable, "header">,
  needed: readonly Name[],
  others?: readonly Name[],
): ReadonlyMap<string, number> {
  const known: readonly string[] = [...needed, ...(others ?? [])];
  const unknown = others && header.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new FileProblem(
      source,
      {},
      `there is no column ${quoted(unknown)} in such a file.${didYouMean(unknown, known)} Its columns are ${known.join(", ")}`,
    );
  }
  const missing = needed.find((name) => !header.includes(name));
  if (missing)
    throw new FileProblem(
      source,
      {},
      `the column \`${missing}\` is missing: the first line names ${needed.join(", ")}`,
    );
  const twice = header.find((name, place) => header.indexOf(name) < place);
  if (twice !== undefined)
    throw new FileProblem(source, {}, `the column ${quoted(twice)} is there twice`);
  return new Map(header.map((name, place) => [name, place]));
}

/** The names of the columns of a file that begins like this, in lower case. */
export function csvHeader(head: string): readonly string[] {
  const [first = ""] = divided(head).body.split("\n");
  const { data } = Papa.parse<string[]>(first, { delimiter: delimiterOf(first), newline: "\n" });
  return (data[0] ?? []).map((name) => name.trim().toLowerCase());
}

/** What stands before the header, and the rest. */
function divided(text: string): { remarks: Map<string, string>; body: string } {
  const all = text.replace(/\r\n?/g, "\n");
  const remarks = new Map<string, string>();
  let start = 0;
  while (start < all.length) {
    const newline = all.indexOf("\n", start);
    const end = newline === -1 ? all.length : newline;
    const line = all.slice(start, end).trim();
    if (line !== "" && !line.startsWith("#")) break;
    const [, name = "", value = ""] = /^#\s*([A-Za-z]+)\s*:\s*(.*)$/.exec(line) ?? [];
    if (name !== "") remarks.set(name.toLowerCase(), value);
    start = end + 1;
  }
  return { remarks, body: all.slice(start) };
}

function delimiterOf(header: string): string {
  const fields = (delimiter: string) => header.split(delimiter).length;
  return [",", ";", "\t"].reduce((best, each) => (fields(each) > fields(best) ? each : best));
}
