import { deepEqual, equal, match } from "node:assert/strict";
import { problemsOf } from "../../../server/requirements";
import { embeddedBenchmarks } from "../embedded";
import { edited, modelOf } from "../marked-text";

describe("requirements", () => {
  const benchmarks = embeddedBenchmarks();
  // 2.04 M parameters, 185.7 M FLOPs, about 73.8 % ± 0.5 and 2.2 ms.
  const network = (requirement: string, stage1 = "conv") => `network n {
  stage 1: ${stage1}
  stage 2: conv -> mbconv
  stage 3: bconv

  require ${requirement}
}
`;
  const problemsIn = async (text: string) => problemsOf(modelOf(text), await benchmarks);

  const cases: [requirement: string, ...expected: [code: string, severity: string][]][] = [
    ["params <= 3.0 M"],
    ["params <= 2 M", ["blox/broken-requirement", "error"]],
    ["2 M <= params <= 2.1 M"],
    ["2.1 M <= params <= 3 M", ["blox/broken-requirement", "error"]],
    ["flops < 185 M", ["blox/broken-requirement", "error"]],
    ["accuracy >= 60 %"],
    ["accuracy >= 74 %", ["blox/undecided-requirement", "hint"]],
    ["accuracy >= 75 %", ["blox/broken-requirement", "error"]],
    ['latency("x86-64 ort-cpu 1t") <= 3 ms'],
    ['latency("x86-64 ort-cpu 1t") <= 1500 us', ["blox/broken-requirement", "error"]],
    ['latency("my phone") <= 3 ms', ["blox/unknown-value", "warning"]],
    ["train_time <= 1 h", ["blox/unknown-value", "warning"]],
    ["parms <= 3 M", ["blox/wrong-requirement", "error"]],
    ["params <= 3 ms", ["blox/wrong-requirement", "error"]],
    ['latency("x86-64 ort-cpu 1t") <= 3', ["blox/wrong-requirement", "error"]],
  ];
  for (const [requirement, ...expected] of cases) {
    it(`${requirement}: ${expected[0]?.[0] ?? "met"}`, async () => {
      const found = await problemsIn(network(requirement));
      deepEqual(
        found.map(({ code, severity }) => [code, severity]),
        expected,
      );
    });
  }

  it("that is broken says the value, where it is from, and the one block that would meet it", async () => {
    const text = network("params <= 1.9 M");
    const [problem] = await problemsIn(text);
    match(
      problem?.message ?? "",
      /^`params` is 2\.04 M \(exact, .*\), which breaks `params <= 1\.9 M`\. Stage \d as `.+` would meet it: 1\.\d+ M\.$/,
    );
    equal(text.slice(problem?.range.start, problem?.range.end), "require params <= 1.9 M");
    const [fix] = problem?.fixes ?? [];
    const after = edited(modelOf(text), fix?.edits ?? []);
    deepEqual(await problemsIn(after), []);
  });

  it("of a network with holes is broken only where no completion meets it", async () => {
    deepEqual(await problemsIn(network("params <= 2.03 M", "?")), []);
    const [problem] = await problemsIn(network("params <= 1 M", "?"));
    match(problem?.message ?? "", /No way to fill the holes meets `params <= 1 M`/);
  });
});
