import { Readable } from "node:stream";
import { createDeflate } from "node:zlib";
import type {
  ReleaseColumn,
  ReleaseKindDefinition,
} from "../../data/importers/release/release-columns";
import type { ReleaseFormat } from "../../data/importers/release/release-header";

/** The content of a file of the published layout, without regard to its format. */
export interface WrittenRelease {
  readonly kind: ReleaseKindDefinition;
  readonly seed?: number;
  readonly epochs?: number;
  readonly dataset?: string;
  readonly device?: string;
  /** The same each time they are asked for. */
  readonly rows: Iterable<WrittenRow>;
}

/**
 * By column: a hash or a text; a count of correct examples, millionths or a whole number, or a list of
 * them; the fifteen numbers of an architecture vector.
 */
export type WrittenRow = readonly WrittenValue[];
export type WrittenValue = string | number | readonly number[] | Uint32Array;

/** The bytes of a file in one of the three published formats, in pieces. */
export function releasePieces(
  release: WrittenRelease,
  format: ReleaseFormat,
): AsyncIterable<Uint8Array> {
  if (format === "csv") return Readable.from(csvPieces(release));
  if (format === "pickle") return Readable.from(picklePieces(release));
  return customPieces(release);
}

/** A small file whole. */
export async function releaseBytes(
  release: WrittenRelease,
  format: ReleaseFormat,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of releasePieces(release, format)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

/** The header of a file; `more` are lines behind those that all formats have. */
export function headerText(
  { kind, seed, epochs, dataset, device }: Omit<WrittenRelease, "rows">,
  format: ReleaseFormat,
  more: readonly string[] = [],
): string {
  const entry = (key: string, value: string | number | undefined) =>
    value === undefined ? [] : [`${key}: ${value}`];
  const lines = [
    "version: 1",
    "search_space:",
    "  shape:",
    "  - &id001",
    "    - - 3",
    ...["    - - 3", "      - 2", "      - 2", "      - 2"],
    ...["  - *id001", "  - *id001"],
    ...["  nodes: 2", "  stages: 3", "  ops:", "  - conv", "  - mbconv", "  - bconv"],
    `dataset_type: ${kind.datasetType}`,
    "columns:",
    ...kind.columns.map(({ name }) => `- ${name}`),
    ...entry("seed", seed),
    ...entry("epochs", epochs),
    ...entry("dataset", dataset),
    ...entry("device", device),
    ...entry("part", kind.part),
    `format: ${format}`,
    ...more,
  ];
  return `---\n${lines.join("\n")}\n---\n`;
}

function* csvPieces(release: WrittenRelease): Iterable<Uint8Array> {
  const { columns } = release.kind;
  yield ascii(headerText(release, "csv"));
  for (const row of release.rows)
    yield ascii(`${row.map((value, place) => csvCell(columns[place], value)).join(",")}\r\n`);
}

function csvCell(column: ReleaseColumn | undefined, value: WrittenValue): string {
  if (typeof value === "string") return value;
  if (column?.content.kind === "architecture") return `"${vectorText(value)}"`;
  if (typeof value === "number") return numberText(column, value);
  return `"[${Array.from(value, (each) => numberText(column, each)).join(", ")}]"`;
}

function vectorText(value: WrittenValue): string {
  const stages = stagesOf(value).map(
    ([first, ...second]) => `[[${first}], [${second.join(", ")}]]`,
  );
  return `[${stages.join(", ")}]`;
}

function stagesOf(value: WrittenValue): number[][] {
  const numbers = typeof value === "object" ? Array.from(value) : [];
  return [0, 5, 10].map((begin) => numbers.slice(begin, begin + 5));
}

/** What a number is in a file, other than one of the custom format. */
function plainNumber(column: ReleaseColumn | undefined, value: number): number {
  const content = column?.content;
  if (content?.kind === "percent") return Number(((100 * value) / content.examples).toFixed(3));
  return content?.kind === "millionths" ? value / 1e6 : value;
}

/** As Python prints it. */
function numberText(column: ReleaseColumn | undefined, value: number): string {
  const plain = plainNumber(column, value);
  if (column?.content.kind === "whole") return `${plain}`;
  if (plain !== 0 && plain < 1e-4) return plain.toExponential().replace(/-(\d)$/, "-0$1");
  return Number.isInteger(plain) ? `${plain}.0` : `${plain}`;
}

/** Protocol 4, as CPython writes it: every list and text is kept, rows are appended by the thousand. */
function* picklePieces(release: WrittenRelease): Iterable<Uint8Array> {
  yield ascii(headerText(release, "pickle"));
  yield Uint8Array.of(0x80, 4);
  const bytes = new Bytes();
  const kept = new Map<string, number>();
  let memoSize = 0;
  const keep = () => {
    bytes.byte(0x94);
    return memoSize++;
  };
  const list = (write: () => void) => {
    bytes.byte(0x5d);
    keep();
    bytes.byte(0x28);
    write();
    bytes.byte(0x65);
  };
  const text = (value: string) => {
    const index = kept.get(value);
    if (index === undefined) {
      bytes.byte(0x8c);
      bytes.byte(value.length);
      bytes.ascii(value);
      kept.set(value, keep());
    } else if (index < 256) {
      bytes.byte(0x68);
      bytes.byte(index);
    } else {
      bytes.byte(0x6a);
      bytes.littleEndian(index, 4);
    }
  };
  const whole = (value: number) => {
    const size = value < 256 ? 1 : value < 65_536 ? 2 : 4;
    bytes.byte(size === 1 ? 0x4b : size === 2 ? 0x4d : 0x4a);
    bytes.littleEndian(value, size);
  };
  const number = (column: ReleaseColumn | undefined, value: number) =>
    column?.content.kind === "whole" ? whole(value) : bytes.double(plainNumber(column, value));
  const cell = (column: ReleaseColumn | undefined, value: WrittenValue) => {
    if (typeof value === "string") text(value);
    else if (typeof value === "number") number(column, value);
    else if (column?.content.kind === "architecture")
      list(() => {
        for (const [first = 0, ...second] of stagesOf(value))
          list(() => {
            bytes.byte(0x5d);
            keep();
            whole(first);
            bytes.byte(0x61);
            list(() => second.forEach(whole));
          });
      });
    else
      list(() => {
        for (const each of value) number(column, each);
      });
  };

  bytes.byte(0x5d);
  keep();
  let rows = 0;
  for (const row of release.rows) {
    if (rows % 1000 === 0) {
      if (rows > 0) bytes.byte(0x65);
      bytes.byte(0x28);
    }
    rows++;
    list(() => {
      for (const [place, value] of row.entries()) cell(release.kind.columns[place], value);
    });
    if (bytes.length >= 65_536) yield frame(bytes.take());
  }
  if (rows > 0) bytes.byte(0x65);
  bytes.byte(0x2e);
  yield frame(bytes.take());
}

function frame(content: Uint8Array): Uint8Array {
  const framed = new Bytes();
  framed.byte(0x95);
  framed.littleEndian(content.length, 8);
  framed.all(content);
  return framed.take();
}

async function* customPieces(release: WrittenRelease): AsyncIterable<Uint8Array> {
  const { types, rows } = customTypes(release);
  const lines = release.kind.columns.map(({ name }, place) => `  ${name}: ${types[place]?.text}`);
  yield ascii(headerText(release, "custom", ["column_types:", ...lines]));
  yield* Readable.from(customContent(release, types, rows)).pipe(createDeflate());
}

interface WrittenType {
  readonly text: string;
  readonly least: number;
  readonly bits: number;
}

/** Percentages take as many bits as their counts need above the least one. */
function customTypes({ kind, rows }: WrittenRelease) {
  const ranges = kind.columns.map(() => ({ least: Number.POSITIVE_INFINITY, greatest: 0 }));
  let count = 0;
  for (const row of rows) {
    count++;
    for (const [place, value] of row.entries()) {
      const range = ranges[place];
      if (!range || kind.columns[place]?.content.kind !== "percent") continue;
      for (const each of typeof value === "object" ? value : [Number(value)]) {
        range.least = Math.min(range.least, each);
        range.greatest = Math.max(range.greatest, each);
      }
    }
  }
  const types = kind.columns.map((column, place) => {
    const type = customType(column, ranges[place] ?? { least: 0, greatest: 0 });
    return column.perEpoch ? { ...type, text: `list[${type.text}]` } : type;
  });
  return { types, rows: count };
}

function customType(
  { content, perEpoch }: ReleaseColumn,
  { least, greatest }: { least: number; greatest: number },
): WrittenType {
  switch (content.kind) {
    case "percent": {
      const needed = Math.max(1, Math.ceil(Math.log2(greatest - least + 1)));
      const bits = perEpoch ? needed : 8 * Math.ceil(needed / 8);
      return { text: `b_${least}_${greatest}_${bits}`, least, bits };
    }
    case "millionths":
      return { text: "float", least: 0, bits: 24 };
    case "whole":
      return { text: "int", least: 0, bits: 32 };
    case "hash":
      return { text: "hash", least: 0, bits: 0 };
    case "architecture":
      return { text: "arch", least: 0, bits: 0 };
    case "text":
      return { text: "str", least: 0, bits: 0 };
  }
}

/** What is compressed: the number of bits (only that of the row count, for it is not to be trusted), rows. */
function* customContent(
  { kind, rows }: WrittenRelease,
  types: readonly WrittenType[],
  count: number,
): Iterable<Uint8Array> {
  const bytes = new Bytes();
  bytes.littleEndian(32, 8);
  bytes.littleEndian(count, 4);
  for (const row of rows) {
    for (const [place, value] of row.entries())
      customField(bytes, kind.columns[place], types[place], value);
    if (bytes.length >= 65_536) yield bytes.take();
  }
  yield bytes.take();
}

function customField(
  bytes: Bytes,
  column: ReleaseColumn | undefined,
  type: WrittenType | undefined,
  value: WrittenValue,
): void {
  if (!column || !type) return;
  if (column.content.kind === "hash") bytes.all(Buffer.from(String(value), "hex").reverse());
  else if (typeof value === "string") {
    bytes.byte(value.length);
    bytes.ascii(value);
  } else if (column.content.kind === "architecture")
    for (const [first = 0, second = 0, ...flags] of stagesOf(value))
      bytes.byte(Number.parseInt(flags.join(""), 2) | ((first * 3 + second) << 3));
  else if (typeof value === "number") bytes.bits([value - type.least], type.bits);
  else {
    bytes.byte(value.length);
    bytes.bits(
      Array.from(value, (each) => each - type.least),
      type.bits,
    );
  }
}

/** Bytes that are being written. */
class Bytes {
  length = 0;
  #bytes = Buffer.alloc(1 << 17);

  take(): Uint8Array {
    const taken = Uint8Array.from(this.#bytes.subarray(0, this.length));
    this.length = 0;
    return taken;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.length++] = value;
  }

  littleEndian(value: number, size: number): void {
    let rest = value;
    for (let place = 0; place < size; place++) {
      this.byte(rest % 256);
      rest = Math.floor(rest / 256);
    }
  }

  /** With the pickle opcode before it. */
  double(value: number): void {
    this.#room(9);
    this.#bytes[this.length] = 0x47;
    this.#bytes.writeDoubleBE(value, this.length + 1);
    this.length += 9;
  }

  ascii(text: string): void {
    this.all(ascii(text));
  }

  all(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Each in so many bits, least significant first, without padding between them. */
  bits(values: readonly number[], size: number): void {
    let [byte, used] = [0, 0];
    for (const value of values)
      for (let bit = 0; bit < size; bit++) {
        byte |= (Math.floor(value / 2 ** bit) % 2) << used++;
        if (used < 8) continue;
        this.byte(byte);
        [byte, used] = [0, 0];
      }
    if (used > 0) this.byte(byte);
  }

  #room(length: number): void {
    if (this.length + length <= this.#bytes.length) return;
    const larger = Buffer.alloc(2 * (this.length + length));
    this.#bytes.copy(larger, 0, 0, this.length);
    this.#bytes = larger;
  }
}

function ascii(text: string): Uint8Array {
  return Buffer.from(text, "latin1");
}
