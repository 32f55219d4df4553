import { deepEqual, equal, match, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type ProblemCode, problemCodes } from "../../server/model/problem";
import { problemsOf } from "../../server/requirements";
import { embeddedBenchmarks } from "../server/embedded";
import { exampleModel, filesIn } from "../server/marked-text";

const folder = resolve(import.meta.dirname, "../../docs/diagnostics");
const nameOf = (code: ProblemCode) => `${code.replace("blox/", "")}.md`;

describe("the pages of docs/diagnostics", () => {
  const benchmarks = embeddedBenchmarks();
  const codesIn = async (text: string, examples: readonly string[]) =>
    problemsOf(exampleModel(examples, text), await benchmarks).map(({ code }) => code);

  it("are one for each code, all in the index, and no other", () => {
    const pages = problemCodes.map(nameOf).sort();
    deepEqual(readdirSync(folder).sort(), ["README.md", ...pages].sort());
    const index = readFileSync(join(folder, "README.md"), "utf8");
    const linked = Array.from(index.matchAll(/^\| \[`(.+)`\]\((.+\.md)\) \| .+ \|$/gm));
    deepEqual(linked.map(([, , page]) => page).sort(), pages);
    for (const [, code, page] of linked) equal(page, `${code}.md`);
  });

  for (const code of problemCodes) {
    it(`${code}: an example that gives it and no other, and the same one mended`, async () => {
      const path = join(folder, nameOf(code));
      ok(existsSync(path), `${path} is missing: see the pages beside it for what it says`);
      const page = readFileSync(path, "utf8");
      match(page, new RegExp(`^# ${code}\n`));
      const examples = Array.from(
        page.matchAll(/^```blox\n([\s\S]*?)^```$/gm),
        ([, text = ""]) => text,
      );
      // Those with a name are there for the others to import.
      const [broken, mended] = examples.filter((example) => filesIn(example).size === 0);
      deepEqual([...new Set(await codesIn(broken ?? "", examples))], [code]);
      ok(mended !== undefined, "a second example shows the first one mended");
      deepEqual(await codesIn(mended, examples), []);
    });
  }
});
