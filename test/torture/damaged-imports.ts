import { deepEqual, ok } from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SqlJsStatic } from "sql.js";
import { bloxSpace } from "../../data/built-in-spaces";
import { nodeFolder } from "../../data/library/folder-node";
import type { RequestedSource } from "../../data/library/import-files";
import { loadLibrary } from "../../data/library/library";
import { importInto } from "./imports";
import { type ReleaseContent, smallRelease } from "./release-files";

export interface DamagedImports {
  readonly refused: number;
  readonly taken: number;
}

/** A benchmark in a folder, into which damaged files are imported. */
export class BesideDamage {
  private constructor(
    private readonly path: string,
    private readonly sql: SqlJsStatic,
    private readonly before: Files,
  ) {}

  /** `path` is where the folder is made. */
  static async in(path: string, sql: SqlJsStatic): Promise<BesideDamage> {
    const bytes = await smallRelease({
      kind: "base",
      format: "custom",
      rows: 4,
      epochs: 2,
      seed: 7,
    });
    await importInto(
      nodeFolder(path),
      { sources: [sourceOf("there.blox", bytes)], space: bloxSpace },
      sql,
    );
    return new BesideDamage(path, sql, filesIn(path));
  }

  /**
   * Every length of a file below its own must be refused; but one of CSV that ends with a row is a file
   * with fewer rows.
   */
  async cutOff(content: ReleaseContent): Promise<DamagedImports> {
    const bytes = await smallRelease(content);
    const rowEnds = content.format === "csv" ? rowEndsOf(bytes) : new Map<number, number>();
    const outcomes = { refused: 0, taken: 0 };
    for (let length = 0; length < bytes.length; length++) {
      const what = `${content.kind} as ${content.format}, ${length} of ${bytes.length} bytes`;
      const rows = await this.rowsTaken(bytes.subarray(0, length), what);
      if (rows === undefined) outcomes.refused++;
      else {
        deepEqual(rows, rowEnds.get(length), what);
        outcomes.taken++;
      }
    }
    return outcomes;
  }

  /** Whatever bit is flipped, the file is refused or has possible values; `everyBit` or one of each byte. */
  async flipped(content: ReleaseContent, everyBit: boolean): Promise<DamagedImports> {
    const bytes = await smallRelease(content);
    const outcomes = { refused: 0, taken: 0 };
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const place = bit >> 3;
      if (!everyBit && (bit & 7) !== place % 8) continue;
      const damaged = bytes.slice();
      damaged[place] = (damaged[place] ?? 0) ^ (1 << (bit & 7));
      const what = `${content.kind} as ${content.format}, bit ${bit & 7} of byte ${place}`;
      const rows = await this.rowsTaken(damaged, what);
      if (rows === undefined) outcomes.refused++;
      else outcomes.taken++;
    }
    return outcomes;
  }

  /** How many rows were taken, undefined where the file was refused. Everything is as before afterwards. */
  private async rowsTaken(bytes: Uint8Array, what: string): Promise<number | undefined> {
    const folder = nodeFolder(this.path);
    let rows: number;
    try {
      const request = { sources: [sourceOf("damaged", bytes)], space: bloxSpace };
      const { benchmarks } = await importInto(folder, request, this.sql);
      rows = benchmarks[0]?.files[0]?.rows ?? 0;
    } catch (error) {
      ok(error instanceof Error, what);
      ok(["FileProblem", "Conflict"].includes(error.name), `${what}: ${error.stack}`);
      ok(error.message.startsWith("damaged"), `${what}: ${error.message}`);
      deepEqual(filesIn(this.path), this.before, what);
      return undefined;
    }
    // Reading refuses what no value can be.
    const { entries, problems } = await loadLibrary(folder, this.sql);
    deepEqual(problems, [], what);
    ok(rows > 0 && entries.some(({ measurements }) => measurements.files.some(isDamaged)), what);
    this.restore();
    return rows;
  }

  private restore() {
    for (const name of readdirSync(this.path)) {
      if (!this.before.has(name)) rmSync(join(this.path, name));
    }
    for (const [name, bytes] of this.before) writeFileSync(join(this.path, name), bytes);
  }
}

function isDamaged({ name }: { readonly name: string }): boolean {
  return name === "damaged";
}

type Files = ReadonlyMap<string, Buffer>;

/** Hidden ones too. */
function filesIn(path: string): Files {
  return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]));
}

function sourceOf(name: string, bytes: Uint8Array): RequestedSource {
  const open = async function* () {
    yield bytes;
  };
  return { name, size: bytes.length, isFromFolder: false, open };
}

/** After how many bytes of CSV a row is complete, and how many rows there are then. */
function rowEndsOf(bytes: Uint8Array): ReadonlyMap<number, number> {
  const text = Buffer.from(bytes).toString("latin1");
  const ends = new Map<number, number>();
  let rows = 0;
  let at = text.indexOf("\n---\n") + "\n---\n".length;
  for (let end = text.indexOf("\r\n", at); end !== -1; end = text.indexOf("\r\n", at)) {
    rows++;
    at = end + 2;
    ends.set(at, rows);
  }
  return ends;
}
