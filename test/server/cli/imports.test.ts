import { deepEqual, equal, match } from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { filesIn } from "../marked-text";
import { blox } from "./run-blox";

/** A folder with these files, each below a line with its name. */
function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "blox imports (1) "));
  for (const [name, content] of filesIn(text)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const pair = "block pair(a, b) { x = a(in) out = x + b(x + in) }\n";
const kiosk = `network kiosk {
  stage 1: pair(conv, mbconv)
  stage 2: mbconv -> mbconv
  stage 3: st3(conv, conv)
}
`;
const written = kiosk.replace("pair(", "st5(");

describe("blox follows imports", () => {
  const folder = folderWith(`
// parts/base.blox
import "../nets/n.blox"
${pair}
// parts/all.blox
import "./base.blox"
// nets/n.blox
import "../parts/all.blox"
${kiosk}
// plain.blox
${written}`);
  const imported = join(folder, "nets/n.blox");
  const plain = join(folder, "plain.blox");

  it("check: nothing wrong, in files that import each other", async () => {
    deepEqual(await blox(["check", imported]), { code: 0, stdout: "", stderr: "" });
  });

  for (const args of [
    ["metrics", "FILE", "--json"],
    ["suggest", "FILE", "--json"],
    ["search", "FILE", "--maximize", "accuracy", "--budget", "20", "--json"],
  ]) {
    it(`${args[0]}: as if the blocks were written out`, async () => {
      const run = (file: string) => blox(args.map((word) => (word === "FILE" ? file : word)));
      const found = await run(imported);
      equal(found.code, 0, found.stderr);
      deepEqual(found, await run(plain));
    });
  }

  it("check: says what is wrong with an import, at the import", async () => {
    const bad = folderWith(`
// broken.blox
block b(a) { out = a(in)
// n.blox
import "./nothing.blox"
import "./n.blox"
import "./broken.blox"
import "./parts"
${written}
// parts/p.blox
`);
    writeFileSync(join(bad, "data.blox"), "---\ndataset_type: static\n---\n");
    const file = join(bad, "n.blox");
    const { code, stdout } = await blox(["check", file]);
    equal(code, 1);
    const lines = stdout.trimEnd().replaceAll(file, "FILE").split("\n");
    const expected = [
      /^FILE:1:8: error: `.*\/nothing\.blox` is no file\. .*\(blox\/unknown-import\)$/,
      /^FILE:2:8: warning: This file imports itself.*\(blox\/self-import\)$/,
      /^FILE:3:8: warning: `\.\/broken\.blox` has a mistake.*expected `}`.*\(blox\/broken-import\)$/,
      /^FILE:4:8: error: `.*\/parts` is .*\(blox\/unknown-import\)$/,
    ];
    for (const [place, pattern] of expected.entries()) match(lines[place] ?? "", pattern);
    equal(lines.length, expected.length);
  });

  it("a file whose imports are missing has no numbers, and says why", async () => {
    const missing = folderWith(`
// n.blox
import "./nothing.blox"
${kiosk}`);
    const { code, stderr } = await blox(["metrics", join(missing, "n.blox")]);
    equal(code, 1);
    match(stderr, /network kiosk is not complete.*blox check/);
  });
});
