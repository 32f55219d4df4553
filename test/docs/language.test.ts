import { deepEqual, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { problemsOf } from "../../server/requirements";
import { embeddedBenchmarks } from "../server/embedded";
import { exampleModel, modelOf } from "../server/marked-text";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/language.md"), "utf8");

/**
 * Examples stand between fences; ```` ```blox error CODE ```` says which problem one has. One that begins
 * with a name, `// blocks.blox`, can be imported by the others.
 */
const examples = Array.from(
  page.matchAll(/^```blox(?: error (\S+))?\n([\s\S]*?)^```$/gm),
  ([, code, text = ""]) => ({ code, text }),
);

const modelOfExample = (text: string) =>
  exampleModel(
    examples.map((example) => example.text),
    text,
  );

describe("the examples of docs/language.md", () => {
  it("are there", () => ok(examples.length >= 6));

  for (const { code, text } of examples) {
    it(`${text.split("\n")[0]}: ${code ?? "nothing wrong"}`, async () => {
      const problems = problemsOf(modelOfExample(text), await embeddedBenchmarks());
      deepEqual(
        problems.filter(({ severity }) => severity !== "hint").map((problem) => problem.code),
        code === undefined ? [] : [`blox/${code}`],
      );
    });
  }

  it("name every built-in block as it is", () => {
    const rows = page.matchAll(/^\| `(.+?)` \| (.+?) \| (ST\d) \|$/gm);
    for (const [, expression = "", equations = "", topology] of rows) {
      const body = Array.from(equations.matchAll(/`(.+?)`/g), ([, equation]) => equation);
      const text = `network n {
        stage 1: ${expression.replace("\\|", "|")}
        stage 2 { ${body.join("\n")} }
        stage 3: conv
      }`;
      const [first, second] = modelOf(text).networks[0]?.stages ?? [];
      deepEqual(first?.block?.topology.name, topology);
      deepEqual(second?.block, first?.block);
    }
  });
});
