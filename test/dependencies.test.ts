import { deepEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** What each folder may import of ours, beside itself. */
const floors: Record<string, (file: string) => boolean> = {
  grammar: () => false,
  data: (file) => file.startsWith("grammar/"),
  server: (file) => file.startsWith("grammar/") || file.startsWith("data/"),
  // The example is shown as it is.
  client: (file) => file === "server/messages" || file === "examples/first-network.blox",
  webview: (file) => file === "server/messages",
};

describe("the folders stand on one another in one direction", () => {
  for (const [folder, allows] of Object.entries(floors)) {
    it(`${folder} imports only what it may`, () => {
      const forbidden = sourcesIn(folder).flatMap((file) =>
        importsOf(file)
          .filter((imported) => !imported.startsWith(`${folder}/`) && !allows(imported))
          .map((imported) => `${relative(root, file)} imports ${imported}`),
      );
      deepEqual(forbidden, []);
    });
  }

  it("only programs, and files named so, import from Node", () => {
    const nodeFiles = /^server\/cli\/|-node\.ts$|^data\/(build|timing\/measure)\.ts$/;
    const forbidden = ["grammar", "data", "server", "webview", "client"]
      .flatMap(sourcesIn)
      .filter((file) => !nodeFiles.test(relative(root, file)))
      .filter((file) => /from "node:/.test(readFileSync(file, "utf8")));
    deepEqual(forbidden, []);
  });

  it("the webview toolkit is imported in one file", () => {
    const importers = sourcesIn("webview").filter((file) =>
      readFileSync(file, "utf8").includes("@vscode/webview-ui-toolkit"),
    );
    deepEqual(importers.length, 1);
  });
});

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(root, folder, file));
}

/** The files of ours that a file imports, from the root and without ending. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const paths = text.matchAll(/(?:from|import) "(\.[^"]+)"/g);
  return Array.from(paths, ([, path]) => relative(root, resolve(file, "..", path ?? "")));
}
