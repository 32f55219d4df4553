import { mkdirSync } from "node:fs";
import { readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { expectFileName } from "../../data/library/file-name";
import { codeOf, fileProblem } from "../../data/library/file-problem-node";
import { TraceFile } from "./trace-file-node";
import { mostTraces, type TraceStore } from "./trace-store";

/** A folder of the disk, which is made with the first trace. */
export function nodeTraces(folder: string): TraceStore {
  const pathOf = (name: string) => {
    expectFileName(name);
    return join(folder, name);
  };
  return {
    async read(name) {
      try {
        return await readFile(pathOf(name), "utf8");
      } catch (error) {
        if (["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "")) return undefined;
        throw new Error(fileProblem(error, `to read ${name} in ${folder}`));
      }
    },
    open(name, kept) {
      const file = new TraceFile(pathOf(name), kept === undefined ? "none" : { kept });
      let hasBegun = false;
      return {
        write(line) {
          try {
            if (!hasBegun) mkdirSync(folder, { recursive: true });
            hasBegun = true;
            file.write(line);
          } catch (error) {
            throw new Error(fileProblem(error, `to write ${name} in ${folder}`));
          }
        },
        async close() {
          await file.close().catch(() => {});
          if (hasBegun) await removeOldest(folder);
        },
      };
    },
  };
}

/** All but the latest few. What cannot be removed stays. */
async function removeOldest(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const written = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, at: (await stat(path).catch(() => undefined))?.mtimeMs ?? 0 };
    }),
  );
  const oldest = written.sort((one, other) => other.at - one.at).slice(mostTraces);
  for (const { path } of oldest) await rm(path, { force: true }).catch(() => {});
}
