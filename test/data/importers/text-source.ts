import { bloxSpace } from "../../../data/built-in-spaces";
import type {
  CurveWriter,
  Findings,
  Importer,
  ImportSource,
  ImportSurroundings,
} from "../../../data/importers/importer";
import type { CurveColumn } from "../../../data/library/measurements";
import type { Space } from "../../../data/space";

/** A file in memory, read in pieces that divide characters and lines anywhere. */
export function sourceOf(name: string, content: string | Uint8Array): ImportSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    async *open() {
      const piece = Math.max(7, Math.floor(bytes.length / 10));
      for (let start = 0; start < bytes.length; start += piece)
        yield bytes.subarray(start, start + piece);
    },
  };
}

export function surroundings(space: Space = bloxSpace): ImportSurroundings {
  return {
    space,
    hashes: { indexOf: () => undefined, indexAt: () => undefined },
    check() {},
    curves: (column, epochs, examples) => new CollectedCurve(column, epochs, examples),
  };
}

/** What a file of curves would hold. */
export class CollectedCurve implements CurveWriter {
  readonly rows = new Map<number, readonly number[]>();

  constructor(
    readonly column: CurveColumn,
    readonly epochs: number,
    readonly examples: number,
  ) {}

  write(network: number, values: Uint32Array): void {
    this.rows.set(network, Array.from(values));
  }
}

export function read(
  importer: Importer,
  source: ImportSource,
  around: ImportSurroundings = surroundings(),
): Promise<Findings> {
  return importer.read(source, around);
}

/** Whether the importer says that a file of this content is of its kind. */
export function recognised(importer: Importer, content: string): boolean {
  return importer.recognises(new TextEncoder().encode(content).subarray(0, 4096));
}
