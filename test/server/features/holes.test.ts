import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { MarkupContent } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { indexOf } from "../../../data/architecture";
import { blocksOf } from "../../../data/blocks";
import { bloxSpace } from "../../../data/built-in-spaces";
import { codeActions } from "../../../server/features/code-actions";
import { hover } from "../../../server/features/hover";
import { embeddedBenchmarks } from "../embedded";
import { marked, modelOf } from "../marked-text";

describe("holes", () => {
  const benchmarks = embeddedBenchmarks();
  const blocks = blocksOf(bloxSpace, 0).map(({ expression }) => expression);
  const candidates = (hole: string) =>
    modelOf(`network n {\n  stage 1: ${hole}\n  stage 2: conv\n  stage 3: conv\n}`)
      .networks[0]?.stages[0]?.candidates.map(({ expression }) => expression)
      .sort();

  it("stand for any block, for a set of blocks, or for any operation in a place", () => {
    deepEqual(candidates("?"), [...blocks].sort());
    deepEqual(candidates("? in { conv, bconv | conv }"), ["conv", "conv | bconv"]);
    deepEqual(candidates("? in { _ }"), ["bconv", "conv", "mbconv"]);
    deepEqual(candidates("? in { st4(conv, _), conv }"), [
      "conv",
      ...["st4(conv, bconv)", "st4(conv, conv)", "st4(conv, mbconv)"],
    ]);
  });

  it("stand for a whole block, and `_` only inside a set", () => {
    const problems = (block: string) =>
      modelOf(`network n {\n  stage 1: ${block}\n  stage 2: conv\n  stage 3: conv\n}`).problems.map(
        ({ code }) => code,
      );
    for (const block of ["conv -> ?", "_", "st4(conv, _)"]) {
      deepEqual(problems(block), ["blox/stray-hole"]);
    }
  });

  it("are counted on hover, with the range and the best of each metric", async () => {
    const { model, cursor } = marked(
      "network ‸n {\n  stage 1: ?\n  stage 2: ?\n  stage 3: ?\n  require params <= 2 M\n  require flops <= 150 M\n}",
    );
    const shown = hover(model, cursor, await benchmarks)?.contents as MarkupContent;
    // A second way of counting, over the columns themselves.
    const { columns } = (await benchmarks)(bloxSpace);
    const column = (name: string) => columns.find(({ metric }) => metric.name === name)?.values;
    const [params, flops] = [column("params"), column("flops")];
    const meeting = params?.filter((value, i) => value <= 2e6 && (flops?.[i] ?? 0) <= 150e6).length;
    match(
      shown.value,
      new RegExp(
        `91,125 ways to fill its holes, of which ${meeting?.toLocaleString("en-US")} meet`,
      ),
    );
    match(shown.value, /Parameters \(exact\).*1\.72\u00a0M.*3\.78\u00a0M/);
  });

  it("are filled with the best that meets every requirement", async () => {
    const { model, cursor } = marked(
      "network n {\n  stage 1: ‸?\n  stage 2: conv\n  stage 3: ?\n  require params <= 2.5 M\n}\n",
    );
    const actions = codeActions(model, { start: cursor, end: cursor }, await benchmarks);
    match(
      `${actions[0]?.title}`,
      /^Fill the holes with the most accurate that meets every requirement: .* \(estimated\)/,
    );
    const change = actions[0]?.edit?.documentChanges?.[0];
    if (!change || !("edits" in change)) throw new Error("no edits");
    const filled = modelOf(
      TextDocument.applyEdits(
        model.document,
        change.edits.flatMap((edit) => ("newText" in edit ? edit : [])),
      ),
    );
    const architecture = filled.networks[0]?.architecture;
    ok(architecture);
    // No other completion that meets the requirement is better: looked for one by one.
    const { columns } = (await benchmarks)(bloxSpace);
    const [accuracy, params] = [columns[0]?.values, columns[1]?.values];
    const own = accuracy?.[indexOf(bloxSpace, architecture)] ?? 0;
    for (let first = 0; first < 45; first++) {
      for (let third = 0; third < 45; third++) {
        const index = indexOf(bloxSpace, [first, architecture[1] ?? 0, third]);
        if ((params?.[index] ?? 0) <= 2.5e6) ok((accuracy?.[index] ?? 0) <= own);
      }
    }
    equal((params?.[indexOf(bloxSpace, architecture)] ?? 9e9) <= 2.5e6, true);
  });

  it("are filled with the fewest FLOPs where no latency is known", async () => {
    const { model, cursor } = marked(
      "space wide extends blox { }\nnetwork n {\n  space wide\n  stage 1: ‸?\n  stage 2: conv\n  stage 3: conv\n}\n",
    );
    const { space } = model.networks[0] ?? {};
    ok(space);
    const flops = (await benchmarks)(space).columns.find(({ metric }) => metric.name === "flops");
    const [, second = 0, third = 0] =
      model.networks[0]?.stages.map(({ block }) => block?.index) ?? [];
    const values = blocks.map((_, first) => flops?.values[indexOf(space, [first, second, third])]);
    const least = Math.min(...values.map((value) => value ?? Number.POSITIVE_INFINITY));
    const actions = codeActions(model, { start: cursor, end: cursor }, await benchmarks);
    deepEqual(
      actions.map(({ title }) => title).filter((title) => title.startsWith("Fill")),
      [`Fill the holes with the fewest FLOPs: ${(least / 1e6).toFixed(1)} M FLOPs`],
    );
  });
});
