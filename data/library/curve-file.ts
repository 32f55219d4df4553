import type { CurveWriter } from "../importers/importer";
import type { BenchmarkFolder, NewFile } from "./benchmark-folder";
import { type CurveColumn, curveColumns } from "./measurements";

/**
 * A file of curves: what one column of one run was after every epoch, network by network. It lies beside
 * the database, since it is far larger than all else. All numbers are little-endian, and every part ends
 * with a check (FNV-1a of 32 bits, taken over words of 16) over it:
 *
 * - the header: `BLOXCURV`, the version (uint32), the number of epochs (uint32), of how many examples the
 *   values are counts (uint32; 0: the values are millionths), the bytes of a value (uint32), and the name
 *   of the column (16 bytes, ASCII, filled up with zeros);
 * - the rows as they came: the network (float64) and a value an epoch;
 * - the index, by network, in pages of at most 512 entries: the network (float64) and its row (uint32);
 * - the first network (float64) of every page;
 * - the end: the number of rows (uint32).
 */
const magic = "BLOXCURV";
const version = 1;
const headerBytes = 40;
const networkBytes = 8;
const entryBytes = 12;
const pageEntries = 512;
const endBytes = 4;
const checkBytes = 4;
const checkWords = 2;

/** The numbers of examples that accuracies of the published tables are counted on (repository SamsungLabs/blox). */
const examplesOf: Readonly<Record<CurveColumn, number>> = {
  val_top1: 5_000,
  val_top5: 5_000,
  train_top1: 45_000,
  train_top5: 45_000,
  val_loss: 0,
  train_loss: 0,
};

export interface NewCurveFile extends CurveWriter {
  /** Makes the file durable and gives it its name. */
  finish(): Promise<void>;
  /** Leaves nothing of it. */
  discard(): Promise<void>;
}

/**
 * Begins a file of curves. `write` throws a `RangeError` for a row that has not a value an epoch, or
 * counts more than there are examples, and whatever `file` does; `finish` throws one where a network came
 * twice.
 */
export function newCurveFile(file: NewFile, column: CurveColumn, epochs: number): NewCurveFile {
  const examples = examplesOf[column];
  const layout = layoutOf(epochs, examples);
  file.append(header(column, layout));
  const row = new Uint8Array(layout.rowBytes);
  const view = new DataView(row.buffer);
  const words = new Uint16Array(row.buffer);
  const networks: number[] = [];
  return {
    write(network, values) {
      if (values.length !== epochs)
        throw new RangeError(`${epochs} values expected, ${values.length} found`);
      view.setFloat64(0, network, true);
      writeValues(words, values, layout);
      view.setUint32(row.length - checkBytes, checkOf(words, words.length - checkWords), true);
      file.append(row);
      networks.push(network);
    },
    async finish() {
      for (const part of index(networks)) file.append(part);
      await file.finish();
    },
    discard: () => file.discard(),
  };
}

/**
 * One network's values, one an epoch, in percent or losses as they are; undefined where the file has no such
 * network. Reads only what it needs. Throws an error where the file is missing or damaged.
 */
export async function readCurve(
  folder: BenchmarkFolder,
  file: string,
  network: number,
): Promise<Float64Array | undefined> {
  const part = (offset: number, length: number) => signedPart(folder, file, offset, length);
  const layout = layoutIn(await part(0, headerBytes)) ?? damaged(file);
  const rows = (await part(-(endBytes + checkBytes), endBytes)).getUint32(0, true);
  const row = await rowOf(network, rows, headerBytes + checkBytes + rows * layout.rowBytes, part);
  if (row === undefined) return undefined;
  if (row >= rows) damaged(file);
  const start = headerBytes + checkBytes + row * layout.rowBytes;
  const found = await part(start, layout.rowBytes - checkBytes);
  if (found.getFloat64(0, true) !== network) damaged(file);
  return valuesIn(found, layout);
}

interface Layout {
  readonly epochs: number;
  /** 0 where the values are millionths. */
  readonly examples: number;
  readonly valueBytes: number;
  readonly rowBytes: number;
}

function layoutOf(epochs: number, examples: number): Layout {
  const valueBytes = examples > 0 && examples < 2 ** 16 ? 2 : 4;
  const rowBytes = networkBytes + epochs * valueBytes + checkBytes;
  return { epochs, examples, valueBytes, rowBytes };
}

function header(column: CurveColumn, { epochs, examples, valueBytes }: Layout): Uint8Array {
  const bytes = new Uint8Array(headerBytes + checkBytes);
  const view = new DataView(bytes.buffer);
  const ascii = new TextEncoder();
  bytes.set(ascii.encode(magic), 0);
  for (const [place, value] of [version, epochs, examples, valueBytes].entries())
    view.setUint32(magic.length + 4 * place, value, true);
  bytes.set(ascii.encode(column), magic.length + 16);
  return sign(bytes);
}

function layoutIn(view: DataView): Layout | undefined {
  const text = (start: number, length: number) =>
    new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + start, length));
  const [found, epochs = 0, examples = 0, valueBytes] = [0, 1, 2, 3].map((place) =>
    view.getUint32(magic.length + 4 * place, true),
  );
  const column = text(magic.length + 16, 16).replace(/\0+$/, "");
  const layout = layoutOf(epochs, examples);
  const isKnown =
    text(0, magic.length) === magic &&
    found === version &&
    valueBytes === layout.valueBytes &&
    curveColumns.some((known) => known === column);
  return isKnown ? layout : undefined;
}

function writeValues(
  words: Uint16Array,
  values: Uint32Array,
  { examples, valueBytes }: Layout,
): void {
  const most = examples > 0 ? examples : 0xffff_ffff;
  let place = networkBytes / 2;
  for (let epoch = 0; epoch < values.length; epoch++) {
    const value = values[epoch] ?? 0;
    if (value > most) throw new RangeError(`${value} of ${most} examples`);
    words[place++] = value;
    if (valueBytes === 4) words[place++] = value >>> 16;
  }
}

function valuesIn(row: DataView, { epochs, examples, valueBytes }: Layout): Float64Array {
  return Float64Array.from({ length: epochs }, (_, epoch) => {
    const place = networkBytes + epoch * valueBytes;
    const value = valueBytes === 2 ? row.getUint16(place, true) : row.getUint32(place, true);
    return examples > 0 ? Number(((100 * value) / examples).toFixed(3)) : value / 1e6;
  });
}

/** All that comes after the rows of these networks. */
function index(networks: readonly number[]): Uint8Array[] {
  const sorted = networks
    .map((network, row) => ({ network, row }))
    .sort((a, b) => a.network - b.network);
  const twice = sorted.find(({ network }, place) => network === sorted[place + 1]?.network);
  if (twice) throw new RangeError(`network ${twice.network} came twice`);
  const pages: Uint8Array[] = [];
  const firsts = new Uint8Array(pagesOf(networks.length) * networkBytes + checkBytes);
  for (let start = 0; start < sorted.length; start += pageEntries) {
    const entries = sorted.slice(start, start + pageEntries);
    const page = new Uint8Array(entries.length * entryBytes + checkBytes);
    const view = new DataView(page.buffer);
    for (const [place, { network, row }] of entries.entries()) {
      view.setFloat64(place * entryBytes, network, true);
      view.setUint32(place * entryBytes + networkBytes, row, true);
    }
    const first = entries[0]?.network ?? 0;
    new DataView(firsts.buffer).setFloat64(pages.length * networkBytes, first, true);
    pages.push(sign(page));
  }
  const end = new Uint8Array(endBytes + checkBytes);
  new DataView(end.buffer).setUint32(0, networks.length, true);
  return [...pages, sign(firsts), sign(end)];
}

function pagesOf(rows: number): number {
  return Math.ceil(rows / pageEntries);
}

/** Which row is the network's; `start` is where the index begins. */
async function rowOf(
  network: number,
  rows: number,
  start: number,
  part: (offset: number, length: number) => Promise<DataView>,
): Promise<number | undefined> {
  const pages = pagesOf(rows);
  const afterPages = start + rows * entryBytes + pages * checkBytes;
  const firsts = await part(afterPages, pages * networkBytes);
  const page = lastUpTo(network, pages, (place) => firsts.getFloat64(place * networkBytes, true));
  if (page === undefined) return undefined;
  const entries = Math.min(pageEntries, rows - page * pageEntries);
  const found = await part(
    start + page * (pageEntries * entryBytes + checkBytes),
    entries * entryBytes,
  );
  const networkAt = (place: number) => found.getFloat64(place * entryBytes, true);
  const entry = lastUpTo(network, entries, networkAt);
  if (entry === undefined || networkAt(entry) !== network) return undefined;
  return found.getUint32(entry * entryBytes + networkBytes, true);
}

/** The last place of an ascending list whose number is not above `wanted`. */
function lastUpTo(
  wanted: number,
  count: number,
  numberAt: (place: number) => number,
): number | undefined {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numberAt(middle) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : low - 1;
}

/** A part without the check that follows it. */
async function signedPart(
  folder: BenchmarkFolder,
  file: string,
  offset: number,
  length: number,
): Promise<DataView> {
  const bytes = await folder.readPart(file, offset, length + checkBytes);
  if (bytes === undefined)
    throw new Error(`The file of curves ${file} is missing from ${folder.place}; import it again.`);
  if (bytes.length !== length + checkBytes) damaged(file);
  // Copied to where words of 16 bits may begin.
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  if (view.getUint32(length, true) !== checkOf(new Uint16Array(copy.buffer), length / 2))
    damaged(file);
  return view;
}

function damaged(file: string): never {
  throw new Error(`The curves in ${file} are damaged; import them again.`);
}

/** Writes the check over a part into its last bytes. */
function sign(part: Uint8Array<ArrayBuffer>): Uint8Array {
  const words = new Uint16Array(part.buffer);
  const check = checkOf(words, words.length - checkWords);
  new DataView(part.buffer).setUint32(part.length - checkBytes, check, true);
  return part;
}

/**
 * FNV-1a (Fowler, Noll, Vo) over the first words of a part: no change of one word leaves it as it is.
 * Every platform that runs this keeps numbers in the same, little-endian order.
 */
function checkOf(words: Uint16Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < length; place++)
    hash = Math.imul(hash ^ (words[place] ?? 0), 0x01000193);
  return hash >>> 0;
}
