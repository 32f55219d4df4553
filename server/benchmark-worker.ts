import type { SqlJsStatic } from "sql.js";
import { findSpace } from "../data/built-in-spaces";
import { withEmbeddedCurves } from "../data/embedded-curves";
import { ExportProblem } from "../data/export-problem";
import type { BenchmarkFolder } from "../data/library/benchmark-folder";
import { readCurve } from "../data/library/curve-file";
import { hashIndex, type KnownHashes } from "../data/library/hash-index";
import { importFiles, type RequestedSource } from "../data/library/import-files";
import { loadLibrary, messageOf, removeBenchmark } from "../data/library/library";
import { measuredHereName, storeTimings } from "../data/library/store-timings";
import { type EmbeddedContent, publishedHashes, readEmbedded } from "../data/sqlite-benchmark";
import type {
  BenchmarkTask,
  FromBenchmarkWorker,
  TaskAnswers,
  ToBenchmarkWorker,
} from "./benchmark-worker-messages";
import { loadSql } from "./benchmarks";
import { sentFiles } from "./exports/sent-files";
import { slowExporters } from "./exports/slow-exporters";
import type { ImportedPath } from "./messages";
import type { Port } from "./platform";
import { readValidationCurves } from "./validation-curve-files";

/** Where the worker's side runs. */
export interface WorkerSurroundings {
  folderAt(path: string): BenchmarkFolder;
  sourcesOf(files: readonly ImportedPath[]): Promise<readonly RequestedSource[]>;
}

/**
 * The worker's side of the user's benchmarks: all that takes longer than a keystroke, so that the server
 * answers meanwhile. Tasks run side by side; those that change a folder wait for its lock.
 */
export function serveBenchmarks(
  port: Pick<Port, "post" | "onMessage">,
  surroundings: WorkerSurroundings,
): void {
  const post = (message: FromBenchmarkWorker) => port.post(message);
  const running = new Map<number, AbortController>();
  let assets: Assets | undefined;

  async function run(id: number, task: BenchmarkTask) {
    const cancellation = new AbortController();
    running.set(id, cancellation);
    try {
      if (!assets) throw new Error("the worker has not been given its files");
      const answer = await answerTo(task, assets, surroundings, {
        signal: cancellation.signal,
        onProgress: (progress) => post({ type: "progress", id, progress }),
      });
      post({ type: "done", id, answer });
    } catch (error) {
      post({ type: "failed", id, message: messageOf(error) });
    } finally {
      running.delete(id);
    }
  }

  port.onMessage((data) => {
    const message = data as ToBenchmarkWorker;
    if (message.type === "assets") assets = new Assets(message.wasm, message.embedded);
    else if (message.type === "cancel") running.get(message.id)?.abort();
    else void run(message.id, message);
  });
}

/** The files of the product, and what is made of them once. */
class Assets {
  private loading: Promise<SqlJsStatic> | undefined;
  private content: Promise<EmbeddedContent> | undefined;
  private index: KnownHashes | undefined;

  constructor(
    private readonly wasm: Uint8Array | undefined,
    private readonly embeddedFile: Uint8Array | undefined,
  ) {}

  sql(): Promise<SqlJsStatic> {
    this.loading ??= loadSql({ readAsset: async () => this.wasm });
    return this.loading;
  }

  embedded(): Promise<EmbeddedContent> {
    this.content ??= this.sql().then((sql) => readEmbedded(this.embeddedFile, sql));
    return this.content;
  }

  async hashes(): Promise<KnownHashes> {
    const content = await this.embedded();
    if ("problem" in content) throw new Error(`${content.problem} Without it, no hash is known.`);
    this.index ??= hashIndex(publishedHashes(content));
    return this.index;
  }
}

interface Running {
  readonly signal: AbortSignal;
  onProgress(progress: Extract<FromBenchmarkWorker, { type: "progress" }>["progress"]): void;
}

async function answerTo(
  task: BenchmarkTask,
  assets: Assets,
  { folderAt, sourcesOf }: WorkerSurroundings,
  { signal, onProgress }: Running,
): Promise<TaskAnswers[keyof TaskAnswers]> {
  if (task.type === "embedded") return assets.embedded();
  if (task.type === "export") return exported(task);
  const folder = folderAt(task.folder);
  switch (task.type) {
    case "library":
      return loadLibrary(folder, await assets.sql());
    case "import":
      return importFiles(
        // A space that is built in is known by its identity, which no message keeps.
        { sources: await sourcesOf(task.files), space: findSpace(task.space.name) ?? task.space },
        {
          folder,
          sql: await assets.sql(),
          hashes: await assets.hashes(),
          signal,
          onProgress,
          now: () => new Date(),
        },
      );
    case "remove":
      await removeBenchmark(folder, task.database, await assets.sql());
      return null;
    case "curve":
      return readCurve(
        withEmbeddedCurves(folder, await assets.embedded()),
        task.file,
        task.network,
      );
    case "validation curves":
      return readValidationCurves(
        withEmbeddedCurves(folder, await assets.embedded()),
        task.files,
        task.networks,
        task.observation,
      );
    case "store": {
      const { device, latencies } = task;
      const space = findSpace(task.space.name) ?? task.space;
      const content = await assets.embedded();
      await storeTimings(
        { space, device, latencies },
        {
          folder,
          sql: await assets.sql(),
          hashes: publishedHashes(content),
          now: () => new Date(),
        },
      );
      return measuredHereName(space);
    }
    case "bytes":
      return folder.read(task.database);
  }
}

function exported({
  format,
  space,
  architecture,
  about,
}: Extract<BenchmarkTask, { type: "export" }>): TaskAnswers["export"] {
  const exporter = slowExporters.find(({ name }) => name === format);
  if (!exporter) throw new RangeError(`there is no slow format ${format}`);
  try {
    const known = findSpace(space.name) ?? space;
    return { files: sentFiles(exporter, known, architecture, about) };
  } catch (error) {
    if (error instanceof ExportProblem) return { refusal: error.message };
    throw error;
  }
}
