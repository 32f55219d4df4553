import { joinCodes } from "./architecture-codes";
import type { ByteWindow } from "./byte-window";
import type { ColumnNumbers } from "./column-numbers";
import { hashDigits, readHash } from "./hash-digits";
import type { ReleaseRows } from "./release-rows";

/**
 * Reads the rows of `format: csv`: lines that end in CRLF (or LF), lists in a cell of their own as
 * `"[1.0, 2.0]"`. The last line must have its end too, or half a number would pass for one. A file that
 * was cut off exactly behind a line cannot be told from one that has fewer rows.
 */
export async function readCsvRows(window: ByteWindow, rows: ReleaseRows): Promise<void> {
  const longest = longestRow(rows);
  const parser = new RowParser(rows);
  let searched = 0;
  do {
    for (;;) {
      const lineEnd = window.bytes.indexOf(newline, window.start + searched);
      if (lineEnd < 0 || lineEnd >= window.end) break;
      parser.parse(window.bytes, window.start, lineEnd);
      window.start = lineEnd + 1;
      searched = 0;
    }
    searched = window.length;
    if (searched > longest)
      throw rows.problem(
        undefined,
        `expected a row of at most ${longest} bytes, this one is longer`,
      );
  } while (await window.more());
  if (window.length > 0) throw rows.cutOff();
}

const newline = 10;
const carriageReturn = 13;
const blank = 32;
const quote = 34;
const comma = 44;
const point = 46;
const zero = 48;
const nine = 57;
const openList = 91;
const closeList = 93;

/** Twenty characters for each number (`0.000011` has eight) and a text of 1,000 for each column. */
function longestRow({ columns, epochs }: ReleaseRows): number {
  return columns.reduce((sum, { perEpoch }) => sum + 1000 + (perEpoch ? 20 * epochs : 0), 0);
}

/** Of integers that are exact. */
const mostDigits = 15;

/** Reads one row after the other from its bytes. */
class RowParser {
  readonly #rows: ReleaseRows;
  #bytes: Uint8Array = new Uint8Array();
  #at = 0;
  /** Behind the last byte of the row, without its line end. */
  #end = 0;

  constructor(rows: ReleaseRows) {
    this.#rows = rows;
  }

  /** `lineEnd` is the place of the newline. */
  parse(bytes: Uint8Array, start: number, lineEnd: number): void {
    const hasReturn = lineEnd > start && bytes[lineEnd - 1] === carriageReturn;
    this.#bytes = bytes;
    this.#at = start;
    this.#end = hasReturn ? lineEnd - 1 : lineEnd;
    const { columns } = this.#rows;
    for (let column = 0; column < columns.length; column++) {
      if (column > 0) this.#comma(column);
      this.#cell(column);
    }
    if (this.#at !== this.#end)
      throw this.#rows.problem(
        undefined,
        `expected the row to end behind ${columns.length} values, found \`${this.#excerpt()}\``,
      );
    this.#rows.accept();
  }

  #comma(column: number): void {
    if (this.#at < this.#end && this.#bytes[this.#at] === comma) this.#at++;
    else if (this.#at === this.#end)
      throw this.#rows.problem(
        column,
        `the row ends before this column: expected ${this.#rows.columns.length} values`,
      );
    else
      throw this.#rows.problem(
        column,
        `expected a comma before this column, found \`${this.#excerpt()}\``,
      );
  }

  #cell(column: number): void {
    const definition = this.#rows.columns[column];
    const numbers = this.#rows.numbers[column];
    if (!definition || !numbers) return;
    if (definition.perEpoch) this.#list(column, numbers);
    else if (definition.content.kind === "hash") this.#hash(column);
    else if (definition.content.kind === "text") this.#rows.row.texts[column] = this.#text(column);
    else if (definition.content.kind === "architecture") this.#architecture(column);
    else this.#number(column, numbers);
  }

  #hash(column: number): void {
    const [bytes, at] = [this.#bytes, this.#at];
    const isHash =
      at + hashDigits <= this.#end &&
      readHash((place) => bytes[at + place] ?? 0, this.#rows.row.hash);
    if (!isHash)
      throw this.#rows.problem(
        column,
        `expected ${hashDigits} hexadecimal digits, found \`${this.#excerpt()}\``,
      );
    this.#at += hashDigits;
  }

  #number(column: number, numbers: ColumnNumbers): void {
    const text = this.#plain();
    const value = numbers.ofNumber(numberOf(text));
    if (value < 0) throw this.#rows.wrongNumber(column, text);
    this.#rows.row.numbers[column] = value;
  }

  /** Byte by byte, without a text or an object for each of two hundred numbers. */
  #list(column: number, numbers: ColumnNumbers): void {
    const bytes = this.#bytes;
    const list = this.#rows.row.lists[column] ?? new Uint32Array();
    let at = this.#at;
    if (bytes[at] !== quote || bytes[at + 1] !== openList)
      throw this.#rows.wrongLength(column, `\`${this.#excerpt()}\``);
    at++;
    let count = 0;
    let byte = comma;
    while (byte === comma) {
      at++;
      while (bytes[at] === blank) at++;
      const first = at;
      let scaled = 0;
      byte = bytes[at] ?? 0;
      while (byte >= zero && byte <= nine) {
        scaled = scaled * 10 + byte - zero;
        byte = bytes[++at] ?? 0;
      }
      let missing = numbers.decimals;
      if (byte === point && at > first) {
        byte = bytes[++at] ?? 0;
        while (byte >= zero && byte <= nine) {
          scaled = scaled * 10 + byte - zero;
          missing--;
          byte = bytes[++at] ?? 0;
        }
      }
      const length = at - first;
      let value: number;
      if (
        length > 0 &&
        length <= mostDigits &&
        missing >= 0 &&
        (byte === comma || byte === closeList)
      ) {
        for (; missing > 0; missing--) scaled *= 10;
        value = numbers.ofScaled(scaled);
      } else {
        at = this.#itemEnd(first);
        byte = bytes[at] ?? 0;
        value = numbers.ofNumber(numberOf(this.#textOf(first, at)));
      }
      if (value < 0) throw this.#rows.wrongNumber(column, this.#textOf(first, at), count);
      if (count < list.length) list[count] = value;
      count++;
    }
    if (byte !== closeList || bytes[at + 1] !== quote)
      throw this.#rows.wrongLength(column, `one that ends in \`${this.#textOf(at, at + 10)}\``);
    if (count !== list.length) throw this.#rows.wrongLength(column, `${count}`);
    this.#at = at + 2;
  }

  /** Where the number of a list that begins at `first` ends. */
  #itemEnd(first: number): number {
    let at = first;
    while (at < this.#end && !itemEnds.has(this.#bytes[at] ?? 0)) at++;
    return at;
  }

  /** As Python writes `[[[0], [1, 1, 0, 0]], …]`, where flags may be `True` and `False`. */
  #architecture(column: number): void {
    const text = this.#text(column);
    const numbers = vector.test(text) ? text.match(/\d|True|False/g) : null;
    const value = joinCodes(
      numbers?.map((flag) => (flag === "True" ? 1 : flag === "False" ? 0 : Number(flag))) ?? [],
    );
    if (value === undefined) throw this.#rows.wrongVector(column, text);
    this.#rows.row.numbers[column] = value;
  }

  /** A cell as it stands, or what is quoted in it. */
  #text(column: number): string {
    if (this.#bytes[this.#at] !== quote) return this.#plain();
    let text = "";
    for (;;) {
      const from = this.#at + 1;
      const closing = this.#bytes.indexOf(quote, from);
      if (closing < 0 || closing >= this.#end)
        throw this.#rows.problem(column, "the quotation mark that ends this cell is missing");
      text += this.#textOf(from, closing);
      this.#at = closing + 1;
      if (this.#at >= this.#end || this.#bytes[this.#at] !== quote) return text;
      text += '"';
    }
  }

  /** A cell without quotation marks. */
  #plain(): string {
    const from = this.#at;
    const next = this.#bytes.indexOf(comma, from);
    this.#at = next < 0 || next > this.#end ? this.#end : next;
    return this.#textOf(from, this.#at);
  }

  #textOf(from: number, to: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(from, Math.min(to, this.#end)));
  }

  #excerpt(): string {
    return this.#textOf(this.#at, this.#at + 40);
  }
}

const itemEnds = new Set([comma, closeList, quote]);
const flag = "(?:[01]|True|False)";
const stage = `\\[\\[\\d\\], *\\[\\d, *${flag}, *${flag}, *${flag}\\]\\]`;
const vector = new RegExp(`^\\[${stage}, *${stage}, *${stage}\\]$`);

/** NaN where a text is no number in decimals as Python writes it. */
function numberOf(text: string): number {
  return /^-?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}
