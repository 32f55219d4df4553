import assert from "node:assert/strict";
import type {
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  InlayHint,
  Location,
} from "vscode-languageserver";
import { blocksOf } from "../../data/blocks";
import type { SearchResult, Suggestions } from "../../server/messages";
import { networkSkeleton } from "../../server/network-skeleton";
import { Editor } from "./joined";
import { modelOf } from "./marked-text";

const uri = "file:///tiny.blox";

/** What a user writes who has an idea: an operation of their own, and a space around it. */
const text = `/// Two stages for a microcontroller.
space tiny {
  input 1 x 8 x 8
  classes 10
  count flops as macs

  /// A depthwise separable convolution (Howard et al., 2017).
  op separable { dwconv 3x3 no-bias  bn  relu  conv 1x1 no-bias  bn  relu }
  op plain { conv 3x3 no-bias  bn  relu }

  stem { conv 3x3 out 8 no-bias  bn  relu }
  stages 2 {
    block of 1..2 ops
    reduce { conv 2x2 out 2c stride 2 valid no-bias }
  }
  head { global-avg-pool  linear out classes }
}

network first {
  space tiny
  stage 1: separable
  stage 2: plain -> separable

  require params <= 10 K
}

search best {
  space tiny
  minimize flops
  subject to params >= 5 K
  algorithm exhaustive
  budget 441 evaluations
}
`;

describe("a space that is written in a file", () => {
  let editor: Editor;
  let diagnostics: Diagnostic[];
  before(async () => {
    editor = await Editor.start();
    diagnostics = await editor.open(uri, text);
  });
  after(() => editor.close());

  const request = <Answer>(method: string, parameters: object) =>
    editor.connection.sendRequest<Answer>(method, parameters);
  const at = (line: string, word: string) => {
    const lines = text.split("\n");
    const number = lines.findIndex((each) => each.includes(line));
    const character = (lines[number] ?? "").indexOf(word) + 1;
    return { textDocument: { uri }, position: { line: number, character } };
  };
  const hover = async (line: string, word: string) => {
    const found = await request<Hover | null>("textDocument/hover", at(line, word));
    return found && "value" in Object(found.contents) ? String(Object(found.contents).value) : "";
  };

  it("has no mistakes", () => assert.deepEqual(diagnostics, []));

  it("says how many networks it holds", async () => {
    assert.match(await hover("space tiny {", "tiny"), /441 networks, 2 stages × 21 blocks/);
    assert.match(await hover("space tiny {", "tiny"), /Two stages for a microcontroller/);
  });

  it("has operations with documentation and costs", async () => {
    const shown = await hover("stage 1: separable", "separable");
    assert.match(shown, /Howard et al\., 2017/);
    // 3·3·8 + 2·8 + 8·8 + 2·8 parameters; (9·8 + 8·8) multiply-accumulates on 8×8 pixels.
    assert.match(shown, /In stage 1, on 8×8×8: 168 parameters, 8\.70 K FLOPs \(exact\)/);
  });

  it("gives its networks exact numbers, counted by hand", async () => {
    const separable = (c: number) => 9 * c + 2 * c + c * c + 2 * c;
    const plain = (c: number) => 9 * c * c + 2 * c;
    const reduction = (c: number) => 4 * c * 2 * c;
    const params =
      9 * 8 +
      2 * 8 +
      (separable(8) + reduction(8)) +
      (plain(16) + separable(16) + reduction(16)) +
      (32 * 10 + 10);
    assert.equal(params, 5946);
    const shown = (await hover("network first", "first")).replaceAll("\u00a0", " ");
    assert.match(shown, /Parameters.*\*\*5\.95 K\*\*/);
    assert.match(shown, /Model size.*\*\*23\.78 KB\*\*/);
    assert.doesNotMatch(shown, /accuracy|estimated/i);
  });

  it("shows shapes", async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: 40, character: 0 } };
    const hints = await request<InlayHint[]>("textDocument/inlayHint", {
      textDocument: { uri },
      range,
    });
    assert.match(String(hints[0]?.label), /^8×8×8 → 16×4×4/);
    assert.match(String(hints[1]?.label), /^16×4×4 → 32×2×2/);
  });

  it("completes its operations", async () => {
    const answer = await request<CompletionItem[] | CompletionList>(
      "textDocument/completion",
      at("stage 1: separable", "separable"),
    );
    const labels = (Array.isArray(answer) ? answer : answer.items).map(({ label }) => label);
    for (const label of ["separable", "plain"]) assert.ok(labels.includes(label), label);
    assert.ok(!labels.includes("mbconv"));
  });

  it("leads from a use to the declaration", async () => {
    const [space] = await request<Location[]>(
      "textDocument/definition",
      at("  space tiny", "tiny"),
    );
    assert.equal(space?.range.start.line, 1);
    const [operation] = await request<Location[]>(
      "textDocument/definition",
      at("stage 1: separable", "separable"),
    );
    assert.equal(operation?.range.start.line, 7);
  });

  it("is searched", async () => {
    const declared = await request<{ spec: object }>("blox/declaredSearch", {
      uri,
      search: "best",
    });
    const result = await request<SearchResult>("blox/search", { id: 1, spec: declared.spec });
    assert.equal(result.outcome, "finished", result.notes.join(" "));
    assert.equal(result.evaluations, 441);
    // The fewest multiply-accumulates among those with 5,000 parameters, by trying all of them here.
    assert.deepEqual(result.best[0]?.blocks, bestByHand());
  });

  it("is searched in the worker, however large it is", async () => {
    const large = text
      .replaceAll("tiny", "large")
      .replace("block of 1..2 ops", "chain of 14 ops")
      .replace("stages 2", "stages 3");
    const other = "file:///large.blox";
    await editor.open(other, large);
    const spec = {
      space: "large",
      algorithm: "random",
      parameters: {},
      objectives: [{ metric: "peak_memory", direction: "minimize" }],
      subjectTo: "",
      budget: 50,
      seed: 1,
      uri: other,
    };
    const result = await request<SearchResult>("blox/search", { id: 2, spec });
    assert.equal(result.outcome, "finished", result.notes.join(" "));
    assert.equal(result.evaluations, 50);
  });

  it("has replacements to suggest", async () => {
    const { replacements } = await request<Suggestions>("blox/suggestions", {
      uri,
      network: "first",
    });
    assert.equal(replacements.length, 2 * 20);
  });
});

describe("a space whose names need quotes", () => {
  const quoted = text.replaceAll("tiny", '"tiny 2"').replaceAll("plain", '"3x3"');
  const space = modelOf(quoted).spaces.named("tiny 2");
  assert.ok(space);

  it("has blocks that can be written as they are shown", () => {
    for (const stage of space.stages.keys()) {
      for (const block of blocksOf(space, stage)) {
        const other = stage === 0 ? 2 : 1;
        const network = `network n { space "tiny 2" stage ${stage + 1}: ${block.expression} stage ${other}: separable }`;
        const model = modelOf(`${quoted}\n${network}`);
        assert.deepEqual(model.problems, [], block.expression);
        assert.equal(model.networks.at(-1)?.architecture?.[stage], block.index);
      }
    }
  });

  it("has a network to fill in that can be read", () => {
    // What the snippet inserts, with its first choices taken.
    const network = networkSkeleton(space).replace(/\$\{\d+[:|]([^,|}]*)[^}]*\}/g, "$1");
    assert.deepEqual(modelOf(`${quoted}\n${network}`).problems, [], network);
  });
});

/** Counts each of the 441 networks from the numbers of its operations. */
function bestByHand(): string[] {
  const macs = { separable: (c: number) => 9 * c + c * c, plain: (c: number) => 9 * c * c };
  const params = {
    separable: (c: number) => 9 * c + c * c + 4 * c,
    plain: (c: number) => 9 * c * c + 2 * c,
  };
  const blocks: (keyof typeof macs)[][] = [
    ["separable"],
    ["plain"],
    ["separable", "separable"],
    ["separable", "plain"],
    ["plain", "separable"],
    ["plain", "plain"],
  ];
  const all = blocks.flatMap((one) =>
    blocks.map((two) => {
      const sum = (of: typeof macs, scale: readonly number[]) =>
        one.reduce((total, op) => total + of[op](8) * (scale[0] ?? 1), 0) +
        two.reduce((total, op) => total + of[op](16) * (scale[1] ?? 1), 0);
      // Besides: stem, reductions and head.
      const fixed = 9 * 8 + 2 * 8 + 4 * 8 * 16 + 4 * 16 * 32 + 32 * 10 + 10;
      return { one, two, macs: sum(macs, [64, 16]), params: sum(params, [1, 1]) + fixed };
    }),
  );
  const [best] = all.filter(({ params }) => params >= 5000).sort((a, b) => a.macs - b.macs);
  return [best?.one.join(" -> ") ?? "", best?.two.join(" -> ") ?? ""];
}
