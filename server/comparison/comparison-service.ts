import type { Benchmark } from "../../data/benchmark";
import type { ComparisonProgress, Refusal, ShownComparison } from "../messages";
import type { Platform } from "../platform";
import { findAlgorithm } from "../searches/algorithms";
import type { Cancellation, ReadCurves } from "../searches/search-service";
import type { ValidationCurves } from "../searches/validation-curves";
import { type ComparisonRequest, compare } from "./comparison";
import { shownComparison } from "./shown-comparison";

/** Makes comparisons for an editor, each with workers of its own. */
export class ComparisonService {
  private readonly running = new Set<AbortController>();

  constructor(
    private readonly platform: Platform,
    /** What networks are worth on the way, for algorithms that need it; undefined where it is not known. */
    private readonly curvesOf: ReadCurves = () => Promise.resolve(undefined),
  ) {}

  /** Null where it was cancelled. Never rejects: where a worker dies, the refusal says so. */
  async run(
    benchmark: Benchmark,
    request: ComparisonRequest,
    cancellation: Cancellation,
    onProgress: (progress: ComparisonProgress) => void,
  ): Promise<ShownComparison | Refusal | null> {
    const { platform } = this;
    const end = new AbortController();
    this.running.add(end);
    const listening = cancellation.onCancellationRequested(() => end.abort());
    if (cancellation.isCancellationRequested) end.abort();
    try {
      const curves = await this.neededCurves(benchmark, request);
      const found = await compare({ ...benchmark, ...(curves && { curves }) }, request, {
        platform,
        workers: platform.parallelism,
        signal: end.signal,
        onProgress: (done, runs) => {
          if (isStep(done, runs)) onProgress({ done, runs });
        },
      });
      if (!found) return null;
      return "refusal" in found ? found : shownComparison(found);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { refusal: `The comparison broke off and has no result: ${reason}. Run it again.` };
    } finally {
      listening.dispose();
      this.running.delete(end);
    }
  }

  private async neededCurves(
    { space }: Benchmark,
    { entrants, observation }: ComparisonRequest,
  ): Promise<ValidationCurves | undefined> {
    const areNeeded = entrants.some(({ name }) => findAlgorithm(name)?.needs === "curves");
    return areNeeded ? this.curvesOf(space, observation) : undefined;
  }

  /** Ends whatever is running. */
  close() {
    for (const end of this.running) end.abort();
  }
}

/** Of many thousand runs that take a moment each, not every one is worth a message. */
function isStep(done: number, runs: number): boolean {
  return Math.floor((done / runs) * steps) > Math.floor(((done - 1) / runs) * steps);
}

const steps = 200;
