import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";

/** Starts processes that import, from a program that is bundled once, so that they start fast. */
export class ImportingProcesses {
  private readonly program: string;

  private constructor(folder: string) {
    this.program = join(folder, "import-program.cjs");
  }

  /** `folder` is an empty one for the program. */
  static async bundledInto(folder: string): Promise<ImportingProcesses> {
    const processes = new ImportingProcesses(folder);
    await build({
      entryPoints: [resolve(import.meta.dirname, "import-program.ts")],
      outfile: processes.program,
      bundle: true,
      platform: "node",
      format: "cjs",
      loader: { ".blox": "text", ".csv": "text" },
      logLevel: "error",
    });
    const sqlFolder = dirname(createRequire(import.meta.url).resolve("sql.js"));
    copyFileSync(join(sqlFolder, "sql-wasm.wasm"), join(folder, "sql-wasm.wasm"));
    return processes;
  }

  /** A process that waits to be told to import files into a folder. */
  async ready(folder: string, files: readonly string[]): Promise<ImportingProcess> {
    const child = spawn(process.execPath, [this.program, folder, ...files], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const importing = new ImportingProcess(child);
    await Promise.race([once(child.stdout, "data"), importing.ended.then(failBeforeTime)]);
    return importing;
  }
}

function failBeforeTime({ said }: Ending): never {
  throw new Error(`the process that is to import ended before it began: ${said}`);
}

export interface Ending {
  /** Null where it was killed. */
  readonly code: number | null;
  /** On its standard error output. */
  readonly said: string;
}

export class ImportingProcess {
  readonly ended: Promise<Ending>;

  constructor(private readonly child: ChildProcess) {
    let said = "";
    child.stderr?.on("data", (data: Buffer) => {
      said += data.toString();
    });
    // It may have been killed by the time that it is told to go.
    child.stdin?.on("error", () => {});
    this.ended = once(child, "close").then(([code]) => ({ code, said }));
  }

  go() {
    this.child.stdin?.write("g");
  }

  kill() {
    this.child.kill("SIGKILL");
  }
}
