import type { BenchmarkFolder } from "./benchmark-folder";
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
/** Where files of curves are read. */
export type CurveFolder = Pick<BenchmarkFolder, "place" | "readPart">;

const magic = "BLOXCURV";
const version = 1;
export const headerBytes = 40;
export const networkBytes = 8;
export const entryBytes = 12;
export const pageEntries = 512;
export const endBytes = 4;
export const checkBytes = 4;
export const checkWords = 2;

export interface Layout {
  readonly epochs: number;
  /** 0 where the values are millionths. */
  readonly examples: number;
  readonly valueBytes: number;
  readonly rowBytes: number;
}

/** Of curves that are counted on so many examples; 0: of millionths. */
export function layoutOf(epochs: number, examples: number): Layout {
  const valueBytes = examples > 0 && examples < 2 ** 16 ? 2 : 4;
  const rowBytes = networkBytes + epochs * valueBytes + checkBytes;
  return { epochs, examples, valueBytes, rowBytes };
}

export function header(column: CurveColumn, { epochs, examples, valueBytes }: Layout): Uint8Array {
  const bytes = new Uint8Array(headerBytes + checkBytes);
  const view = new DataView(bytes.buffer);
  const ascii = new TextEncoder();
  bytes.set(ascii.encode(magic), 0);
  for (const [place, value] of [version, epochs, examples, valueBytes].entries())
    view.setUint32(magic.length + 4 * place, value, true);
  bytes.set(ascii.encode(column), magic.length + 16);
  return sign(bytes);
}

/** What a header says; undefined where it is none that this build knows. */
export function layoutIn(view: DataView): Layout | undefined {
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

/** The numbers of examples that accuracies of the published tables are counted on (repository SamsungLabs/blox). */
export const publishedExamples: Readonly<Record<CurveColumn, number>> = {
  val_top1: 5_000,
  val_top5: 5_000,
  train_top1: 45_000,
  train_top5: 45_000,
  val_loss: 0,
  train_loss: 0,
};

/** A number of a row as people know it: in percent, or a loss as it is. */
export function shownValue(kept: number, { examples }: Layout): number {
  return examples > 0 ? Number(((100 * kept) / examples).toFixed(3)) : kept / 1e6;
}

export function pagesOf(rows: number): number {
  return Math.ceil(rows / pageEntries);
}

/** A part without the check that follows it. */
export async function signedPart(
  folder: CurveFolder,
  file: string,
  offset: number,
  length: number,
): Promise<DataView> {
  const bytes = await folder.readPart(file, offset, length + checkBytes);
  if (bytes === undefined)
    throw new UnreadableCurves(
      `The file of curves ${file} is missing from ${folder.place}; import it again.`,
    );
  if (bytes.length !== length + checkBytes) damaged(file);
  // Copied to where words of 16 bits may begin.
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  if (view.getUint32(length, true) !== checkOf(new Uint16Array(copy.buffer), length / 2))
    damaged(file);
  return view;
}

/** A file of curves that is missing or damaged; the message says what to do. */
export class UnreadableCurves extends Error {
  override readonly name = "UnreadableCurves";
}

export function damaged(file: string): never {
  throw new UnreadableCurves(`The curves in ${file} are damaged; import them again.`);
}

/** Writes the check over a part into its last bytes. */
export function sign(part: Uint8Array<ArrayBuffer>): Uint8Array {
  const words = new Uint16Array(part.buffer);
  const check = checkOf(words, words.length - checkWords);
  new DataView(part.buffer).setUint32(part.length - checkBytes, check, true);
  return part;
}

/**
 * FNV-1a (Fowler, Noll, Vo) over the first words of a part: no change of one word leaves it as it is.
 * Every platform that runs this keeps numbers in the same, little-endian order.
 */
export function checkOf(words: Uint16Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let place = 0; place < length; place++)
    hash = Math.imul(hash ^ (words[place] ?? 0), 0x01000193);
  return hash >>> 0;
}
