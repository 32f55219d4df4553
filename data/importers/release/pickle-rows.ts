import { joinCodes } from "./architecture-codes";
import type { ByteWindow } from "./byte-window";
import type { ColumnNumbers } from "./column-numbers";
import { hashDigits, readHash } from "./hash-digits";
import { PickleMachine } from "./pickle-machine";
import { NumberRun, PickleList, type PickleValue } from "./pickle-values";
import { getAgain, type ReleaseRows } from "./release-rows";

/**
 * Reads the rows of `format: pickle`: a list of rows, which are lists (or tuples) of plain numbers, texts
 * and lists; flags may be booleans. Nothing may follow the pickle.
 */
export async function readPickleRows(window: ByteWindow, rows: ReleaseRows): Promise<void> {
  const parser = new RowParser(rows);
  const machine = new PickleMachine(
    { rowLength: rows.columns.length, listLength: rows.epochs, rows: rows.most },
    (item) => parser.parse(item),
    (what) => rows.problem(undefined, what),
  );
  while (!machine.run(window)) if (!(await window.more())) throw rows.cutOff();
  if (await window.atLeast(1))
    throw rows.problem(undefined, `expected nothing behind the end of the pickle. ${getAgain}`);
}

class RowParser {
  constructor(private readonly rows: ReleaseRows) {}

  parse(item: PickleValue): void {
    const { columns } = this.rows;
    const cells = item instanceof PickleList ? item.values() : [];
    if (cells.length !== columns.length)
      throw this.rows.problem(
        undefined,
        `expected a row of ${columns.length} values, found ${
          item instanceof PickleList ? `one of ${cells.length}` : shown(item)
        }`,
      );
    for (const [column, cell] of cells.entries()) this.#cell(column, cell);
    this.rows.accept();
  }

  #cell(column: number, cell: PickleValue): void {
    const { rows } = this;
    const definition = rows.columns[column];
    const numbers = rows.numbers[column];
    const list = rows.row.lists[column];
    if (!definition || !numbers || !list) return;
    if (definition.perEpoch) this.#list(column, cell, numbers, list);
    else if (definition.content.kind === "hash") this.#hash(column, cell);
    else if (definition.content.kind === "text") this.#text(column, cell);
    else if (definition.content.kind === "architecture") this.#architecture(column, cell);
    else {
      const value = typeof cell === "number" ? numbers.ofNumber(cell) : -1;
      if (value < 0) throw rows.wrongNumber(column, shown(cell));
      rows.row.numbers[column] = value;
    }
  }

  #hash(column: number, cell: PickleValue): void {
    const isHash =
      typeof cell === "string" &&
      cell.length === hashDigits &&
      readHash((place) => cell.charCodeAt(place), this.rows.row.hash);
    if (!isHash)
      throw this.rows.problem(
        column,
        `expected ${hashDigits} hexadecimal digits, found \`${shown(cell)}\``,
      );
  }

  #text(column: number, cell: PickleValue): void {
    if (typeof cell !== "string")
      throw this.rows.problem(column, `expected a text, found \`${shown(cell)}\``);
    this.rows.row.texts[column] = cell;
  }

  #list(column: number, cell: PickleValue, numbers: ColumnNumbers, list: Uint32Array): void {
    if (!(cell instanceof PickleList)) throw this.rows.wrongLength(column, `\`${shown(cell)}\``);
    const { length } = cell;
    if (length !== list.length) throw this.rows.wrongLength(column, `${length}`);
    let epoch = 0;
    for (const item of cell.items) {
      if (item instanceof NumberRun) {
        this.#run(column, item, numbers, list, epoch);
        epoch += item.length;
      } else {
        const value = typeof item === "number" ? numbers.ofNumber(item) : -1;
        if (value < 0) throw this.rows.wrongNumber(column, shown(item), epoch);
        list[epoch++] = value;
      }
    }
  }

  #run(
    column: number,
    { values, length }: NumberRun,
    numbers: ColumnNumbers,
    list: Uint32Array,
    begin: number,
  ): void {
    for (let place = 0; place < length; place++) {
      const value = numbers.ofNumber(values[place] ?? 0);
      if (value < 0) throw this.rows.wrongNumber(column, shown(values[place] ?? 0), begin + place);
      list[begin + place] = value;
    }
  }

  #architecture(column: number, cell: PickleValue): void {
    const stages = listOf(cell, 3);
    const numbers = stages.flatMap((stage) => {
      const [first = null, second = null] = listOf(stage, 2);
      return [...listOf(first, 1), ...listOf(second, 4)];
    });
    const value = joinCodes(
      numbers.map((each) => (typeof each === "boolean" ? Number(each) : each)),
    );
    if (value === undefined) throw this.rows.wrongVector(column, shown(cell));
    this.rows.row.numbers[column] = value;
  }
}

/** The values of a list of so many; none of anything else. */
function listOf(value: PickleValue, length: number): readonly PickleValue[] {
  return value instanceof PickleList && value.items.length === length ? value.values() : [];
}

/** For messages; what is in a list is left out, it may be deep. */
function shown(value: PickleValue | NumberRun): string {
  if (value instanceof PickleList || value instanceof NumberRun) return "a list";
  return typeof value === "string" ? value.slice(0, 60) : String(value);
}
