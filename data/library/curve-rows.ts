import {
  type CurveFolder,
  checkBytes,
  checkOf,
  checkWords,
  damaged,
  endBytes,
  entryBytes,
  headerBytes,
  type Layout,
  layoutIn,
  networkBytes,
  pageEntries,
  pagesOf,
  signedPart,
} from "./curve-layout";

/** All rows of a file of curves, for those who need more than a few of them. */
export interface CurveRows {
  readonly file: string;
  readonly layout: Layout;
  /** Ascending. */
  readonly networks: Float64Array;
  /** Which row is the network's; undefined where the file has no such network. */
  rowOf(network: number): number | undefined;
  /** In order, at most so many bytes at once. Throws an `UnreadableCurves` where the file ends early. */
  blocks(bytes: number): AsyncGenerator<CurveBlock>;
}

/** Rows that follow one another; they are counted from the first of the block. */
export interface CurveBlock {
  /** The place of the first one in the file. */
  readonly first: number;
  readonly networks: Float64Array;
  isDamaged(row: number): boolean;
  /** Fills in a row's values as `CurveWriter` takes them. */
  read(row: number, values: Uint32Array): void;
}

/** Throws an `UnreadableCurves` where the file is missing, or damaged elsewhere than in a row. */
export async function curveRows(folder: CurveFolder, file: string): Promise<CurveRows> {
  const layout = layoutIn(await signedPart(folder, file, 0, headerBytes)) ?? damaged(file);
  const end = await signedPart(folder, file, -(endBytes + checkBytes), endBytes);
  const count = end.getUint32(0, true);
  const { networks, rows } = await readIndex(folder, file, layout, count);
  const byRow = new Float64Array(count).fill(Number.NaN);
  for (let place = 0; place < count; place++) byRow[rows[place] ?? count] = networks[place] ?? 0;
  return {
    file,
    layout,
    networks,
    rowOf(network) {
      const place = placeOf(networks, network);
      return networks[place] === network ? rows[place] : undefined;
    },
    async *blocks(bytes) {
      const { rowBytes } = layout;
      const most = Math.max(1, Math.floor(bytes / rowBytes));
      for (let first = 0; first < count; first += most) {
        const block = byRow.subarray(first, first + most);
        const start = headerBytes + checkBytes + first * rowBytes;
        const words = await wordsAt(folder, file, start, block.length * rowBytes);
        yield curveBlock(first, block, words, layout);
      }
    },
  };
}

function curveBlock(
  first: number,
  networks: Float64Array,
  words: Uint16Array,
  { epochs, valueBytes, rowBytes }: Layout,
): CurveBlock {
  const rowWords = rowBytes / 2;
  const view = new DataView(words.buffer, words.byteOffset, words.byteLength);
  return {
    first,
    networks,
    isDamaged(row) {
      const check = view.getUint32((row + 1) * rowBytes - checkBytes, true);
      const checked = words.subarray(row * rowWords);
      return (
        check !== checkOf(checked, rowWords - checkWords) ||
        view.getFloat64(row * rowBytes, true) !== networks[row]
      );
    },
    read(row, values) {
      let place = row * rowWords + networkBytes / 2;
      for (let epoch = 0; epoch < epochs; epoch++) {
        const low = words[place++] ?? 0;
        values[epoch] = valueBytes === 2 ? low : low | ((words[place++] ?? 0) << 16);
      }
    },
  };
}

/** The networks, ascending, and the row of each. */
async function readIndex(
  folder: CurveFolder,
  file: string,
  { rowBytes }: Layout,
  count: number,
): Promise<{ readonly networks: Float64Array; readonly rows: Uint32Array }> {
  const start = headerBytes + checkBytes + count * rowBytes;
  const pages = pagesOf(count);
  const length = count * entryBytes + pages * checkBytes;
  const words = await wordsAt(folder, file, start, length);
  // Not needed here, but by whoever reads one curve: without it, the file is of no use.
  await signedPart(folder, file, start + length, pages * networkBytes);
  const view = new DataView(words.buffer, words.byteOffset, words.byteLength);
  const [networks, rows] = [new Float64Array(count), new Uint32Array(count)];
  for (let page = 0; page < pages; page++) {
    const entry = page * pageEntries;
    const entries = Math.min(pageEntries, count - entry);
    const from = entry * entryBytes + page * checkBytes;
    const to = from + entries * entryBytes;
    const check = checkOf(words.subarray(from / 2), (to - from) / 2);
    if (view.getUint32(to, true) !== check) damaged(file);
    for (let place = 0; place < entries; place++) {
      const row = view.getUint32(from + place * entryBytes + networkBytes, true);
      if (row >= count) damaged(file);
      networks[entry + place] = view.getFloat64(from + place * entryBytes, true);
      rows[entry + place] = row;
    }
  }
  return { networks, rows };
}

async function wordsAt(
  folder: CurveFolder,
  file: string,
  start: number,
  length: number,
): Promise<Uint16Array> {
  const bytes = await folder.readPart(file, start, length);
  if (bytes?.length !== length) damaged(file);
  // Words of 16 bits begin at even places.
  const { buffer, byteOffset } = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(buffer, byteOffset, length / 2);
}

/** The place of a number, or of the first one above it, in an ascending list. */
function placeOf(all: Float64Array, wanted: number): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((all[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
