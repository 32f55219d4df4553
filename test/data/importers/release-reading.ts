import { architectureAt } from "../../../data/architecture";
import { bloxSpace } from "../../../data/built-in-spaces";
import type { Findings, HashIndex, ImportSurroundings } from "../../../data/importers/importer";
import { releaseFile } from "../../../data/importers/release/release-file";
import type { ReleaseFormat } from "../../../data/importers/release/release-header";
import type { CurveColumn } from "../../../data/library/measurements";
import { modelHash } from "../../../data/model-hash";
import type { ReleaseNetworks } from "../../bench/generated-release";

export const formats: readonly ReleaseFormat[] = ["csv", "pickle", "custom"];

/** A few networks, for files that are quick to read many times. */
export const fewNetworks: ReleaseNetworks = {
  indices: [31_337, 0, 91_124],
  hashOf: (network) => modelHash(bloxSpace, architectureAt(bloxSpace, network)),
};

export function hashIndexOf(hashes: ReadonlyMap<string, number>): HashIndex {
  return {
    indexOf: (hash) => hashes.get(hash.toLowerCase()),
    indexAt: (bytes, offset) =>
      hashes.get(Buffer.from(bytes.subarray(offset, offset + 16)).toString("hex")),
  };
}

export const fewHashes = hashIndexOf(
  new Map(fewNetworks.indices.map((network) => [fewNetworks.hashOf(network), network])),
);

export type Curves = Map<CurveColumn, Map<number, number[]>>;

export interface Reading {
  readonly findings: Findings;
  /** What was written of the curves, by column and network. */
  readonly curves: Curves;
}

interface ReadingOptions {
  readonly name?: string;
  readonly hashes?: HashIndex;
  /** Bytes that are given at a time. */
  readonly piece?: number;
  readonly check?: ImportSurroundings["check"];
}

/** Reads the bytes of a file as the library does. */
export async function readRelease(
  bytes: Uint8Array,
  { name = "file", hashes = fewHashes, piece = 1 << 20, check = () => {} }: ReadingOptions = {},
): Promise<Reading> {
  const curves: Curves = new Map();
  const source = { name, size: bytes.length, open: () => pieces(bytes, piece) };
  const findings = await releaseFile.read(source, {
    space: bloxSpace,
    hashes,
    check,
    curves(column) {
      const ofColumn = new Map<number, number[]>();
      curves.set(column, ofColumn);
      return { write: (network, values) => void ofColumn.set(network, Array.from(values)) };
    },
  });
  return { findings, curves };
}

/** The same memory for all pieces: a reader may not rely on one that it has been given before. */
async function* pieces(bytes: Uint8Array, length: number): AsyncIterable<Uint8Array> {
  const memory = new Uint8Array(Math.min(length, bytes.length));
  for (let at = 0; at < bytes.length; at += length) {
    const part = bytes.subarray(at, at + length);
    memory.fill(0xff);
    memory.set(part);
    yield memory.subarray(0, part.length);
  }
}

/** The message with which a file is refused; fails where it is taken. */
export async function refusalOf(bytes: Uint8Array, options?: ReadingOptions): Promise<string> {
  let reading: Reading;
  try {
    reading = await readRelease(bytes, options);
  } catch (error) {
    if (error instanceof Error && error.name === "FileProblem") return error.message;
    throw error;
  }
  throw new Error(`expected a refusal, the file was taken: ${reading.findings.rows} rows`);
}

/** What a reading found, without the format and objects that are of one reading only. */
export function contentOf({ findings, curves }: Reading) {
  const { format: _, trainings, ...same } = findings;
  return {
    ...same,
    trainings: trainings.map(({ curves: references, ...training }) => ({
      ...training,
      curves: references.map(({ column }) => column),
    })),
    curves,
  };
}

/** Text and bytes one after the other. */
export function joined(...parts: readonly (string | Uint8Array | readonly number[])[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      parts.map((part) =>
        typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part),
      ),
    ),
  );
}
