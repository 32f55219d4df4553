import { sha256 } from "../../data/sha256";
import type { Space } from "../../data/space";
import type { SearchResult, SearchSpec } from "../messages";

/**
 * A trace: one JSON value a line. First what is searched, then the networks as they were evaluated, last
 * how it ended. Nothing in it depends on the clock, so that the same search writes the same bytes.
 */
export const traceFormat = "blox-trace 1";

/** The first line. */
export interface TraceHeader {
  readonly format: string;
  readonly build: string;
  /** All of its parameters are there, and no address of a document. */
  readonly search: SearchSpec;
  /** `definition` where it is not built in. */
  readonly space: {
    readonly name: string;
    readonly fingerprint: string;
    readonly definition?: Space;
  };
  readonly benchmark: TracedBenchmark;
}

export interface TracedBenchmark {
  readonly name: string;
  readonly checksum: string;
}

/** The networks of a line, by index; only the last such line may have fewer. */
export const batchLength = 50;

export interface TraceBatch {
  readonly evaluated: readonly number[];
}

/** The last line. */
export type TraceEnd = Pick<SearchResult, "notes" | "evaluations" | "best"> & {
  readonly outcome: "finished" | "cancelled";
};

/**
 * Writes values as lines. The checksum of a line is over its content and the checksum of the line before,
 * and so over everything up to it.
 */
export function lineWriter(): (value: TraceHeader | TraceBatch | TraceEnd) => string {
  let before = "";
  return (value) => {
    const content = JSON.stringify(value);
    before = checksumAfter(before, content);
    return `${content.slice(0, -1)},"checksum":"${before}"}\n`;
  };
}

/** Reads such lines in order; undefined of one that is not as it was written. */
export function lineReader(): (line: string) => object | undefined {
  let before = "";
  return (line) => {
    const [, start, checksum] = /^(\{.+),"checksum":"(sha256:[0-9a-f]{64})"\}$/.exec(line) ?? [];
    const content = `${start}}`;
    if (checksum === undefined || checksum !== checksumAfter(before, content)) return undefined;
    before = checksum;
    return JSON.parse(content);
  };
}

function checksumAfter(before: string, content: string): string {
  return `sha256:${sha256(new TextEncoder().encode(before + content))}`;
}
