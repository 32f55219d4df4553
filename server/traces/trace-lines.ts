import { benchmarkChecksum } from "../../data/benchmark-checksum";
import { findSpace } from "../../data/built-in-spaces";
import { spaceIdentity } from "../../data/library/space-identity";
import type { SearchResult, SearchSpec } from "../messages";
import { effectiveParameters } from "../searches/effective-parameters";
import type { SearchedColumns } from "../searches/searched-columns";
import { batchLength, lineWriter, type TraceHeader, traceFormat } from "./trace-format";

/** Takes the lines of a trace in order; throws where one cannot be written, which ends the search. */
export type WriteLine = (line: string) => void;

/** The lines of one run. The first is written with the first network. */
export function traceLines(header: () => TraceHeader, write: WriteLine) {
  const lineOf = lineWriter();
  let batch: number[] = [];
  let hasBegun = false;

  function begin() {
    if (!hasBegun) write(lineOf(header()));
    hasBegun = true;
  }

  function writeBatch() {
    const evaluated = batch;
    batch = [];
    if (evaluated.length > 0) write(lineOf({ evaluated }));
  }

  return {
    evaluated(index: number) {
      begin();
      batch.push(index);
      if (batch.length === batchLength) writeBatch();
    },
    end({ outcome, notes, evaluations, best }: SearchResult) {
      if (outcome === "refused") return;
      begin();
      writeBatch();
      write(lineOf({ outcome, notes, evaluations, best }));
    },
  };
}

export function headerOf(
  benchmark: SearchedColumns,
  { uri: _, ...spec }: SearchSpec,
  build: string,
): TraceHeader {
  const { space, name } = benchmark;
  const identity = spaceIdentity(space);
  const builtIn = findSpace(space.name);
  const isBuiltIn = builtIn && spaceIdentity(builtIn).fingerprint === identity.fingerprint;
  return {
    format: traceFormat,
    build,
    search: sorted({ ...spec, parameters: sorted(effectiveParameters(spec)) }),
    space: { ...identity, ...(!isBuiltIn && { definition: space }) },
    benchmark: { name, checksum: benchmarkChecksum(benchmark) },
  };
}

/** Whoever made it in whatever order: the panel and the command line write the same bytes. */
function sorted<Fields extends object>(fields: Fields): Fields {
  const entries = Object.entries(fields).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries) as Fields;
}
