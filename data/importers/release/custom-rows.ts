import { stageCodes } from "./architecture-codes";
import { ByteWindow } from "./byte-window";
import { inflated } from "./inflated";
import type { CustomType, ReleaseHeader } from "./release-header";
import { getAgain, type ReleaseRows } from "./release-rows";

/** Eight bytes with the number of bits that follow, which the published writer miscounts; the number of rows. */
const headLength = 12;
const rowCountOffset = 8;
const mostTextLength = 255;

/**
 * Reads the rows of `format: custom`: zlib over a head and rows whose fields are padded to bytes, bits
 * least significant first. No length in it is trusted: there are at most as many rows as networks, and
 * nothing may follow the last of them.
 */
export async function readCustomRows(
  window: ByteWindow,
  rows: ReleaseRows,
  { types }: Pick<ReleaseHeader, "types">,
): Promise<void> {
  const data = new ByteWindow(inflated(window.rest(), (what) => rows.problem(undefined, what)));
  try {
    if (!(await data.atLeast(headLength))) throw rows.cutOff();
    const { bytes, start } = data;
    const head = new DataView(bytes.buffer, bytes.byteOffset + start, headLength);
    const count = head.getUint32(rowCountOffset, true);
    if (count > rows.most)
      throw rows.problem(
        undefined,
        `the file says that it has ${count} rows: expected at most ${rows.most}, one a network. ${getAgain}`,
      );
    data.start += headLength;
    const parser = new RowParser(rows, types);
    while (rows.accepted < count) {
      const isWhole = await data.atLeast(parser.longest);
      if (!isWhole && data.length === 0) throw rows.cutOff();
      parser.parse(data);
    }
    if (await data.atLeast(1))
      throw rows.problem(
        undefined,
        `expected no row behind the ${count} that the file says it has. ${getAgain}`,
      );
  } finally {
    await data.close();
  }
}

/** Reads one row after the other from inflated bytes. */
class RowParser {
  /** Bytes that a row takes at most. */
  readonly longest: number;
  readonly #rows: ReleaseRows;
  readonly #types: readonly CustomType[];
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  #end = 0;

  constructor(rows: ReleaseRows, types: readonly CustomType[]) {
    this.#rows = rows;
    this.#types = types;
    this.longest = rows.columns.reduce(
      (sum, { perEpoch }, column) => sum + lengthOf(types[column], perEpoch, rows.epochs),
      0,
    );
  }

  /** Takes a row out of the window, which has all of it or the end of the file. */
  parse(data: ByteWindow): void {
    this.#bytes = data.bytes;
    this.#at = data.start;
    this.#end = data.end;
    for (let column = 0; column < this.#types.length; column++) this.#field(column);
    data.start = this.#at;
    this.#rows.accept();
  }

  #field(column: number): void {
    const type = this.#types[column];
    const list = this.#rows.row.lists[column];
    if (!type || !list) return;
    if (type.type === "hash") this.#hash();
    else if (type.type === "str") this.#text(column);
    else if (type.type === "arch") this.#architecture(column);
    else if (this.#rows.columns[column]?.perEpoch) this.#list(column, type, list);
    else this.#rows.row.numbers[column] = this.#number(column, type);
  }

  /** Moves behind so many bytes; gives where they begin. */
  #take(length: number): number {
    const at = this.#at;
    if (at + length > this.#end) throw this.#rows.cutOff();
    this.#at = at + length;
    return at;
  }

  /** A little-endian number. */
  #hash(): void {
    const { hash } = this.#rows.row;
    const at = this.#take(hash.length);
    for (let place = 0; place < hash.length; place++)
      hash[place] = this.#bytes[at + hash.length - 1 - place] ?? 0;
  }

  #text(column: number): void {
    const length = this.#bytes[this.#take(1)] ?? 0;
    const at = this.#take(length);
    const bytes = this.#bytes.subarray(at, at + length);
    if (bytes.some((byte) => byte >= 128))
      throw this.#rows.problem(column, `expected a text in ASCII. ${getAgain}`);
    this.#rows.row.texts[column] = new TextDecoder().decode(bytes);
  }

  /** A byte for each stage. */
  #architecture(column: number): void {
    const at = this.#take(3);
    const codes = this.#bytes.subarray(at, at + 3);
    if (codes.some((code) => code >= stageCodes))
      throw this.#rows.wrongVector(column, `the bytes ${codes.join(", ")}`);
    this.#rows.row.numbers[column] = codes.reduceRight(
      (joined, code) => joined * stageCodes + code,
      0,
    );
  }

  #number(column: number, { bits, least, greatest }: BitsType): number {
    const length = bytesFor(bits);
    const at = this.#take(length);
    let value = 0;
    for (let place = length - 1; place >= 0; place--)
      value = value * 256 + (this.#bytes[at + place] ?? 0);
    value = (value % 2 ** bits) + least;
    if (value > greatest) throw this.#tooGreat(column, value, greatest);
    return value;
  }

  #list(column: number, { bits, least, greatest }: BitsType, list: Uint32Array): void {
    const count = this.#bytes[this.#take(1)] ?? 0;
    if (count !== list.length) throw this.#rows.wrongLength(column, `${count}`);
    const bytes = this.#bytes;
    let at = this.#take(bytesFor(bits * count));
    // Fewer bits are left over than an item has, 24 at most: with a byte more they fit 31 bits.
    const mask = (1 << bits) - 1;
    let left = 0;
    let leftBits = 0;
    for (let epoch = 0; epoch < count; epoch++) {
      while (leftBits < bits) {
        left |= (bytes[at++] ?? 0) << leftBits;
        leftBits += 8;
      }
      const value = (left & mask) + least;
      if (value > greatest) throw this.#tooGreat(column, value, greatest, epoch);
      list[epoch] = value;
      left >>= bits;
      leftBits -= bits;
    }
  }

  #tooGreat(column: number, value: number, greatest: number, epoch?: number) {
    const where = epoch === undefined ? "" : `epoch ${epoch + 1}: `;
    return this.#rows.problem(
      column,
      `${where}found ${value}, expected at most ${greatest}, as the header says. ${getAgain}`,
    );
  }
}

type BitsType = Extract<CustomType, { type: "bits" }>;

function bytesFor(bits: number): number {
  return Math.ceil(bits / 8);
}

function lengthOf(type: CustomType | undefined, perEpoch: boolean, epochs: number): number {
  switch (type?.type) {
    case "hash":
      return 16;
    case "arch":
      return 3;
    case "str":
      return 1 + mostTextLength;
    case "bits":
      return perEpoch ? 1 + bytesFor(type.bits * epochs) : bytesFor(type.bits);
    default:
      return 0;
  }
}
