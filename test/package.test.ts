import { deepEqual, ok } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const vsce = join(root, "node_modules/@vscode/vsce/vsce");

/** What may ship, and nothing else: no sources, no tests, no values that were made up for them. */
const shipped = [
  /^(package\.json|README\.md|LICENSE)$/,
  /^dist\/[\w-]+\.(js|json|wasm)$/,
  /^dist\/ort\/ort[\w.-]+\.(js|mjs|wasm)$/,
  /^dist\/data\/blox\.sqlite$/,
  /^dist\/webview\/(search|suggestions|graph|curves|rows|comparison)\.(js|css)$/,
  /^docs\/(numbers|blox-digits|searches|comparing|language|exporting|importing|measuring|sql|your-own-space)\.md$/,
  /^docs\/(searches|blox-digits)\/[\w-]+\.svg$/,
  /^docs\/(searches|diagnostics|walkthrough)\/[\w-]+\.md$/,
  /^client\/icons\/[\w-]+\.svg$/,
  /^grammar\/[\w.-]+\.json$/,
];

describe("the package", () => {
  const files = execFileSync(process.execPath, [vsce, "ls", "--no-dependencies"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((line) => line !== "");

  it("holds what ships and nothing else", () => {
    deepEqual(
      files.filter((file) => !shipped.some((pattern) => pattern.test(file))),
      [],
    );
    for (const needed of ["dist/extension-node.js", "dist/extension-browser.js", "dist/cli.js"]) {
      ok(files.includes(needed), needed);
    }
  });

  it("is small: under 34 MB, half of it what runs networks, before it is compressed", () => {
    const bytes = files.reduce((sum, file) => sum + statSync(join(root, file)).size, 0);
    ok(bytes < 34e6, `${bytes} bytes`);
  });
});
