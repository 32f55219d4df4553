import type { Architecture } from "../data/architecture";
import { ExportProblem } from "../data/export-problem";
import type { ImportProgress } from "../data/library/import-files";
import type { Library } from "../data/library/library";
import type { Device } from "../data/library/measurements";
import type { Space } from "../data/space";
import type { EmbeddedContent } from "../data/sqlite-benchmark";
import type { MeasuredLatency } from "../data/timing/measuring";
import type {
  BenchmarkTask,
  FromBenchmarkWorker,
  TaskAnswers,
  ToBenchmarkWorker,
} from "./benchmark-worker-messages";
import type { ExportOptions } from "./exports/exporter";
import type { ImportedPath, ImportSummary, Observation, SentFile } from "./messages";
import type { Platform, Port } from "./platform";
import type { Cancellation } from "./searches/search-service";
import type { ValidationCurves } from "./searches/validation-curves";
import type { ValidationCurveFile } from "./validation-curve-files";

type Task<Type extends BenchmarkTask["type"]> = Extract<BenchmarkTask, { type: Type }>;

/**
 * Reads, imports and removes benchmarks off this thread, and exports networks, in one worker, which starts
 * with the first task.
 * Where something cannot be done, the promise rejects with a message for the user.
 */
export class BenchmarkService {
  private worker: Promise<TaskWorker> | undefined;

  constructor(private readonly platform: Platform) {}

  embedded(): Promise<EmbeddedContent> {
    return this.run({ type: "embedded" });
  }

  library(folder: string): Promise<Library> {
    return this.run({ type: "library", folder });
  }

  /** Cancelled, it rejects, and nothing has changed. */
  import(
    folder: string,
    files: readonly ImportedPath[],
    space: Space,
    cancellation: Cancellation,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportSummary> {
    return this.run({ type: "import", folder, files, space }, { cancellation, onProgress });
  }

  remove(folder: string, database: string): Promise<null> {
    return this.run({ type: "remove", folder, database });
  }

  /** One value an epoch; undefined where the file has no curve of this network. */
  curve(folder: string, file: string, network: number): Promise<Float64Array | undefined> {
    return this.run({ type: "curve", folder, file, network });
  }

  /** Of all networks of a space of so many; undefined where the files have none. */
  validationCurves(
    folder: string,
    files: readonly ValidationCurveFile[],
    networks: number,
    observation: Observation,
  ): Promise<ValidationCurves | undefined> {
    return this.run({ type: "validation curves", folder, files, networks, observation });
  }

  /** Puts timings into the user's benchmarks; gives the name of the one that they are in. */
  store(
    folder: string,
    space: Space,
    device: Device,
    latencies: readonly MeasuredLatency[],
  ): Promise<string> {
    return this.run({ type: "store", folder, space, device, latencies });
  }

  /** A network in the format of this name, one of the slow ones. */
  async export(
    format: string,
    space: Space,
    architecture: Architecture,
    about: ExportOptions,
  ): Promise<readonly SentFile[]> {
    const answer = await this.run({ type: "export", format, space, architecture, about });
    if ("refusal" in answer) throw new ExportProblem(answer.refusal);
    return answer.files;
  }

  bytes(folder: string, database: string): Promise<Uint8Array | undefined> {
    return this.run({ type: "bytes", folder, database });
  }

  /** Ends the worker and whatever it is doing. */
  close() {
    void this.worker?.then((worker) => worker.end("it was shut down"));
    this.worker = undefined;
  }

  private async run<Type extends BenchmarkTask["type"]>(
    task: Task<Type>,
    listener: Partial<TaskListener> = {},
  ): Promise<TaskAnswers[Type]> {
    if (!this.worker || (await this.worker).isDead) this.worker = this.start();
    return (await this.worker).run(task, listener);
  }

  private async start(): Promise<TaskWorker> {
    const [wasm, embedded] = await Promise.all([
      this.platform.readAsset("sql-wasm.wasm"),
      this.platform.readAsset("data/blox.sqlite"),
    ]);
    return new TaskWorker(this.platform.startWorker("benchmark-worker"), { wasm, embedded });
  }
}

interface TaskListener {
  readonly cancellation: Cancellation;
  onProgress(progress: ImportProgress): void;
}

interface OpenTask {
  readonly onProgress: TaskListener["onProgress"] | undefined;
  finish(answer: never): void;
  fail(reason: string): void;
}

class TaskWorker {
  isDead = false;
  private readonly tasks = new Map<number, OpenTask>();
  private lastId = 0;

  constructor(
    private readonly port: Port,
    assets: Omit<Extract<ToBenchmarkWorker, { type: "assets" }>, "type">,
  ) {
    port.onError((reason) => this.end(reason));
    port.onMessage((message) => this.receive(message as FromBenchmarkWorker));
    this.post({ type: "assets", ...assets });
  }

  run<Type extends BenchmarkTask["type"]>(
    task: Task<Type>,
    { cancellation, onProgress }: Partial<TaskListener>,
  ): Promise<TaskAnswers[Type]> {
    const id = ++this.lastId;
    const cancel = () => this.post({ type: "cancel", id });
    const listening = cancellation?.onCancellationRequested(cancel);
    return new Promise<TaskAnswers[Type]>((resolve, reject) => {
      this.tasks.set(id, {
        onProgress,
        finish: resolve,
        fail: (reason) => reject(new Error(reason)),
      });
      this.post({ ...task, id });
      if (cancellation?.isCancellationRequested) cancel();
    }).finally(() => listening?.dispose());
  }

  end(reason: string) {
    this.isDead = true;
    this.port.close();
    for (const task of this.tasks.values())
      task.fail(`What keeps the benchmarks broke off: ${reason}. Try again.`);
    this.tasks.clear();
  }

  private receive(message: FromBenchmarkWorker) {
    const task = this.tasks.get(message.id);
    if (message.type === "progress") {
      task?.onProgress?.(message.progress);
      return;
    }
    this.tasks.delete(message.id);
    if (message.type === "done") task?.finish(message.answer as never);
    else task?.fail(message.message);
  }

  private post(message: ToBenchmarkWorker) {
    this.port.post(message);
  }
}
