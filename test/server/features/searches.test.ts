import { deepEqual, equal, match, ok } from "node:assert/strict";
import type { MarkupContent, TextDocumentEdit } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { benchmarkChecksum } from "../../../data/benchmark-checksum";
import { bloxSpace } from "../../../data/built-in-spaces";
import { declaredSearch, searchAt } from "../../../server/declared-search";
import { codeActions } from "../../../server/features/code-actions";
import { codeLenses } from "../../../server/features/code-lens";
import { definition } from "../../../server/features/definition";
import { documentSymbols } from "../../../server/features/document-symbols";
import { hover } from "../../../server/features/hover";
import { problemsOf } from "../../../server/requirements";
import { runSearch } from "../../../server/searches/run-search";
import { embeddedBenchmarks } from "../embedded";
import { edited, marked, modelOf } from "../marked-text";

const kiosk = `network kiosk {
  stage 1: ? in { conv, mbconv, bconv }
  stage 2: ?
  stage 3: conv
  require params <= 3 M
}
`;

const edge = `search edge {
  from kiosk
  maximize accuracy
  minimize latency("x86-64 ort-cpu 1t")
  subject to flops <= 170 M // of one image
  algorithm regularized-evolution { population 20  sample 5 }
  budget 60 evaluations
  seed 42
}
`;

describe("search declarations", () => {
  const loading = embeddedBenchmarks();
  const problemsIn = async (text: string) => problemsOf(modelOf(text), await loading);
  const search = (...lines: string[]) => `search s {\n${lines.map((l) => `  ${l}\n`).join("")}}\n`;

  it("mean what they say", async () => {
    deepEqual(await problemsIn(kiosk + edge), []);
    const found = declaredSearch(modelOf(kiosk + edge), { search: "edge" }, await loading);
    const all = Array.from({ length: 45 }, (_, block) => block);
    deepEqual(found, {
      spec: {
        space: "blox",
        algorithm: "regularized-evolution",
        parameters: { population: 20, sample: 5 },
        objectives: [
          { direction: "maximize", metric: "accuracy" },
          { direction: "minimize", metric: 'latency("x86-64 ort-cpu 1t")' },
        ],
        subjectTo: "params <= 3 M, flops <= 170 M",
        budget: 60,
        seed: 42,
        choices: [[9, 10, 11], all, [9]],
        from: "kiosk",
        uri: "file:///test.blox",
        name: "edge",
      },
      target: { uri: "file:///test.blox", network: "kiosk" },
    });
  });

  it("for several objectives have nsga-ii as their default", async () => {
    const text = search("maximize accuracy", "minimize params");
    const found = declaredSearch(modelOf(text), { search: "s" }, await loading);
    equal("spec" in found && found.spec.algorithm, "nsga-ii");
  });

  it("have defaults for what is left out", async () => {
    const text = search("maximize accuracy");
    deepEqual(await problemsIn(text), []);
    deepEqual(declaredSearch(modelOf(text), { search: "s" }, await loading), {
      spec: {
        space: "blox",
        algorithm: "regularized-evolution",
        parameters: {},
        objectives: [{ direction: "maximize", metric: "accuracy" }],
        subjectTo: "",
        budget: 300,
        seed: 0,
        uri: "file:///test.blox",
        name: "s",
      },
    });
    const exhaustive = search("maximize accuracy", "algorithm exhaustive");
    const found = declaredSearch(modelOf(exhaustive), { search: "s" }, await loading);
    equal("spec" in found && found.spec.budget, 91_125);
  });

  it("give the same result for the same file, seed and benchmark, from the holes alone", async () => {
    const benchmark = (await loading)(bloxSpace);
    const run = async () => {
      const found = declaredSearch(modelOf(kiosk + edge), { search: "edge" }, await loading);
      ok("spec" in found);
      const { elapsedMs: _, ...result } = await runSearch(benchmark, found.spec, {
        now: () => performance.now(),
        pause: () => Promise.resolve(),
        signal: { aborted: false },
      });
      return JSON.stringify(result);
    };
    const once = await run();
    equal(await run(), once);
    const { evaluated, best } = JSON.parse(once);
    equal(evaluated.length, 60);
    for (const index of evaluated)
      ok([9, 10, 11].includes(index % 45) && Math.floor(index / 2025) === 9, `${index}`);
    ok(best.length > 0);
    for (const { feasible } of best) ok(feasible);
  });

  /** What is wrong with the clauses, and what the first fix makes of the line that it changes. */
  const mistakes: readonly (readonly [string, readonly string[], RegExp, string?])[] = [
    ["wrong-search", ["seed 1"], /no objective/, "maximize accuracy"],
    ["repeated-clause", ["maximize params", "seed 1", "seed 2"], /`seed` stands .* once/],
    ["repeated-clause", ["maximize params", "minimize params"], /an objective already/],
    [
      "repeated-clause",
      ["maximize accuracy", "algorithm regularized-evolution { sample 5 sample 6 }"],
      /`sample` is set already/,
      "algorithm regularized-evolution { sample 5  }",
    ],
    [
      "unknown-algorithm",
      ["maximize accuracy", "algorithm randon"],
      /no algorithm `randon`. Did you mean `random`/,
      "algorithm random",
    ],
    [
      "unknown-setting",
      ["maximize accuracy", "algorithm regularized-evolution { populaton 9 }"],
      /no setting `populaton`. Did you mean `population`.*`population` and `sample`/,
      "algorithm regularized-evolution { population 9 }",
    ],
    [
      "unknown-setting",
      ["maximize accuracy", "algorithm exhaustive { sample 9 }"],
      /It has none/,
      "algorithm exhaustive {  }",
    ],
    [
      "wrong-search",
      ["maximize accuracy", "algorithm regularized-evolution { sample 2.6 }"],
      /`sample`.*whole number from 1 to 10,000; it is 2\.6/,
      "algorithm regularized-evolution { sample 3 }",
    ],
    [
      "wrong-search",
      ["maximize accuracy", "algorithm regularized-evolution { sample many }"],
      /`sample`.*it is `many`/,
      "algorithm regularized-evolution { sample 10 }",
    ],
    ["wrong-search", ["maximize accuracy", "budget 30"], /needs a unit/, "budget 30 evaluations"],
    ["wrong-search", ["maximize accuracy", "budget 3 h"], /`h` is no unit/, "budget 3 evaluations"],
    ["wrong-search", ["maximize accuracy", "budget 0 evaluations"], /1 at least; it is 0/],
    [
      "unknown-value",
      ["maximize accuracy", "budget 40 gpu-hours"],
      /embedded benchmark has no `train_time`, so that gpu-hours cannot be counted/,
      "budget 300 evaluations",
    ],
    ["wrong-search", ["maximize accuracy", "seed 1.5"], /whole number.*it is 1\.5/, "seed 2"],
    ["wrong-search", ["maximize accuracy", "observe median"], /`observe mean`/, "observe mean"],
    [
      "unknown-value",
      ["maximize accuracy", "observe seed 2"],
      /No training here has a seed/,
      "observe mean",
    ],
    ["unknown-space", ["space blocks", "maximize accuracy"], /no space `blocks`/],
    [
      "unknown-network",
      ["from kisok", "maximize accuracy"],
      /no network `kisok`.*`kiosk`/,
      "from kiosk",
    ],
    [
      "wrong-search",
      ["maximize acuracy"],
      /no metric `acuracy`. Did you mean `accuracy`/,
      "maximize accuracy",
    ],
    ["unknown-value", ["maximize val_accuracy"], /benchmark has no `val_accuracy`/],
    [
      "unknown-value",
      ['minimize latency("phone")'],
      /No latency measured for `latency\("phone"\)`/,
      'minimize latency("x86-64 ort-cpu 1t")',
    ],
    ["wrong-requirement", ["maximize accuracy", "subject to params <= 3 ms"], /`ms` is no unit/],
    [
      "wrong-search",
      ["maximize accuracy", "subject to flops <= 300 M, params <= 1 M"],
      /No network of `blox` meets `params <= 1 M`: `params` is 1,\d{3},\d{3} to/,
    ],
    [
      "wrong-search",
      ["from kiosk", "maximize accuracy", "subject to params >= 2.9 M, flops <= 120 M"],
      /No network from `kiosk` meets/,
    ],
    [
      "wrong-search",
      ["from kiosk", "maximize accuracy", "algorithm exhaustive", "budget 10 evaluations"],
      /needs 135 evaluations here; with 10 of 135 networks/,
      "budget 135 evaluations",
    ],
    ["locked-benchmark", ["maximize accuracy", "lock sha256:abc"], /`sha256:abc` is expected/],
  ];
  for (const [code, lines, message, mended] of mistakes) {
    it(`${lines.join("; ")}: ${code}`, async () => {
      const text = kiosk + search(...lines);
      const problems = await problemsIn(text);
      deepEqual(
        problems.map((problem) => problem.code),
        [`blox/${code}`],
      );
      const [problem] = problems;
      ok(problem);
      match(problem.message, message);
      const model = modelOf(text);
      for (const { edits } of problem.fixes ?? []) {
        const codes = (await problemsIn(edited(model, edits))).map(({ code }) => code);
        deepEqual(codes, [], "a fix mends it");
      }
      if (mended === undefined) return;
      const lineOf = edited(model, problem.fixes?.[0]?.edits ?? []).split("\n");
      ok(lineOf.includes(`  ${mended}`), lineOf.join("\n"));
    });
  }

  it("from a network without holes choose among one, and can open them all", async () => {
    const closed = kiosk.replace(/\?.*/g, "conv");
    const text = closed + search("from kiosk", "maximize accuracy");
    const [problem, ...others] = await problemsIn(text);
    deepEqual([problem?.code, problem?.severity, others], ["blox/no-holes", "information", []]);
    const found = declaredSearch(modelOf(text), { search: "s" }, await loading);
    deepEqual("spec" in found && found.spec.choices, [[9], [9], [9]]);
    const opened = edited(modelOf(text), problem?.fixes?.[0]?.edits ?? []);
    equal(opened.match(/stage \d: \?\n/g)?.length, 3);
    deepEqual(await problemsIn(opened), []);
  });

  it("take the requirements of their network, and say which of them nothing knows", async () => {
    const unknown = kiosk.replace("params <= 3 M", 'latency("phone") <= 3 ms');
    const problems = await problemsIn(unknown + search("from kiosk", "maximize accuracy"));
    deepEqual(
      problems.map(({ code, severity }) => [code, severity]),
      [
        ["blox/unknown-value", "warning"],
        ["blox/unknown-value", "error"],
      ],
    );
  });

  it("are refused with the first mistake, be it in the search or in its network", async () => {
    const refusalOf = async (text: string) => {
      const found = declaredSearch(modelOf(text), { search: "s" }, await loading);
      return "refusal" in found ? found.refusal : "runs";
    };
    match(
      await refusalOf(search("seed 1")),
      /^The search s cannot be run: line 1: This search has/,
    );
    match(
      await refusalOf(kiosk.replace("conv\n", "cnv\n") + search("from kiosk", "maximize accuracy")),
      /because of the network kiosk: line 4:/,
    );
    match(await refusalOf(kiosk), /no search s in the document any more/);
    match(await refusalOf("search s {"), /cannot be run/);
  });

  it("have names of their own", async () => {
    const text = search("maximize accuracy") + search("minimize flops");
    deepEqual(
      (await problemsIn(text)).map(({ code }) => code),
      ["blox/repeated-search"],
    );
  });

  it("are locked to the benchmark by an action on their name, and unlocked by none", async () => {
    const benchmarks = await loading;
    const { model, cursor } = marked(search("maximize accuracy").replace("search s", "search ‸s"));
    const range = { start: cursor, end: cursor };
    const [action, ...others] = codeActions(model, range, benchmarks);
    equal(action?.title, "Lock to this benchmark");
    deepEqual(others, []);
    const [change] = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
    const text = TextDocument.applyEdits(model.document, (change?.edits ?? []) as []);
    const checksum = benchmarkChecksum(benchmarks(bloxSpace));
    equal(text, `search s {\n  maximize accuracy\n  lock ${checksum}\n}\n`);
    deepEqual(await problemsIn(text), []);
    deepEqual(codeActions(modelOf(text), range, benchmarks), []);
  });

  it("have a lens that runs them, and says what they will do", () => {
    const lenses = codeLenses(modelOf(kiosk + edge)).slice(-2);
    deepEqual(
      lenses.map(({ command }) => command),
      [
        {
          title: "Run search",
          command: "blox.runSearch",
          arguments: [{ uri: "file:///test.blox", search: "edge" }],
        },
        {
          title:
            'maximize accuracy, minimize latency("x86-64 ort-cpu 1t") · regularized-evolution · 60 evaluations',
          command: "",
        },
      ],
    );
    equal(lenses[0]?.range.start.line, kiosk.split("\n").length - 1);
  });

  const shows = async (text: string, ...expected: RegExp[]) => {
    const { model, cursor } = marked(text);
    const shown = hover(model, cursor, await loading);
    const { value } = (shown?.contents ?? { value: "" }) as MarkupContent;
    for (const pattern of expected) match(value, pattern);
  };

  it("tell on hover what they will do, in words, and among how many networks", async () => {
    const model = modelOf(kiosk);
    const benchmark = (await loading)(bloxSpace);
    const column = (name: string) =>
      benchmark.columns.find(({ metric }) => metric.name === name)?.values ?? [];
    const [params, flops] = [column("params"), column("flops")];
    let meeting = 0;
    for (const one of model.networks[0]?.choices?.[0] ?? [])
      for (let two = 0; two < 45; two++)
        if (
          (params[one + 45 * two + 2025 * 9] ?? 0) <= 3e6 &&
          (flops[one + 45 * two + 2025 * 9] ?? 0) <= 170e6
        )
          meeting++;
    await shows(
      kiosk + edge.replace("search edge", "/// For the lobby.\nsearch ed‸ge"),
      /^\*\*search\*\* `edge` · in the holes of `kiosk`, 135 networks\n\nFor the lobby\./,
      /Maximizes `accuracy` and minimizes `latency\("x86-64 ort-cpu 1t"\)`\./,
      /`regularized-evolution \{ population 20 {2}sample 5 \}`, budget 60 evaluations, seed 42\./,
      new RegExp(
        `Subject to \`params <= 3 M\`, \`flops <= 170 M\`: ${meeting} of the 135 networks`,
      ),
      /Pareto front/,
    );
    await shows(
      search("maximize accuracy").replace("search s", "search ‸s"),
      /in the space `blox`, 91,125 networks/,
      /\(the usual\), budget 300 evaluations \(the usual\), seed 0 \(the usual\)/,
      /best networks/,
    );
  });

  it("tell on hover of their algorithm, its settings and the metrics", async () => {
    await shows(
      edge.replace("algorithm reg", "algorithm re‸g"),
      /Real et al.*2019/,
      /`population`: .*2 to 10,000, default 50/,
    );
    await shows(
      edge.replace("sample 5", "sam‸ple 5"),
      /setting.*`sample`/,
      /1 to 10,000; left out, 10/,
    );
    await shows(
      edge.replace("maximize accuracy", "maximize accur‸acy").replace("from kiosk", ""),
      /\*\*metric\*\* `accuracy` · Top-1 accuracy/,
      /Estimated: /,
      /More is better\. From \d+\.\d % to \d+\.\d %/,
    );
    await shows(
      edge.replace("flops <=", "flo‸ps <=").replace("from kiosk", ""),
      /\*\*metric\*\* `flops`/,
      /Less is better/,
    );
  });

  it("are the document's symbols, and lead to the network that they are from", () => {
    const model = modelOf(kiosk + edge);
    deepEqual(
      documentSymbols(model).map(({ name, detail }) => [name, detail]),
      [
        ["kiosk", "network"],
        ["edge", "search"],
      ],
    );
    const position = model.document.positionAt((kiosk + edge).indexOf("from kiosk") + 6);
    const [place] = definition(model, position, [model]);
    deepEqual(place?.range.start, { line: 0, character: 8 });
  });

  it("are found at the cursor, or else the first", () => {
    const text = search("maximize accuracy") + edge.replace("seed", "see‸d");
    const { model, cursor } = marked(text);
    deepEqual(searchAt(model, cursor), { uri: "file:///test.blox", search: "edge" });
    const elsewhere = marked(`‸${kiosk}${edge}`);
    deepEqual(searchAt(elsewhere.model, elsewhere.cursor)?.search, "edge");
    equal(searchAt(modelOf(kiosk), { line: 0, character: 0 }), null);
  });
});
