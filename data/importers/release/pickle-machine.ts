import type { ByteWindow } from "./byte-window";
import { codeOpcodeIn, codeOpcodes } from "./code-opcodes";
import { NumberRun, PickleList, type PickleValue } from "./pickle-values";

export interface PickleLimits {
  /** Items of a row. */
  readonly rowLength: number;
  /** Numbers in a list of a row, at most. */
  readonly listLength: number;
  readonly rows: number;
}

/**
 * Reads a Python pickle of a list, protocols 2 to 5, piece by piece, and hands each item of the
 * outermost list on as soon as it is complete; it is dropped then. Only the opcodes that build plain
 * data are carried out (those of Python's `pickletools`); a pickle can also name functions to be called,
 * and one that does is refused before anything happens.
 */
export class PickleMachine {
  readonly #limits: PickleLimits;
  readonly #takeItem: (item: PickleValue) => void;
  readonly #problem: (what: string) => Error;
  readonly #stack: (PickleValue | NumberRun)[] = [];
  /** Heights of the stack. */
  readonly #marks: number[] = [];
  readonly #memo: (string | PickleList | typeof dropped | undefined)[] = [];
  #memoSize = 0;
  #keptText = 0;
  /** Numbers for which there has been room since the last item was handed on. */
  #live = 0;
  readonly #spareRuns: NumberRun[] = [];
  #isBegun = false;
  readonly #mostLive: number;
  readonly #mostKept: number;

  constructor(
    limits: PickleLimits,
    takeItem: (item: PickleValue) => void,
    problem: (what: string) => Error,
  ) {
    this.#limits = limits;
    this.#takeItem = takeItem;
    this.#problem = problem;
    this.#mostLive = rowsOnEnd * (limits.rowLength * (limits.listLength + 1) + smallValues);
    this.#mostKept = (limits.rows + 1) * (limits.rowLength + smallValues);
  }

  /** Carries out what the window has in full; true behind the end of the pickle. */
  run(window: ByteWindow): boolean {
    const { bytes, end } = window;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    while (window.start < end) {
      const at = window.start;
      const opcode = bytes[at] ?? 0;
      if (!this.#isBegun && opcode !== op.PROTO)
        throw this.#tooOld(bytes.subarray(at, end), "0 or 1, or none");
      if (opcode === op.BINFLOAT) {
        if (at + floatLength > end) return false;
        window.start = this.#floats(view, at, end);
        continue;
      }
      const length = this.#lengthOf(view, opcode, at, end);
      if (length === undefined || at + length > end) return false;
      if (!this.#isBegun && view.getUint8(at + 1) < leastProtocol)
        throw this.#tooOld(bytes.subarray(at + length, end), `${view.getUint8(at + 1)}`);
      window.start = at + length;
      if (opcode === op.STOP) {
        this.#stop();
        return true;
      }
      this.#execute(view, opcode, at, length);
    }
    return false;
  }

  /** How many bytes an instruction takes; undefined where they do not suffice to say. */
  #lengthOf(view: DataView, opcode: number, at: number, end: number): number | undefined {
    const fixed = argumentLengths.get(opcode);
    if (fixed !== undefined) return 1 + fixed;
    const size = sizeLengths.get(opcode);
    if (size === undefined) throw this.#refused(opcode);
    if (at + 1 + size > end) return undefined;
    const declared = littleEndian(view, at + 1, size);
    const most = opcode === op.LONG1 ? longestInteger : longestText;
    if (declared > most)
      throw this.#problem(
        `expected no value of more than ${most} bytes, one says that it has ${declared}`,
      );
    return 1 + size + declared;
  }

  #execute(view: DataView, opcode: number, at: number, length: number): void {
    switch (opcode) {
      case op.PROTO:
        this.#begin(view.getUint8(at + 1));
        break;
      case op.FRAME:
        break;
      case op.MARK:
        this.#handOnComplete();
        this.#grow(1);
        this.#marks.push(this.#stack.length);
        break;
      case op.EMPTY_LIST:
      case op.EMPTY_TUPLE:
        this.#handOnComplete();
        this.#push(new PickleList());
        break;
      case op.APPEND:
        this.#append(this.#pop(1));
        break;
      case op.APPENDS:
        this.#append(this.#popToMark());
        break;
      case op.TUPLE:
        this.#tuple(this.#popToMark());
        break;
      case op.TUPLE1:
      case op.TUPLE2:
      case op.TUPLE3:
        this.#tuple(this.#pop(opcode - op.TUPLE1 + 1));
        break;
      case op.NONE:
        this.#push(null);
        break;
      case op.NEWTRUE:
      case op.NEWFALSE:
        this.#push(opcode === op.NEWTRUE);
        break;
      case op.BININT:
        this.#push(view.getInt32(at + 1, true));
        break;
      case op.BININT1:
      case op.BININT2:
        this.#push(littleEndian(view, at + 1, length - 1));
        break;
      case op.LONG1:
        this.#push(signedLittleEndian(view, at + 2, length - 2));
        break;
      case op.SHORT_BINUNICODE:
      case op.BINUNICODE:
      case op.BINUNICODE8: {
        const begin = at + 1 + (sizeLengths.get(opcode) ?? 0);
        this.#push(this.#text(view, begin, at + length));
        break;
      }
      case op.MEMOIZE:
        this.#keep(this.#memoSize);
        break;
      case op.BINPUT:
      case op.LONG_BINPUT:
        this.#keep(littleEndian(view, at + 1, length - 1));
        break;
      case op.BINGET:
      case op.LONG_BINGET:
        this.#recall(littleEndian(view, at + 1, length - 1));
        break;
      default:
        throw this.#refused(opcode);
    }
  }

  #begin(protocol: number): void {
    if (this.#isBegun) throw this.#damaged("it begins twice");
    if (protocol > mostProtocol) throw this.#problem(otherProtocol(`${protocol}`));
    this.#isBegun = true;
  }

  #stop(): void {
    const [list, ...others] = this.#stack;
    const isList = list instanceof PickleList && list.items.length === 0;
    if (!isList || others.length > 0 || this.#marks.length > 0)
      throw this.#damaged("it does not end in one list of rows");
  }

  /** Takes floating-point numbers on end as far as they are there, at least one; gives what is behind them. */
  #floats(view: DataView, begin: number, end: number): number {
    let at = begin + floatLength;
    if (at >= end || view.getUint8(at) !== op.BINFLOAT) {
      this.#push(view.getFloat64(begin + 1));
      return at;
    }
    const run = this.#spareRuns.pop() ?? new NumberRun(Math.max(2, this.#limits.listLength));
    const { values } = run;
    const last = Math.min(end - floatLength, begin + (values.length - 1) * floatLength);
    let length = 0;
    for (at = begin; at <= last && view.getUint8(at) === op.BINFLOAT; at += floatLength)
      values[length++] = view.getFloat64(at + 1);
    run.length = length;
    this.#grow(values.length);
    this.#stack.push(run);
    return at;
  }

  #push(value: PickleValue): void {
    this.#grow(1);
    this.#stack.push(value);
  }

  #grow(room: number): void {
    this.#live += room;
    if (this.#live > this.#mostLive)
      throw this.#problem(
        `expected a list of rows of ${this.#limits.rowLength} values, found far more values than that before the end of a row`,
      );
  }

  #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }

  #pop(count: number): (PickleValue | NumberRun)[] {
    const from = this.#stack.length - count;
    if (from < this.#floor()) throw this.#damaged("it takes a value that is not there");
    return this.#stack.splice(from);
  }

  #popToMark(): (PickleValue | NumberRun)[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.#damaged("a list ends that has not begun");
    return this.#stack.splice(mark);
  }

  #append(items: readonly (PickleValue | NumberRun)[]): void {
    const list = this.#stack.at(-1);
    if (!(list instanceof PickleList) || this.#stack.length - 1 < this.#floor())
      throw this.#damaged("it appends to something that is no list");
    if (this.#stack.length > 1) for (const item of items) list.items.push(item);
    else for (const item of items) this.#handOn(item);
  }

  #tuple(items: readonly (PickleValue | NumberRun)[]): void {
    const tuple = new PickleList();
    for (const item of items) tuple.items.push(item);
    this.#push(tuple);
  }

  /**
   * Where another value of the outermost list begins, the one before it is complete if it is as long as a
   * row, although its opcode to append it may come a thousand rows later.
   */
  #handOnComplete(): void {
    if (this.#stack.length !== 2 || this.#marks.length !== 1 || this.#marks[0] !== 1) return;
    const item = this.#stack[1];
    if (!(item instanceof PickleList) || item.length !== this.#limits.rowLength) return;
    this.#stack.length = 1;
    this.#handOn(item);
  }

  #handOn(item: PickleValue | NumberRun): void {
    if (item instanceof NumberRun) throw this.#problem("expected a list of rows, found a number");
    this.#takeItem(item);
    if (item instanceof PickleList) this.#drop(item);
    this.#live = 0;
  }

  /** Only what is small is kept to be referred to from other rows: texts, and lists of a few values. */
  #drop(row: PickleList): void {
    for (const item of row.items)
      if (item instanceof PickleList && item.hasRuns) this.#dropOne(item);
    this.#dropOne(row);
  }

  #dropOne(list: PickleList): void {
    if (list.memoIndex >= 0) this.#memo[list.memoIndex] = dropped;
    for (const run of list.items) if (run instanceof NumberRun) this.#spareRuns.push(run);
    list.items.length = 0;
  }

  #keep(index: number): void {
    const value = this.#stack.at(-1);
    if (typeof value !== "string" && !(value instanceof PickleList))
      throw this.#damaged("it keeps a value that is neither a text nor a list");
    if (index >= this.#mostKept)
      throw this.#damaged(`it keeps more values than ${this.#limits.rows} rows have`);
    if (typeof value === "string") this.#keptText += value.length;
    else value.memoIndex = index;
    if (this.#keptText > mostKeptText)
      throw this.#damaged(`it keeps more text than ${this.#limits.rows} rows have`);
    if (this.#memo[index] === undefined) this.#memoSize++;
    this.#memo[index] = value;
  }

  #recall(index: number): void {
    const value = this.#memo[index];
    if (value === undefined)
      throw this.#damaged(`it refers to value ${index}, which it has not kept`);
    if (value === dropped)
      throw this.#problem("expected a list of its own in every row, found one of an earlier row");
    this.#push(value);
  }

  #text(view: DataView, begin: number, end: number): string {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + begin, end - begin);
    try {
      return utf8.decode(bytes);
    } catch {
      throw this.#damaged("a text is not in UTF-8");
    }
  }

  #refused(opcode: number): Error {
    const name = codeOpcodes.get(opcode);
    return this.#problem(
      name === undefined
        ? `expected numbers, texts and lists alone, found the pickle opcode 0x${opcode.toString(16).padStart(2, "0")}`
        : `the pickle asks to run code (opcode ${name}) and is refused. Nothing was run. Published files hold numbers, texts and lists alone: do not open this file in Python`,
    );
  }

  /** Of a protocol that is not read; what asks to run code is called that. */
  #tooOld(bytes: Uint8Array, protocol: string): Error {
    const opcode = codeOpcodeIn(bytes);
    return opcode === undefined ? this.#problem(otherProtocol(protocol)) : this.#refused(opcode);
  }

  #damaged(what: string): Error {
    return this.#problem(`the pickle is damaged: ${what}`);
  }
}

const leastProtocol = 2;
const mostProtocol = 5;

function otherProtocol(protocol: string): string {
  return `expected a pickle of protocol ${leastProtocol} to ${mostProtocol} behind the header, this is ${protocol}`;
}

/** Stands for a list of a row that has been handed on. */
const dropped = Symbol("dropped");

/** Opcodes that build plain data, by their names in `pickletools`. */
const op = {
  PROTO: 0x80,
  FRAME: 0x95,
  STOP: 0x2e,
  MARK: 0x28,
  EMPTY_LIST: 0x5d,
  APPEND: 0x61,
  APPENDS: 0x65,
  EMPTY_TUPLE: 0x29,
  TUPLE: 0x74,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  NONE: 0x4e,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  BININT: 0x4a,
  BININT1: 0x4b,
  BININT2: 0x4d,
  LONG1: 0x8a,
  BINFLOAT: 0x47,
  SHORT_BINUNICODE: 0x8c,
  BINUNICODE: 0x58,
  BINUNICODE8: 0x8d,
  MEMOIZE: 0x94,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  BINGET: 0x68,
  LONG_BINGET: 0x6a,
} as const;

/** Bytes behind the opcode. */
const argumentLengths = new Map<number, number>([
  [op.PROTO, 1],
  [op.FRAME, 8],
  [op.STOP, 0],
  [op.MARK, 0],
  [op.EMPTY_LIST, 0],
  [op.APPEND, 0],
  [op.APPENDS, 0],
  [op.EMPTY_TUPLE, 0],
  [op.TUPLE, 0],
  [op.TUPLE1, 0],
  [op.TUPLE2, 0],
  [op.TUPLE3, 0],
  [op.NONE, 0],
  [op.NEWTRUE, 0],
  [op.NEWFALSE, 0],
  [op.BININT, 4],
  [op.BININT1, 1],
  [op.BININT2, 2],
  [op.MEMOIZE, 0],
  [op.BINPUT, 1],
  [op.LONG_BINPUT, 4],
  [op.BINGET, 1],
  [op.LONG_BINGET, 4],
]);

/** Bytes of the size that stands behind the opcode and before the value. */
const sizeLengths = new Map<number, number>([
  [op.LONG1, 1],
  [op.SHORT_BINUNICODE, 1],
  [op.BINUNICODE, 4],
  [op.BINUNICODE8, 8],
]);

const floatLength = 9;
/** Python appends a thousand items at a time. */
const rowsOnEnd = 2000;
/** More than an architecture vector has numbers, lists and marks. */
const smallValues = 64;
const longestText = 1000;
const longestInteger = 8;
const mostKeptText = 1 << 26;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function littleEndian(view: DataView, at: number, length: number): number {
  let value = 0;
  for (let place = at + length - 1; place >= at; place--)
    value = value * 256 + view.getUint8(place);
  return value;
}

/** Two's complement. */
function signedLittleEndian(view: DataView, at: number, length: number): number {
  const value = littleEndian(view, at, length);
  const isNegative = length > 0 && view.getUint8(at + length - 1) >= 128;
  return isNegative ? value - 2 ** (8 * length) : value;
}
