import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { Fix, Problem, ProblemCode } from "../../../server/model/problem";
import { problemsOf } from "../../../server/requirements";
import { embeddedBenchmarks } from "../embedded";
import { edited, modelOf } from "../marked-text";
import { mutatedText } from "../mutated-text";

/**
 * What a fix of a code may bring to light, because it is not judged before: requirements of a network
 * that is not whole, the block that an unknown name is part of, the limit of an unknown metric, the settings of an unknown
 * algorithm.
 */
const laterJudged: Readonly<Partial<Record<ProblemCode, readonly ProblemCode[]>>> = (() => {
  const verdicts = [
    "blox/broken-requirement",
    "blox/undecided-requirement",
    // Whether a network has holes shows only once it is whole.
    "blox/no-holes",
  ] as const;
  const block = ["blox/no-block", "blox/repeated-term", ...verdicts] as const;
  return {
    "blox/unknown-op": block,
    "blox/unknown-block": block,
    "blox/unknown-name": block,
    "blox/no-block": verdicts,
    "blox/missing-stage": verdicts,
    "blox/surplus-stage": verdicts,
    "blox/repeated-stage": verdicts,
    "blox/wrong-requirement": [...verdicts, "blox/unknown-value", "blox/wrong-requirement"],
    "blox/unknown-setting": ["blox/wrong-search"],
    "blox/unknown-network": ["blox/no-holes"],
    "blox/unknown-algorithm": ["blox/unknown-setting", "blox/wrong-search"],
    "blox/wrong-search": ["blox/unknown-value", "blox/wrong-search"],
  };
})();

/** With these whole pieces of text are not read at all; of their own kind they bring nothing. */
const hidesAll: readonly ProblemCode[] = [
  "blox/syntax",
  "blox/unknown-space",
  // A space with one of these has no meaning, nor has what lives in it.
  "blox/unknown-layer",
  "blox/wrong-layer",
  "blox/wrong-clause",
  "blox/missing-clause",
];

describe("every quick fix, whatever the mistakes around it", () => {
  const benchmarks = embeddedBenchmarks();

  it("removes its problem, and brings none that could have been seen before", async () => {
    const known = await benchmarks;
    let applied = 0;
    const property = fc.property(mutatedText, (text) => {
      const model = modelOf(text);
      const before = problemsOf(model, known);
      for (const problem of before) {
        for (const fix of problem.fixes ?? []) {
          applied++;
          const after = problemsOf(modelOf(edited(model, fix.edits)), known);
          const fault = faultOf(problem, fix, before, after);
          ok(fault === undefined, `${fix.title} (${problem.message}): ${fault}`);
        }
      }
    });
    // The same texts each time; BLOX_SEED tries others.
    fc.assert(property, { numRuns: 1500, seed: Number(process.env.BLOX_SEED ?? 1) });
    ok(applied > 1000, `${applied} fixes`);
  });

  it("is told apart from a bad one", () => {
    // The check itself: a fix that does nothing, and one that breaks something else.
    const text = "network n {\n  stage 1: cnv\n  stage 2: conv\n  stage 3: conv\n}\n";
    const [problem] = modelOf(text).problems;
    ok(problem);
    const faultAfter = (fix: Fix) =>
      faultOf(problem, fix, [problem], modelOf(edited(modelOf(text), fix.edits)).problems);
    equal(faultAfter({ title: "Nothing", edits: [] }), "it stays");
    const { range } = problem;
    const breaking = { title: "Break", edits: [{ range, newText: "st3(conv)" }] };
    ok(faultAfter(breaking)?.startsWith("it brings blox/argument-count"));
    const good = { title: "Change to conv", edits: [{ range, newText: "conv" }] };
    equal(faultAfter(good), undefined);
  });
});

function faultOf(
  problem: Problem,
  fix: Fix,
  before: readonly Problem[],
  after: readonly Problem[],
): string | undefined {
  const moved = before.map((old) => ({ ...old, start: placeAfter(fix, old.range.start) }));
  const start = placeAfter(fix, problem.range.start);
  const stays = after.some(
    ({ code, message, range }) =>
      code === problem.code && message === problem.message && range.start === start,
  );
  if (stays) return "it stays";
  const isOld = ({ code, message, range }: Problem) =>
    // At one place a code means the same problem, though its message may tell other values now.
    moved.some(
      (old) => old.code === code && (old.message === message || old.start === range.start),
    );
  const mayShow = ({ code }: Problem) =>
    laterJudged[problem.code]?.includes(code) ||
    (hidesAll.includes(problem.code) && code !== problem.code);
  const brought = after.find((one) => !isOld(one) && !mayShow(one));
  return brought && `it brings ${brought.code}: ${brought.message}`;
}

/** Where an offset of the text is once a fix is applied. */
function placeAfter({ edits }: Fix, offset: number): number {
  let shift = 0;
  for (const { range, newText } of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    const isInsertion = range.start === range.end;
    if (range.end <= offset && !(isInsertion && range.start === offset)) {
      shift += newText.length - (range.end - range.start);
    } else if (range.start < offset) {
      return range.start + shift;
    }
  }
  return offset + shift;
}
