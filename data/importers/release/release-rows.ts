import { networkCount } from "../../architecture";
import { bloxSpace } from "../../built-in-spaces";
import {
  type FilePlace,
  FileProblem,
  type ImportSource,
  type ImportSurroundings,
} from "../importer";
import { ColumnNumbers } from "./column-numbers";
import type { ReleaseColumn } from "./release-columns";
import type { ReleaseHeader } from "./release-header";

/** What a reader of a format puts a row's values in, the same for every row. */
export interface ReleaseRow {
  /** The sixteen bytes of the model hash, in the order of its digits. */
  readonly hash: Uint8Array;
  /** By column: counts, millionths, whole numbers, joined architecture codes. */
  readonly numbers: Float64Array;
  /** By column: one value an epoch; empty where the column is no list. */
  readonly lists: readonly Uint32Array[];
  /** By column. */
  readonly texts: string[];
}

/** What becomes of a row. */
export interface RowTaker {
  /** Keeps nothing of `row`. Throws what `problem` gives. */
  take(network: number, row: ReleaseRow, problem: RowProblem): void;
}

/** What is wrong with the row that is being read, in one of its columns or as a whole. */
export type RowProblem = (column: number | undefined, what: string) => FileProblem;

const rowsBetweenChecks = 2048;

/** The rows of one file while they are being read: each is filled in, then accepted. */
export class ReleaseRows {
  readonly row: ReleaseRow;
  readonly columns: readonly ReleaseColumn[];
  /** By column; those of hashes and texts are never asked. */
  readonly numbers: readonly ColumnNumbers[];
  readonly epochs: number;
  /** More rows than networks there cannot be. */
  readonly most = networkCount(bloxSpace);
  accepted = 0;
  readonly #seen = new Uint8Array(this.most);

  constructor(
    readonly source: Pick<ImportSource, "name">,
    header: ReleaseHeader,
    private readonly surroundings: Pick<ImportSurroundings, "hashes" | "check">,
    private readonly readBytes: () => number,
    private readonly taker: RowTaker,
  ) {
    this.columns = header.columns;
    this.epochs = header.epochs ?? 0;
    this.numbers = this.columns.map(({ content }) => new ColumnNumbers(content));
    this.row = {
      hash: new Uint8Array(16),
      numbers: new Float64Array(this.columns.length),
      lists: this.columns.map(({ perEpoch }) => new Uint32Array(perEpoch ? this.epochs : 0)),
      texts: this.columns.map(() => ""),
    };
  }

  /** Hands the row that has been filled in on. */
  accept(): void {
    const { hash } = this.row;
    const network = this.surroundings.hashes.indexAt(hash, 0);
    const column = this.columns.findIndex(({ content }) => content.kind === "hash");
    if (network === undefined || network >= this.most)
      throw this.problem(
        column,
        `no network of blox has the model hash ${Array.from(hash, hex).join("")}`,
      );
    if (this.#seen[network] !== 0)
      throw this.problem(
        column,
        `the network ${Array.from(hash, hex).join("")} has a row before: expected one row a network`,
      );
    this.#seen[network] = 1;
    this.taker.take(network, this.row, this.problem);
    this.accepted++;
    if (this.accepted % rowsBetweenChecks === 0) this.surroundings.check(this.readBytes());
  }

  readonly problem: RowProblem = (column, what) => {
    const name = column === undefined ? undefined : this.columns[column]?.name;
    const place: FilePlace = {
      row: this.accepted + 1,
      ...(name !== undefined && { column: name }),
    };
    return new FileProblem(this.source, place, what);
  };

  /** Where the file ends before it should. */
  cutOff(): FileProblem {
    return this.problem(
      undefined,
      `the file is cut off: it ends before this row does. ${getAgain}`,
    );
  }

  /** A number that is none of its column; `found` is what stands there. */
  wrongNumber(column: number, found: string, epoch?: number): FileProblem {
    const where = epoch === undefined ? "" : `epoch ${epoch + 1}: `;
    return this.problem(
      column,
      `${where}found \`${found}\`, expected ${this.numbers[column]?.expected}`,
    );
  }

  wrongVector(column: number, found: string): FileProblem {
    return this.problem(
      column,
      `found \`${found.slice(0, 100)}\`, expected an architecture vector of 3 stages [[op], [op, previous, input, skip]] with operations from 0 to 2 and flags 0 or 1`,
    );
  }

  wrongLength(column: number, found: string): FileProblem {
    return this.problem(
      column,
      `expected a list of ${this.epochs} values, as many as the header says epochs; found ${found}`,
    );
  }
}

/** What to do about a damaged file. */
export const getAgain = "Get the file again from where it was published";

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
