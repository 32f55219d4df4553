import type { Benchmark } from "../../data/benchmark";
import type { Space } from "../../data/space";
import type { Observation, SearchProgress, SearchResult, SearchSpec } from "../messages";
import type { Platform, Port } from "../platform";
import type { Trace } from "../traces/read-trace";
import { findAlgorithm } from "./algorithms";
import { observationOf } from "./observation";
import { refused } from "./run-search";
import { needsSolver } from "./search-spec";
import { withoutFunctions } from "./searched-columns";
import type { ValidationCurves } from "./validation-curves";
import { curvesKey, type FromSearchWorker, type ToSearchWorker } from "./worker-messages";

/** A request to end, as the editor's protocol has it. */
export interface Cancellation {
  readonly isCancellationRequested: boolean;
  onCancellationRequested(listener: () => void): { dispose(): void };
}

/** Runs searches off this thread, all in one worker, which starts with the first. */
export class SearchService {
  private worker: SearchWorker | undefined;

  constructor(
    private readonly platform: Platform,
    /** What networks are worth on the way, for algorithms that need it; undefined where it is not known. */
    private readonly curvesOf: ReadCurves = () => Promise.resolve(undefined),
  ) {}

  /**
   * Never rejects: if the worker dies, the result is `refused` and says so, and the next search gets a
   * new worker. A cancelled search resolves to what was found. All lines of a trace come before the result.
   */
  async run(
    benchmark: Benchmark,
    spec: SearchSpec,
    cancellation: Cancellation,
    onProgress: (progress: SearchProgress) => void,
    trace?: KeptTrace,
  ): Promise<SearchResult> {
    const solver = needsSolver(benchmark, spec) && {
      wasm: await this.platform.readAsset("highs.wasm"),
    };
    try {
      await this.bringCurves(benchmark, spec);
    } catch (error) {
      return failed(spec, error instanceof Error ? error.message : String(error));
    }
    if (solver) this.running().giveSolver(solver.wasm);
    return this.running().run(benchmark, spec, cancellation, onProgress, trace);
  }

  /** Only where the algorithm needs them, and they are not there yet. */
  private async bringCurves(benchmark: Benchmark, spec: SearchSpec): Promise<void> {
    if (findAlgorithm(spec.algorithm)?.needs !== "curves") return;
    const observation = observationOf(spec);
    if (this.running().hasCurves(benchmark, observation)) return;
    const curves = await this.curvesOf(benchmark.space, observation);
    if (curves) this.running().giveCurves(benchmark, observation, curves);
  }

  private running(): SearchWorker {
    if (!this.worker || this.worker.isDead)
      this.worker = new SearchWorker(this.platform.startWorker("search-worker"));
    return this.worker;
  }

  /** Ends the worker and whatever it is doing. */
  close() {
    this.worker?.end("it was shut down");
    this.worker = undefined;
  }
}

/** Where the lines of a search's trace go. `past`: it goes on with what that has, and writes the rest. */
export interface KeptTrace {
  readonly past?: Trace;
  write(line: string): void;
}

export type ReadCurves = (
  space: Space,
  observation: Observation,
) => Promise<ValidationCurves | undefined>;

interface Search {
  readonly trace: KeptTrace | undefined;
  onProgress(progress: SearchProgress): void;
  finish(result: SearchResult): void;
  fail(reason: string): void;
}

class SearchWorker {
  isDead = false;
  private readonly searches = new Map<number, Search>();
  private readonly sent = new Map<Benchmark, number>();
  private readonly curves = new Set<string>();
  private lastId = 0;

  constructor(private readonly port: Port) {
    port.onError((reason) => this.end(reason));
    port.onMessage((message) => this.receive(message as FromSearchWorker));
  }

  run(
    benchmark: Benchmark,
    spec: SearchSpec,
    cancellation: Cancellation,
    onProgress: (progress: SearchProgress) => void,
    trace: KeptTrace | undefined,
  ): Promise<SearchResult> {
    const id = ++this.lastId;
    const cancel = () => this.post({ type: "cancel", id });
    const listening = cancellation.onCancellationRequested(cancel);
    return new Promise((resolve) => {
      const finish = (result: SearchResult) => {
        listening.dispose();
        resolve(result);
      };
      const fail = (why: string) => finish(failed(spec, why));
      this.searches.set(id, { trace, onProgress, finish, fail });
      this.post({
        ...{ type: "search", id, benchmark: this.numberOf(benchmark), spec },
        ...(trace && { trace: trace.past ?? "new" }),
      });
      if (cancellation.isCancellationRequested) cancel();
    });
  }

  giveSolver(wasm: Uint8Array | undefined) {
    this.post({ type: "solver", wasm });
  }

  hasCurves(benchmark: Benchmark, observation: Observation): boolean {
    return this.curves.has(curvesKey({ benchmark: this.numberOf(benchmark), observation }));
  }

  giveCurves(benchmark: Benchmark, observation: Observation, curves: ValidationCurves) {
    const of = { benchmark: this.numberOf(benchmark), observation };
    this.post({ type: "curves", ...of, curves }, [curves.hundredths.buffer]);
    this.curves.add(curvesKey(of));
  }

  end(reason: string) {
    this.isDead = true;
    this.port.close();
    for (const search of this.searches.values()) search.fail(reason);
    this.searches.clear();
  }

  private receive(message: FromSearchWorker) {
    const search = this.searches.get(message.id);
    if (message.type === "trace") {
      search?.trace?.write(message.line);
      return;
    }
    if (message.type === "progress") {
      search?.onProgress(message.progress);
      return;
    }
    this.searches.delete(message.id);
    if (message.type === "result") search?.finish(message.result);
    else search?.fail(message.message);
  }

  /** Sends a benchmark once, before the first search in it. */
  private numberOf(benchmark: Benchmark): number {
    const known = this.sent.get(benchmark);
    if (known !== undefined) return known;
    const number = this.sent.size;
    this.post({ type: "benchmark", benchmark: number, columns: withoutFunctions(benchmark) });
    this.sent.set(benchmark, number);
    return number;
  }

  private post(message: ToSearchWorker, moved?: readonly ArrayBuffer[]) {
    this.port.post(message, moved);
  }
}

function failed(spec: SearchSpec, reason: string): SearchResult {
  return refused(spec, {
    refusal: `The search broke off and has no result: ${reason}. Run it again.`,
  });
}
