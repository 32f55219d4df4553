import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { lex } from "../../../grammar/tokens";
import { codeLenses, resolveCodeLens } from "../../../server/features/code-lens";
import { completion } from "../../../server/features/completion/completion";
import { hover } from "../../../server/features/hover";
import { problemsOf } from "../../../server/requirements";
import { embeddedBenchmarks } from "../embedded";
import { modelOf } from "../marked-text";

const folder = resolve(import.meta.dirname, "../../../examples");
const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".blox"))
  .map((name) => readFileSync(join(folder, name), "utf8"));

/** Words of the language in any order: nearer to what people type than any characters are. */
const words = fc
  .array(
    fc.constantFrom(
      ..."network block stage space require in out conv mbconv st1 st3 twin a b 1 2 3 4 M ms % params latency".split(
        " ",
      ),
      ...[
        "{",
        "}",
        "(",
        ")",
        ":",
        "->",
        "|",
        "=",
        "+",
        "?",
        "_",
        ",",
        "<=",
        '"x"',
        "\n",
        "//",
        "/*",
        "///",
      ],
    ),
    { maxLength: 60 },
  )
  .map((list) => list.join(" "));

/** An example with some of its tokens gone. */
const damaged = fc
  .tuple(
    fc.constantFrom(...examples),
    fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 4 }),
  )
  .map(([text, places]) => {
    const { tokens } = lex(text);
    const gone = new Set(places.map((place) => Math.floor(place * tokens.length)));
    let kept = "";
    let end = 0;
    for (const [place, token] of tokens.entries()) {
      kept += text.slice(end, token.startOffset) + (gone.has(place) ? "" : token.image);
      end = token.startOffset + token.image.length;
    }
    return kept + text.slice(end);
  });

describe("whatever the text", () => {
  for (const [what, texts] of [
    ["words of the language in any order", words],
    ["an example without some of its tokens", damaged],
    ["any characters", fc.string({ unit: "binary", maxLength: 200 })],
  ] as const) {
    it(`${what}: every feature answers, and every problem lies in the text`, async () => {
      const benchmarks = await embeddedBenchmarks();
      fc.assert(
        fc.property(texts, fc.nat(), (text, place) => {
          const model = modelOf(text);
          const position = model.document.positionAt(place % (text.length + 1));
          hover(model, position, benchmarks);
          completion(model, position, benchmarks);
          for (const lens of codeLenses(model)) resolveCodeLens(lens, model, benchmarks);
          return problemsOf(model, benchmarks).every(
            ({ range, message }) =>
              message !== "" &&
              0 <= range.start &&
              range.start <= range.end &&
              range.end <= text.length,
          );
        }),
        { numRuns: 400 },
      );
    });
  }
});
