import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import type { CompletionItem } from "vscode-languageserver";
import { indexOf } from "../../../data/architecture";
import { valueAt } from "../../../data/benchmark";
import { bloxSpace } from "../../../data/built-in-spaces";
import { formatDifference, standardErrorOfDifference } from "../../../data/format";
import { keywords } from "../../../grammar/keywords";
import { parse } from "../../../grammar/parser";
import { completion } from "../../../server/features/completion/completion";
import { plainText } from "../../../server/features/completion/item";
import { resolveCompletion } from "../../../server/features/completion/trial";
import { problemsOf } from "../../../server/requirements";
import { algorithms } from "../../../server/searches/algorithms";
import { examples } from "../../grammar/examples";
import { accepted } from "../accepted";
import { embeddedBenchmarks } from "../embedded";
import { marked, modelOf, project } from "../marked-text";
import { mutatedText } from "../mutated-text";

const operations = ["conv", "mbconv", "bconv"];
const blocks = ["st1", "st2", "st3", "st4", "st5", "st6"];
const declarations = ["network", "network", "network", "block", "search", "space", "import"];
const spaces = ["blox", "blox-digits", "nas-bench-macro"];
const devices = ['"x86-64 ort-cpu 1t"', '"x86-64 ort-cpu 2t"', '"x86-64 ort-wasm"'];
const latencies = devices.map((device) => `latency(${device})`);
const layers = [...keywords.layers, ...keywords.layerGroups].map(({ word }) => word);

describe("completion", () => {
  const loading = embeddedBenchmarks();
  const itemsAt = async (text: string, triggerCharacter?: string) => {
    const { model, cursor } = marked(text);
    return completion(model, cursor, await loading, triggerCharacter ? { triggerCharacter } : {});
  };
  const labelsAt = async (text: string) => (await itemsAt(text)).map(({ label }) => label);
  const itemAt = async (text: string, label: string): Promise<CompletionItem> => {
    const item = (await itemsAt(text)).find((item) => item.label === label);
    ok(item, `${label} is not offered`);
    return item;
  };
  const documentation = (item: CompletionItem) =>
    typeof item.documentation === "object" ? item.documentation.value : "";

  const cases: [where: string, text: string, expected: string[]][] = [
    ["in an empty file, declarations", "‸", declarations],
    ["behind a network, another", "network n { stage 1: conv }\n\n‸", declarations],
    ["behind an import, a declaration", 'import "./b.blox"\n‸', declarations],
    ["nothing where a name is invented", "network ‸", []],
    ["nothing in a comment", "network n {\n  // stage ‸\n}", []],
    [
      "whatever a network is called",
      "network constructor {\n  space blox\n  ‸\n}",
      ["stage 1", "stage 2", "stage 3", "require"],
    ],
    ["nothing in documentation", "/// network ‸", []],

    [
      "in a network, the space and the stages",
      "network n {\n  ‸\n}",
      ["space", "stage 1", "stage 2", "stage 3", "require"],
    ],
    [
      "only stages that are missing",
      "network n {\n  space blox\n  stage 1: conv\n  ‸\n}",
      ["stage 2", "stage 3", "require"],
    ],
    [
      "half a word changes nothing",
      "network n {\n  space blox\n  stage 1: conv\n  sta‸\n}",
      ["stage 2", "stage 3", "require"],
    ],
    ["after `space`, the spaces", "network n {\n  space ‸\n}", spaces],
    [
      "after `stage`, the missing numbers",
      "network n {\n  stage 2: conv\n  stage ‸\n}",
      ["1", "3"],
    ],
    ["after the number, an expression or a body", "network n {\n  stage 1 ‸\n}", [":", "{ … }"]],
    ["but where there is one, none", "network n {\n  stage 1 ‸: conv\n}", []],
    ["nor before a body", "network n {\n  stage 1 ‸{ out = conv(in) }\n}", []],
    ["nor a comparison before another", "network n {\n  require params ‸<= 3 M\n}", []],
    [
      "after a colon, operations and blocks",
      "network n {\n  stage 1: ‸\n}",
      [...operations, ...blocks, "?"],
    ],
    ["after an arrow", "network n {\n  stage 1: conv -> ‸\n}", [...operations, ...blocks]],
    ["after a bar", "network n {\n  stage 1: conv | mb‸\n}", [...operations, ...blocks]],
    ["in parentheses", "network n {\n  stage 1: conv -> (‸ | conv)\n}", [...operations, ...blocks]],
    ["in a block's parentheses, operations", "network n {\n  stage 1: st3(conv, ‸)\n}", operations],
    [
      "of the network's space",
      "network n {\n  space nas-bench-macro\n  stage 1: mb3_k3 -> ‸\n}",
      ["identity", "mb3_k3", "mb6_k5"],
    ],
    ["after a hole, a set", "network n {\n  stage 1: ? ‸\n}", ["in"]],
    ["which stands in braces", "network n {\n  stage 1: ? in ‸\n}", ["{ … }"]],
    [
      "in the set, also any operation",
      "network n {\n  stage 1: ? in { conv, ‸ }\n}",
      [...operations, "_", ...blocks, "?"],
    ],
    ["and in its blocks", "network n {\n  stage 1: ? in { st4(conv, ‸) }\n}", [...operations, "_"]],

    ["in a body, the result", "network n {\n  stage 1 {\n    ‸\n  }\n}", ["out"]],
    ["once", "network n {\n  stage 1 {\n    ‸\n    out = conv(in)\n  }\n}", []],
    [
      "in a sum, what is defined above",
      "network n {\n  stage 1 {\n    a = conv(in)\n    b = conv(‸)\n    c = conv(b)\n    out = b\n  }\n}",
      ["in", "a", ...operations, ...blocks],
    ],
    [
      "after a plus",
      "network n {\n  stage 1 {\n    a = conv(in + ‸\n",
      ["in", ...operations, ...blocks],
    ],

    [
      "declared blocks beside the built-in ones",
      "block twin(a) { out = a(in) }\nnetwork n {\n  stage 1: ‸\n}",
      [...operations, "twin", ...blocks, "?"],
    ],
    [
      "operations for a declared block",
      "block twin(a) { }\nnetwork n { stage 1: twin(‸) }",
      operations,
    ],
    [
      "in a block's body, its parameters, and no block that is itself",
      "block twin(a) { out = ‸ }",
      ["in", "a", ...operations, ...blocks],
    ],
    ["nothing where parameters are invented", "block twin(‸", []],

    [
      "after `require`, the metrics that are known",
      "network n {\n  require ‸\n}",
      ["accuracy", "params", "flops", "peak_memory", "model_size", ...latencies],
    ],
    ["after a metric, comparisons", "network n {\n  require params ‸\n}", ["<=", ">=", "<", ">"]],
    ["the devices", "network n {\n  require latency(‸\n}", devices],
    ["also between quotes", 'network n {\n  require latency("x‸")\n}', devices],
    [
      "after a device, comparisons",
      'network n {\n  require latency("d") ‸\n}',
      ["<=", ">=", "<", ">"],
    ],
    ["after a number, the metric's units", "network n {\n  require params <= 3 ‸\n}", [..."KMG"]],
    [
      "those of time for a latency",
      'network n {\n  require latency("d") <= 3 ‸\n}',
      ["ns", "us", "ms", "s", "min", "h"],
    ],
    [
      "none on the next line",
      "network n {\n  space blox\n  require params <= 3\n  ‸\n  stage 1: conv stage 2: conv stage 3: conv\n}",
      ["require"],
    ],
    [
      "between two limits, the metric",
      "network n {\n  require 1 M <= ‸\n}",
      ["accuracy", "params", "flops", "peak_memory", "model_size", ...latencies],
    ],

    ["in a search, its clauses", "search s {\n  ‸\n}", keywords.search.map(({ word }) => word)],
    [
      "those that are not written yet, or may be written again",
      "search s {\n  from n\n  maximize accuracy\n  seed 1\n  ‸\n}",
      ["maximize", "minimize", "subject to", "algorithm", "budget", "observe", "lock"],
    ],
    [
      "after `from`, the networks, those with holes first",
      "network full { stage 1: conv stage 2: conv stage 3: conv }\nnetwork open { stage 1: ? stage 2: ? stage 3: ? }\nsearch s {\n  from ‸\n}",
      ["open", "full"],
    ],
    ["after its `space`, the spaces", "search s {\n  space ‸\n}", spaces],
    [
      "after `maximize`, what is better the more first",
      "search s {\n  maximize ‸\n}",
      ["accuracy", "params", "flops", "peak_memory", "model_size", ...latencies],
    ],
    [
      "after `minimize`, what is better the less first",
      "search s {\n  minimize ‸\n}",
      ["params", "flops", "peak_memory", "model_size", ...latencies, "accuracy"],
    ],
    ["after `subject`", "search s {\n  subject ‸\n}", ["to"]],
    [
      "in conditions, metrics",
      "search s {\n  subject to params <= 3 M, ‸\n}",
      ["accuracy", "params", "flops", "peak_memory", "model_size", ...latencies],
    ],
    ["and units", "search s {\n  subject to params <= 3 ‸\n}", [..."KMG"]],
    [
      "after `algorithm`, the algorithms",
      "search s {\n  algorithm ‸\n}",
      algorithms.map(({ name }) => name),
    ],
    ["its settings", "search s {\n  algorithm regularized-evolution ‸\n}", ["{ … }"]],
    [
      "in braces those that are not set yet",
      "search s {\n  algorithm regularized-evolution { population 50 ‸ }\n}",
      ["sample"],
    ],
    [
      "and their default",
      "search s {\n  algorithm regularized-evolution { population ‸ }\n}",
      ["50"],
    ],
    ["a budget", "search s {\n  budget ‸\n}", ["300 evaluations"]],
    [
      "its unit; hours only where they can be counted",
      "search s {\n  budget 40 ‸\n}",
      ["evaluations"],
    ],
    ["what is observed", "search s {\n  observe ‸\n}", ["mean"]],

    ["after a space's name, what it extends", "space wide ‸", ["extends"]],
    ["which is another space", "space wide extends ‸ { }", spaces],
    ["in a space, its clauses", "space s {\n  ‸\n}", keywords.space.map(({ word }) => word)],
    [
      "those that are not written yet, and further operations and stages",
      "space s {\n  input 3 x 32 x 32\n  classes 10\n  op a { bn }\n  stem { bn }\n  stages 2 { }\n  ‸\n}",
      ["dataset", "count flops as", "op", "stage", "head"],
    ],
    [
      "also behind an operation that is called as one of them",
      "space s {\n  op stage { bn }\n  stages 2 { }\n  ‸\n}",
      keywords.space.map(({ word }) => word).filter((word) => word !== "stages"),
    ],
    ["the way FLOPs are counted", "space s {\n  count flops as ‸\n}", ["ptflops", "macs"]],
    ["in an operation, layers", "space s {\n  op a { ‸ }\n}", layers],
    ["behind a layer on the next line", "space s {\n  op a {\n    bn\n    ‸\n  }\n}", layers],
    ["in layers in layers", "space s {\n  op a { repeat 2 { ‸ } }\n}", layers],
    [
      "behind `conv`, the size of its window",
      "space s {\n  op a { conv ‸ }\n}",
      ["1x1", "3x3", "5x5", "7x7"],
    ],
    [
      "behind that, what it takes, and the next layer",
      "space s {\n  op a { conv 3x3 stride 2 ‸ }\n}",
      ["out", "valid", "no-bias", ...layers],
    ],
    [
      "after `out`, channels",
      "space s {\n  op a { conv 3x3 out ‸ }\n}",
      ["c", "2c", "c/2", "o", "classes"],
    ],
    ["after `stride`, steps", "space s {\n  op a { conv 3x3 stride ‸ }\n}", ["1", "2", "s"]],
    [
      "in a space's stage, its clauses",
      "space s {\n  stages 3 {\n    ‸\n  }\n}",
      ["block of", "chain of", "first", "reduce"],
    ],
    [
      "whose block is of one kind",
      "space s {\n  stages 3 {\n    block of 2 ops\n    ‸\n  }\n}",
      ["first", "reduce"],
    ],
    ["in a reduction, layers", "space s {\n  stages 3 { reduce { ‸ } }\n}", layers],
  ];
  for (const [where, text, expected] of cases) {
    it(where, async () => deepEqual(await labelsAt(text), expected));
  }

  it("offers a blank nothing where the line may be at its end", async () => {
    deepEqual(await itemsAt("network n {\n  stage 1: conv ‸\n}", " "), []);
    ok((await itemsAt("network n {\n  stage 1: ‸\n}", " ")).length > 0);
    deepEqual(await itemsAt('network n {\n  require latency("d"‸)\n}', '"'), []);
  });

  it("says what an operation does and what a block does with its operations", async () => {
    const text = "network n {\n  stage 1: ‸\n}";
    match(documentation(await itemAt(text, "conv")), /Four 3×3 convolutions/);
    match(documentation(await itemAt(text, "st5")), /out = op2\(a \+ in\) \+ a/);
  });

  it("says of an algorithm what it does, and in which paper it is described", async () => {
    const item = await itemAt("search s {\n  algorithm ‸\n}", "regularized-evolution");
    match(
      documentation(item),
      /Changes one block of the best of a sample.*Real et al\..*AAAI 2019/s,
    );
    const setting = "search s {\n  algorithm regularized-evolution { ‸ }\n}";
    const sample = await itemAt(setting, "sample");
    equal(sample.detail, "default 10");
    match(documentation(sample), /A whole number from 1 to 10,000; left out, 10\./);
  });

  it("limits a metric to what the network has: accepted, it is met", async () => {
    const text = "network n {\n  stage 1: conv\n  stage 2: conv\n  stage 3: conv\n  require ‸\n}\n";
    const here = marked(text);
    for (const item of completion(here.model, here.cursor, await loading)) {
      const after = modelOf(accepted(here, item));
      deepEqual(after.problems, []);
      const broken = problemsOf(after, await loading).filter(({ severity }) => severity !== "hint");
      deepEqual(broken, [], accepted(here, item));
    }
  });

  describe("shows what an item would change, once it is looked at", () => {
    const resolved = async (text: string, label: string) => {
      const { model } = marked(text);
      const item = await itemAt(text, label);
      return resolveCompletion(item, model, await loading).detail ?? "";
    };
    const [conv, mbconv] = [9, 10];
    const network = (stage2: string) =>
      `network n {\n  stage 1: conv\n  stage 2: ${stage2}\n  stage 3: conv\n}\n`;

    it("compared with the present network", async () => {
      const text = network("conv‸");
      doesNotMatch((await itemAt(text, "mbconv")).detail ?? "", /top-1/);
      const { columns } = (await loading)(bloxSpace);
      const [from, to] = [conv, mbconv].map((block) => indexOf(bloxSpace, [conv, block, conv]));
      const expected = ["accuracy", "params", "flops"].map((name) => {
        const column = columns.find(({ metric }) => metric.name === name);
        const [before, after] = [from, to].map((index) => column && valueAt(column, index ?? -1));
        ok(column && before && after);
        return formatDifference(
          column.metric,
          after.value - before.value,
          standardErrorOfDifference(before, after),
        );
      });
      const [accuracy, params, flops] = expected;
      const detail = await resolved(text, "mbconv");
      equal(
        detail.replace(/ · [^·]* ms [^·]*$/, ""),
        `top-1 ${accuracy} · params ${params} · FLOPs ${flops}`,
      );
      match(detail, /\(estimated\).* ms .*\(composed\)$/);
    });

    it("with the operations that a block begins with", async () => {
      match(await resolved(network("conv‸"), "st4"), /^top-1 .*params \+/);
      match(await resolved(network("conv -> ‸"), "conv"), /^top-1 .*params \+/);
      equal(await resolved(network("conv‸"), "conv"), "the present block");
    });

    it("or what the network would have, where it is not complete yet", async () => {
      match(
        await resolved(network("‸"), "conv"),
        /^top-1 \d+\.\d % ± .*\(estimated\) · params 2\.14 M/,
      );
      match(await resolved(network("st4(conv, ‸)"), "conv"), /^top-1 \d/);
    });

    it("but nothing where another stage is open, or the block is none of the space", async () => {
      const open = network("‸").replace("stage 3: conv", "stage 3: ?");
      doesNotMatch(await resolved(open, "conv"), /top-1/);
      doesNotMatch(await resolved(network("conv -> conv -> ‸"), "conv"), /top-1/);
    });

    it("or where the file has changed meanwhile", async () => {
      const item = await itemAt(network("‸"), "conv");
      const other = modelOf(`// more\n${network("")}`);
      doesNotMatch(resolveCompletion(item, other, await loading).detail ?? "", /top-1/);
    });

    it("also of a word that was typed on", async () => {
      const item = await itemAt(network("‸"), "mbconv");
      const typed = modelOf(network("mbc"));
      match(resolveCompletion(item, typed, await loading).detail ?? "", /^top-1 \d/);
    });
  });

  const folder = resolve(import.meta.dirname, "../../../examples");
  const texts = {
    ...Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name.endsWith(".blox"))
        .map((name) => [name, readFileSync(join(folder, name), "utf8")]),
    ),
    ...examples,
  };

  for (const [name, text] of Object.entries(texts)) {
    it(`answers at every place of the example ${name}, and documents every item`, async () => {
      const model = modelOf(text);
      for (let offset = 0; offset <= text.length; offset++) {
        const items = completion(model, model.document.positionAt(offset), await loading);
        for (const item of items) {
          ok(documentation(item) !== "", `${item.label} says nothing`);
          ok(!/\$\d|\$\{/.test(plainText(item.insertText ?? item.label)), item.insertText);
        }
      }
    });
  }

  it("answers at once behind a word of any length", async function () {
    this.timeout(4000);
    const word = "a".repeat(100_000);
    deepEqual(await labelsAt(`network n {\n  stage 1: ? // ${word} b\n  in ‸\n}`), ["{ … }"]);
  });

  it("answers in texts with slips", async () => {
    const benchmarks = await loading;
    fc.assert(
      fc.property(mutatedText, fc.nat(), (text, place) => {
        const model = modelOf(text);
        const position = model.document.positionAt(place % (text.length + 1));
        for (const item of completion(model, position, benchmarks))
          resolveCompletion(item, model, benchmarks);
      }),
      { numRuns: 200 },
    );
  });

  it("offers a search the imported networks too", async () => {
    const { model, cursor } = project(`
      // open.blox
      /// To be filled.
      network open { stage 1: ? stage 2: conv stage 3: conv }
      // search.blox
      import "./open.blox"
      search s {
        from ‸
      }`);
    const [open, ...others] = completion(model, cursor, await loading);
    deepEqual([open?.label, open?.detail, others], ["open", "45 ways to fill its holes", []]);
    equal(open && documentation(open), "To be filled.");
  });

  it("inserts no second time what follows the cursor", async () => {
    const inserted = async (text: string, label: string) => {
      const here = marked(text);
      return accepted(here, await itemAt(text, label));
    };
    equal(
      await inserted("network n { stage 1: st‸(conv, conv) }", "st4"),
      "network n { stage 1: st4(conv, conv) }",
    );
    equal(
      await inserted("network n { stage 1 { out = co‸(in) } }", "mbconv"),
      "network n { stage 1 { out = mbconv(in) } }",
    );
    equal(
      await inserted('block "a (b"(c) { }\nnetwork n { stage 1: ‸(conv) }', "a (b"),
      'block "a (b"(c) { }\nnetwork n { stage 1: "a (b"(conv) }',
    );
    equal(
      await inserted("network n {\n require pa‸ <= 3 M }", "flops"),
      "network n {\n require flops <= 3 M }",
    );
    equal(
      await inserted("network n {\n require 3 M >= ‸\n}", "flops"),
      "network n {\n require 3 M >= flops\n}",
    );
    equal(await inserted("network n {\n stage ‸: conv\n}", "2"), "network n {\n stage 2: conv\n}");
    equal(
      await inserted("network n { stage 1 { ou‸ = conv(in) } }", "out"),
      "network n { stage 1 { out = conv(in) } }",
    );
    equal(
      await inserted("space s { stages 2 {\n red‸ { bn }\n} }", "reduce"),
      "space s { stages 2 {\n reduce { bn }\n} }",
    );
  });

  it("puts nothing in the place of a name in a stage that is a new syntax error", async () => {
    const benchmarks = await loading;
    for (const text of Object.values(texts)) {
      const model = modelOf(text);
      const { errors } = model.file;
      for (const { declaration } of model.networks.flatMap(({ stages }) => stages)) {
        const { block } = declaration;
        // Whether operations or a sum follow a name that nothing declares, nobody knows.
        const isUnknown = model.problems.some(
          ({ code, range }) =>
            code === "blox/unknown-block" &&
            declaration.range.start <= range.start &&
            range.end <= declaration.range.end,
        );
        if (isUnknown) continue;
        const names = Array.from(
          text
            .slice(block?.range.start, block?.range.end)
            .matchAll(/(?<=[ (:=])[a-z][\w-]*(?![\w" -])/g),
          ({ index, 0: word }) => (block?.range.start ?? 0) + index + word.length,
        );
        for (const end of names) {
          const here = marked(`${text.slice(0, end)}‸${text.slice(end)}`);
          for (const item of completion(here.model, here.cursor, benchmarks)) {
            const after = accepted(here, item);
            equal(parse(after).errors.length, errors.length, `${item.label}: ${after}`);
          }
        }
      }
    }
  });

  it("puts nothing in a hole's place that is a new syntax error", async () => {
    const benchmarks = await loading;
    for (const text of Object.values(texts)) {
      const holes = Array.from(text.matchAll(/\?(?! in)/g), ({ index }) => index);
      for (const hole of holes) {
        const here = marked(`${text.slice(0, hole)}‸${text.slice(hole + 1)}`);
        const errors = parse(text).errors.length;
        const items = completion(here.model, here.cursor, benchmarks);
        ok(items.length > 0);
        for (const item of items) {
          const after = accepted(here, item);
          equal(parse(after).errors.length, errors, after);
        }
      }
    }
  });
});
