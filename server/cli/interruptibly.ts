import type { SearchProgress } from "../messages";
import { loadIntegerPrograms } from "../searches/integer-program";
import type { Surroundings } from "../searches/run-search";
import { programPlatform } from "./program-platform";

/** Runs a search that Ctrl-C ends; exit code 130 tells then that it was cut short. */
export async function interruptibly<Result>(
  run: (surroundings: Surroundings) => Promise<Result>,
): Promise<Result> {
  const interruption = new AbortController();
  const interrupt = () => {
    interruption.abort();
    process.exitCode = 130;
  };
  process.once("SIGINT", interrupt);
  try {
    return await run({
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      signal: interruption.signal,
      loadIntegerPrograms: async () =>
        loadIntegerPrograms(await programPlatform().readAsset("highs.wasm")),
      ...(process.stderr.isTTY && { onProgress: showProgress }),
    });
  } finally {
    process.off("SIGINT", interrupt);
    if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  }
}

function showProgress({ evaluations, budget }: SearchProgress) {
  process.stderr.write(`\r${evaluations} of ${budget} networks evaluated`);
}
