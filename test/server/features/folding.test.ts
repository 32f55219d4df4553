import { equal } from "node:assert/strict";
import { foldingRanges } from "../../../server/features/folding";
import { modelOf } from "../marked-text";

/** The text as it looks with the folds that begin on `lines` closed. */
function folded(text: string, lines?: readonly number[]): string {
  const hidden = new Set<number>();
  const closed = new Set<number>();
  for (const { startLine, endLine } of foldingRanges(modelOf(text))) {
    if (lines && !lines.includes(startLine)) continue;
    closed.add(startLine);
    for (let line = startLine + 1; line <= endLine; line++) hidden.add(line);
  }
  return text
    .split("\n")
    .map((line, at) => (closed.has(at) ? `${line}…` : line))
    .filter((_, at) => !hidden.has(at))
    .join("\n");
}

describe("folding", () => {
  const text = `// one
// two

/// What it is,
/// and why.
network n {
  stage 1: conv
  stage 3 {
    a = bconv(in)
    out = a
  }
}
/*
 * stars
 */
space s { op conv { repeat 2 {
  conv 3x3
} } }
network m { stage 1: conv }`;

  it("hides declarations and comments, each behind its first line", () => {
    equal(
      folded(text),
      `// one…

/// What it is,…
network n {…
}
/*…
space s { op conv { repeat 2 {…
} } }
network m { stage 1: conv }`,
    );
  });

  it("hides the body of a stage", () => {
    equal(
      folded("network n {\n  stage 3 {\n    a = in\n  }\n}", [1]),
      "network n {\n  stage 3 {…\n  }\n}",
    );
  });

  it("hides the stages of a space and what they are made of", () => {
    const text = `space s {
  stages 3 {
    block of 2 ops
    reduce {
      bn
    }
  }
  head { bn }
}`;
    equal(folded(text, [3]), text.replace("reduce {\n      bn\n", "reduce {…\n"));
    equal(folded(text, [1]), "space s {\n  stages 3 {…\n  }\n  head { bn }\n}");
    equal(folded(text, [0]), "space s {…\n}");
  });

  it("keeps apart what the braces of another declaration left open", () => {
    equal(
      folded("network n {\n  stage 1 {\n\nnetwork m {\n  stage 1: conv\n}\n}\n"),
      "network n {\n  stage 1 {\n\nnetwork m {…\n}\n}\n",
    );
  });

  it("does not take comments behind code for a run", () => {
    const text = "network n { // one\n  stage 1: conv // two\n  // three\n} // four\n";
    equal(folded(text, [1, 2]), text);
  });
});
