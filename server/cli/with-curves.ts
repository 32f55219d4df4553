import { networkCount } from "../../data/architecture";
import type { Benchmark } from "../../data/benchmark";
import { withEmbeddedCurves } from "../../data/embedded-curves";
import { isEnumerable } from "../../data/exact-columns";
import { UnreadableCurves } from "../../data/library/curve-layout";
import { measurementsUsed, readSources } from "../benchmarks";
import type { Observation } from "../messages";
import { findAlgorithm } from "../searches/algorithms";
import type { SearchedColumns } from "../searches/searched-columns";
import { readValidationCurves, validationCurveFiles } from "../validation-curve-files";
import { benchmarkPlace } from "./benchmark-place";
import { Failure } from "./failure";
import { libraryAt } from "./library";
import { programPlatform } from "./program-platform";

/** A benchmark with its validation curves, where one of the algorithms needs them and there are any. */
export async function withCurves(
  benchmark: Benchmark,
  algorithms: readonly string[],
  observation: Observation,
  database: string | undefined,
): Promise<Benchmark & Pick<SearchedColumns, "curves">> {
  const { space } = benchmark;
  const areNeeded = algorithms.some((algorithm) => findAlgorithm(algorithm)?.needs === "curves");
  if (!areNeeded || !isEnumerable(space)) return benchmark;
  const place = benchmarkPlace(database);
  const { embedded } = await readSources(programPlatform());
  const used = measurementsUsed(space, benchmark, { embedded, library: await libraryAt(place) });
  if (!used) return benchmark;
  const files = validationCurveFiles(used);
  const count = networkCount(space);
  const folder = withEmbeddedCurves(place.folder, embedded);
  const reading = readValidationCurves(folder, files, count, observation);
  const curves = await reading.catch((error: unknown) => {
    throw error instanceof UnreadableCurves ? new Failure(error.message) : error;
  });
  return curves ? { ...benchmark, curves } : benchmark;
}
