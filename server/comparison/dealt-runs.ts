import type { Platform, Port } from "../platform";
import type { Trace } from "./trace";
import type {
  ComparisonWork,
  FromComparisonWorker,
  SeededRun,
  ToComparisonWorker,
} from "./worker-messages";

/** What a comparison needs of the world around it. */
export interface Crew {
  readonly platform: Pick<Platform, "startWorker">;
  /** How many at most, one at least. */
  readonly workers: number;
  readonly signal: AbortSignal;
  onProgress?(done: number, runs: number): void;
}

/**
 * Makes all runs, dealing one at a time to whichever worker is free, and gives their traces in the order
 * of the runs, however many workers there were. Undefined where it was cancelled; rejects where a run
 * fails or a worker dies.
 */
export async function dealtRuns(
  work: ComparisonWork,
  runs: readonly SeededRun[],
  { platform, workers, signal, onProgress }: Crew,
): Promise<readonly Trace[] | undefined> {
  const traces = new Map<number, Trace>();
  const ports: Port[] = [];
  let next = 0;
  try {
    return await new Promise((resolve, reject) => {
      const fail = (reason: string) => reject(new Error(reason));
      signal.addEventListener("abort", () => resolve(undefined), { once: true });
      if (signal.aborted || runs.length === 0) return resolve(signal.aborted ? undefined : []);

      function deal(port: Port) {
        const run = runs[next];
        if (run) send(port, { type: "run", run: next++, ...run });
      }
      function receive(port: Port, message: FromComparisonWorker) {
        if (message.type === "failed") return fail(message.message);
        traces.set(message.run, message.trace);
        onProgress?.(traces.size, runs.length);
        if (traces.size < runs.length) return deal(port);
        resolve(runs.flatMap((_, run) => traces.get(run) ?? []));
      }
      while (ports.length < Math.min(workers, runs.length)) {
        const port = platform.startWorker("comparison-worker");
        ports.push(port);
        port.onError(fail);
        port.onMessage((message) => receive(port, message as FromComparisonWorker));
        send(port, { type: "work", ...work });
        deal(port);
      }
    });
  } finally {
    for (const port of ports) port.close();
  }
}

function send(port: Port, message: ToComparisonWorker) {
  port.post(message);
}
