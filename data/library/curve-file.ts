import type { CurveWriter } from "../importers/importer";
import type { NewFile } from "./benchmark-folder";
import {
  type CurveFolder,
  checkBytes,
  checkOf,
  checkWords,
  damaged,
  endBytes,
  entryBytes,
  header,
  headerBytes,
  type Layout,
  layoutIn,
  layoutOf,
  networkBytes,
  pageEntries,
  pagesOf,
  shownValue,
  sign,
  signedPart,
} from "./curve-layout";
import type { CurveColumn } from "./measurements";

export interface NewCurveFile extends CurveWriter {
  /** Makes the file durable and gives it its name. */
  finish(): Promise<void>;
  /** Leaves nothing of it. */
  discard(): Promise<void>;
}

/**
 * Begins a file of curves, whose values are counts of so many `examples`; 0: millionths. `write` throws a `RangeError` for a row that has not a value an epoch, or
 * counts more than there are examples, and whatever `file` does; `finish` throws one where a network came
 * twice.
 */
export function newCurveFile(
  file: NewFile,
  column: CurveColumn,
  epochs: number,
  examples: number,
): NewCurveFile {
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
  folder: CurveFolder,
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

function valuesIn(row: DataView, layout: Layout): Float64Array {
  return Float64Array.from({ length: layout.epochs }, (_, epoch) => {
    const place = networkBytes + epoch * layout.valueBytes;
    const isShort = layout.valueBytes === 2;
    return shownValue(isShort ? row.getUint16(place, true) : row.getUint32(place, true), layout);
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
