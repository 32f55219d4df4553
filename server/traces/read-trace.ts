import type { Refusal } from "../messages";
import {
  batchLength,
  lineReader,
  type TraceBatch,
  type TraceEnd,
  type TraceHeader,
  traceFormat,
} from "./trace-format";

/** What a trace's text holds. A last line that was cut off, as by a crash, does not count. */
export interface Trace {
  readonly header: TraceHeader;
  /** Its whole lines. */
  readonly text: string;
  /** Those of them that the same search run to its end has too. */
  readonly kept: string;
  readonly evaluations: number;
  /** Undefined of a search that was interrupted. */
  readonly end?: TraceEnd;
}

/** Reads a trace, or says why it cannot be: none of a damaged one is shown. */
export function readTrace(text: string): Trace | Refusal {
  if (text === "") return { refusal: "it is empty, so that there is no search in it" };
  if (!text.startsWith(opening))
    return { refusal: "it is no trace that Blox wrote; expected the file of a --trace" };
  const lines = text.split("\n").slice(0, -1);
  const [first, ...others] = lines;
  if (first === undefined)
    return {
      refusal: "its first line is cut off, so that it does not say what to search: run it again",
    };
  const format = /^\{"format":"([^"]*)"/.exec(first)?.[1];
  if (format !== undefined && format !== traceFormat)
    return {
      refusal: `it is of another version of Blox (${format}, this one reads ${traceFormat}): use that version`,
    };
  const read = lineReader();
  const header = read(first) as TraceHeader | undefined;
  if (!header) return damaged(1);

  let evaluations = 0;
  let keptLines = 1;
  let end: TraceEnd | undefined;
  for (const [place, line] of others.entries()) {
    const value = end ? undefined : (read(line) as TraceBatch | TraceEnd | undefined);
    if (!value) return damaged(place + 2);
    if ("evaluated" in value) {
      evaluations += value.evaluated.length;
      if (value.evaluated.length === batchLength) keptLines += 1;
    } else {
      end = value;
    }
  }
  if (end?.outcome === "finished") keptLines = lines.length;
  const joined = (count: number) =>
    lines
      .slice(0, count)
      .map((line) => `${line}\n`)
      .join("");
  return {
    header,
    text: joined(lines.length),
    kept: joined(keptLines),
    evaluations,
    ...(end && { end }),
  };
}

const opening = '{"format":"blox-trace ';

function damaged(line: number): Refusal {
  return {
    refusal: `line ${line} is damaged, or was changed since it was written: take an undamaged copy, or run the search again`,
  };
}
