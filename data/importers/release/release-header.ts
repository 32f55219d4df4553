import { FileProblem, type ImportSource } from "../importer";
import { byteOrderMark } from "./byte-order-mark";
import { headerYaml } from "./header-yaml";
import {
  type ColumnContent,
  type ReleaseColumn,
  type ReleaseKindDefinition,
  releaseKinds,
} from "./release-columns";
import { getAgain } from "./release-rows";

/** What a published file says of itself before its rows. */
export interface ReleaseHeader {
  readonly kind: ReleaseKindDefinition;
  readonly format: ReleaseFormat;
  /** In the order in which they stand in a row. */
  readonly columns: readonly ReleaseColumn[];
  /** How the columns are written in the custom format, in their order; empty in the others. */
  readonly types: readonly CustomType[];
  /** Null where the kind of file has none, as the four after it. */
  readonly seed: number | null;
  readonly epochs: number | null;
  readonly dataset: string | null;
  readonly device: string | null;
}

export type ReleaseFormat = "csv" | "pickle" | "custom";

/** `bits`: a number of so many bits, to which `least` is added, at most `greatest` then. */
export type CustomType =
  | { readonly type: "hash" }
  | { readonly type: "str" }
  | { readonly type: "arch" }
  | {
      readonly type: "bits";
      readonly bits: number;
      readonly least: number;
      readonly greatest: number;
    };

/** The header ends within so many bytes. */
export const longestHeader = 1024;

const formats: readonly ReleaseFormat[] = ["csv", "pickle", "custom"];

/** Far more than the published trainings have (200), and few enough to have room for some rows. */
const mostEpochs = 1000;

/** Of the published space: three stages of the same shape, whose two nodes each choose one of three operations. */
const stageShape = [[3], [3, 2, 2, 2]];
const publishedSpace = {
  shape: [stageShape, stageShape, stageShape],
  nodes: 2,
  stages: 3,
  ops: ["conv", "mbconv", "bconv"],
};

/**
 * Whether a file begins with a header's line and says a type of dataset, however it goes on: also where it
 * is read no further than to say why, since a byte order mark stands before it or it is too long.
 */
export function beginsLikeRelease(head: Uint8Array): boolean {
  const text = byteOrderMark(head)?.text ?? latin(head);
  return /^---\r?\n/.test(text) && /^(dataset_type|search_space):/m.test(text);
}

/**
 * The header at the beginning of `head`, which is the file's first 1,024 bytes or all of it, and how many
 * bytes it takes with the line behind it. Throws a `FileProblem`.
 */
export function parseHeader(
  source: Pick<ImportSource, "name">,
  head: Uint8Array,
): { readonly header: ReleaseHeader; readonly length: number } {
  const problem = (what: string) => new FileProblem(source, {}, what);
  const mark = byteOrderMark(head);
  if (mark)
    throw problem(
      `the file begins with a byte order mark (${mark.encoding}): an editor has saved it, and may have changed more than that. ${getAgain}`,
    );
  const beginning = head.subarray(0, longestHeader);
  const [whole] = /^---\r?\n[\s\S]*?\n---\r?\n/.exec(latin(beginning)) ?? [];
  if (whole === undefined)
    throw problem(
      head.length < longestHeader
        ? `the file ends before its header does: expected a second line \`---\`. ${getAgain}`
        : `the header is longer than 1,024 bytes: expected its second line \`---\` within them, as in published files. ${getAgain}`,
    );
  const text = latin(beginning.subarray(0, whole.length));
  // The first line stays, empty.
  const inner = text.replace(/^---/, "").replace(/---\r?\n$/, "");
  const entries = new Entries(source, headerYaml(inner, problem));
  return { header: readHeader(entries), length: whole.length };
}

/** Byte for byte, so that places in the text are places in the file; genuine headers are ASCII. */
function latin(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

/** The entries of a header, read with their types checked. */
class Entries {
  constructor(
    readonly source: Pick<ImportSource, "name">,
    readonly values: Readonly<Record<string, unknown>>,
  ) {}

  text(key: string): string {
    const value = this.#own(key);
    if (typeof value === "string" && value.length > 0) return value;
    throw this.wrong(key, "expected a text");
  }

  /** A whole number. */
  number(key: string, least: number, greatest: number): number {
    const value = this.#own(key);
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= greatest)
      return Number(value);
    throw this.wrong(key, `expected a whole number from ${least} to ${greatest}`);
  }

  texts(key: string): readonly string[] {
    const value = this.#own(key);
    if (Array.isArray(value) && value.every((each) => typeof each === "string")) return value;
    throw this.wrong(key, "expected a list of texts");
  }

  /** A text by each of some names. */
  textsByName(key: string): ReadonlyMap<string, string> {
    const value = this.#own(key);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const entries: [string, unknown][] = Object.entries(value);
      if (entries.every((entry): entry is [string, string] => typeof entry[1] === "string"))
        return new Map(entries);
    }
    throw this.wrong(key, "expected a type by each column's name");
  }

  wrong(key: string, expected: string): FileProblem {
    const value = this.#own(key);
    const found = value === undefined ? "is missing" : `is ${shown(value)}`;
    return new FileProblem(this.source, {}, `\`${key}\` of the header ${found}: ${expected}`);
  }

  #own(key: string): unknown {
    return Object.hasOwn(this.values, key) ? this.values[key] : undefined;
  }
}

function shown(value: unknown): string {
  return typeof value === "object" && value !== null
    ? Array.isArray(value)
      ? "a list"
      : "a map"
    : `\`${String(value).slice(0, 60)}\``;
}

function readHeader(entries: Entries): ReleaseHeader {
  if (entries.number("version", 0, 1000) !== 1)
    throw entries.wrong("version", "expected version 1, the only one that was published");
  if (!isLike(publishedSpace, entries.values.search_space))
    throw entries.wrong(
      "search_space",
      "expected the space of the published benchmark, 3 stages of 2 nodes with the operations conv, mbconv, bconv. Files of another space cannot be imported",
    );
  const kind = readKind(entries);
  const format = formats.find((each) => each === entries.text("format"));
  if (!format) throw entries.wrong("format", `expected ${formats.join(", ")}`);
  const columns = readColumns(entries, kind);
  const isTraining = kind.datasetType === "training";
  const hasSeed = isTraining || kind.kind === "env";
  return {
    kind,
    format,
    columns,
    types: format === "custom" ? readTypes(entries, columns) : [],
    seed: hasSeed ? entries.number("seed", 0, Number.MAX_SAFE_INTEGER) : null,
    epochs: isTraining ? entries.number("epochs", 1, mostEpochs) : null,
    dataset: isTraining ? entries.text("dataset") : null,
    device: kind.kind === "bench" ? entries.text("device") : null,
  };
}

/** Whether what was found has the expected shape and values; it may be deeper than that, or circular. */
function isLike(expected: unknown, found: unknown): boolean {
  if (typeof expected !== "object" || expected === null) return expected === found;
  if (typeof found !== "object" || found === null) return false;
  const entries = Object.entries(expected);
  const foundEntries = new Map<string, unknown>(Object.entries(found));
  return (
    Array.isArray(expected) === Array.isArray(found) &&
    entries.length === foundEntries.size &&
    entries.every(([key, value]) => isLike(value, foundEntries.get(key)))
  );
}

function readKind(entries: Entries): ReleaseKindDefinition {
  const type = entries.text("dataset_type");
  const ofType = releaseKinds.filter(({ datasetType }) => datasetType === type);
  if (ofType.length === 0) {
    const types = new Set(releaseKinds.map(({ datasetType }) => datasetType));
    throw entries.wrong("dataset_type", `expected ${[...types].join(", ")}`);
  }
  const found = ofType.find(({ part }) => part === undefined || part === entries.text("part"));
  if (!found)
    throw entries.wrong("part", `expected ${ofType.map(({ part }) => part).join(" or ")}`);
  return found;
}

function readColumns(entries: Entries, kind: ReleaseKindDefinition): readonly ReleaseColumn[] {
  const names = entries.texts("columns");
  const wrong = (what: string) =>
    new FileProblem(
      entries.source,
      {},
      `\`columns\` of the header ${what}: expected ${kind.columns.map(({ name }) => name).join(", ")}`,
    );
  const columns = names.map((name) => {
    const column = kind.columns.find((each) => each.name === name);
    if (!column) throw wrong(`names \`${name.slice(0, 60)}\``);
    return column;
  });
  const missing = kind.columns.find((column) => !columns.includes(column));
  if (missing) throw wrong(`lacks \`${missing.name}\``);
  if (new Set(columns).size < columns.length) throw wrong("names a column twice");
  return columns;
}

function readTypes(entries: Entries, columns: readonly ReleaseColumn[]): readonly CustomType[] {
  const types = entries.textsByName("column_types");
  for (const name of types.keys())
    if (!columns.some((column) => column.name === name))
      throw entries.wrong("column_types", `expected no column \`${name.slice(0, 60)}\``);
  return columns.map((column) => {
    const text = types.get(column.name) ?? "";
    const [, item] = column.perEpoch ? (/^list\[(.*)\]$/.exec(text) ?? []) : [text, text];
    const type = item === undefined ? undefined : customType(item, column.content);
    if (type) return type;
    throw new FileProblem(
      entries.source,
      { column: column.name },
      `its type in the header is \`${text.slice(0, 60)}\`: expected ${expectedType(column)}`,
    );
  });
}

/** How the custom format writes what is neither a share of examples nor a fixed text of its own. */
const typeNames: Readonly<Record<ColumnContent["kind"], string>> = {
  hash: "hash",
  text: "str",
  architecture: "arch",
  whole: "int",
  millionths: "float",
  percent: "b_MIN_MAX_BITS",
};

function expectedType({ content, perEpoch }: ReleaseColumn): string {
  const name = typeNames[content.kind];
  return perEpoch ? `list[${name}]` : name;
}

const mostBits = 24;

function customType(text: string, content: ColumnContent): CustomType | undefined {
  if (content.kind === "percent") {
    const [least, greatest, bits] = /^b_(\d+)_(\d+)_(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
    if (least === undefined || greatest === undefined || bits === undefined) return undefined;
    const isPossible =
      least <= greatest && greatest <= content.examples && bits >= 1 && bits <= mostBits;
    return isPossible ? { type: "bits", bits, least, greatest } : undefined;
  }
  if (text !== typeNames[content.kind]) return undefined;
  switch (content.kind) {
    case "whole":
      return { type: "bits", bits: 32, least: 0, greatest: 2 ** 32 - 1 };
    case "millionths":
      return { type: "bits", bits: 24, least: 0, greatest: 2 ** 24 - 1 };
    case "hash":
      return { type: "hash" };
    case "text":
      return { type: "str" };
    case "architecture":
      return { type: "arch" };
  }
}
