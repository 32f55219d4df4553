import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/**
 * Builds the embedded benchmark where it is missing or older than what it is built from: before
 * every `npm run build`. Building takes half a minute, most of it for hashing all networks.
 */
const folder = import.meta.dirname;
const database = join(folder, "blox.sqlite");

const { metafile } = await build({
  entryPoints: [join(folder, "build.ts")],
  absWorkingDir: folder,
  bundle: true,
  write: false,
  metafile: true,
  platform: "node",
  format: "esm",
  packages: "external",
  loader: { ".blox": "text", ".csv": "text" },
});
const modules = Object.keys(metafile.inputs).map((name) => resolve(folder, name));
const numbers = ["published", "timings", "trainings"].flatMap((name) =>
  readdirSync(join(folder, name), { recursive: true, encoding: "utf8" }).map((file) =>
    join(folder, name, file),
  ),
);
const newest = Math.max(...[...modules, ...numbers].map((file) => statSync(file).mtimeMs));

if ((statSync(database, { throwIfNoEntry: false })?.mtimeMs ?? 0) < newest) {
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  execFileSync(npm, ["run", "--silent", "data"], { stdio: "inherit", shell: npm.endsWith("cmd") });
}
