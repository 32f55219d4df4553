import { closeSync, fsync, openSync, truncateSync, writeSync } from "node:fs";
import { promisify } from "node:util";

/** What becomes of the file that is there: there must be none, it is replaced, or this beginning of it stays. */
export type FileBefore = "none" | "replaced" | { readonly kept: string };

/**
 * Appends to the file of a trace, which is opened with the first line: a search that is refused leaves
 * none. Each line is with the system before the search goes on, so that it outlives this program; and one
 * flush to the disk follows another, beside the search, so that a computer that stops loses little.
 */
export class TraceFile {
  private descriptor: number | undefined;
  private flushing: Promise<void> | undefined;
  private isFlushed = true;
  private problem: unknown;

  constructor(
    private readonly path: string,
    private readonly before: FileBefore,
  ) {}

  /** Throws the system's error. */
  readonly write = (line: string): void => {
    if (this.problem !== undefined) throw this.problem;
    this.descriptor ??= opened(this.path, this.before);
    writeAll(this.descriptor, new TextEncoder().encode(line));
    this.isFlushed = false;
    this.flushing ??= this.flush(this.descriptor);
  };

  /** Once all of it is on the disk. */
  async close(): Promise<void> {
    await this.flushing;
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
    if (this.problem !== undefined) throw this.problem;
  }

  /** Until nothing has been written meanwhile. */
  private async flush(descriptor: number): Promise<void> {
    try {
      while (!this.isFlushed) {
        this.isFlushed = true;
        await promisify(fsync)(descriptor);
      }
    } catch (error) {
      this.problem = error;
    }
    this.flushing = undefined;
  }
}

function opened(path: string, before: FileBefore): number {
  if (before === "none") return openSync(path, "wx");
  if (before === "replaced") return openSync(path, "w");
  truncateSync(path, new TextEncoder().encode(before.kept).length);
  return openSync(path, "a");
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
}
