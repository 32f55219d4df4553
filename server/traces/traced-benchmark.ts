import { benchmarkChecksum } from "../../data/benchmark-checksum";
import { findSpace } from "../../data/built-in-spaces";
import { spaceIdentity } from "../../data/library/space-identity";
import type { Space } from "../../data/space";
import type { Refusal } from "../messages";
import type { SearchedColumns } from "../searches/searched-columns";
import type { TraceHeader } from "./trace-format";

/** The space that a trace is of. */
export function tracedSpace({ space }: TraceHeader): Space | Refusal {
  if (space.definition) return space.definition;
  const builtIn = findSpace(space.name);
  if (builtIn && spaceIdentity(builtIn).fingerprint === space.fingerprint) return builtIn;
  return {
    refusal: `The space \`${space.name}\` is another one in this version of Blox than when the search was recorded. Run the search anew.`,
  };
}

/** Why a search cannot be run again on this benchmark: it has to be the one that it was recorded with. */
export function wrongBenchmark(
  { benchmark, space }: TraceHeader,
  here: SearchedColumns,
): Refusal | undefined {
  const checksum = benchmarkChecksum(here);
  if (checksum === benchmark.checksum) return undefined;
  return {
    refusal: `The search was recorded with the benchmark ${benchmark.name} (${benchmark.checksum}), and here \`${space.name}\` has ${here.name} (${checksum}). Use the benchmark that it was recorded with, or run the search anew.`,
  };
}
