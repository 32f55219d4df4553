import { deepEqual, equal, match, ok } from "node:assert/strict";
import { indexOf } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import { networkCost } from "../../data/costs";
import type { NetworkGraph } from "../../server/messages";
import { networkGraph } from "../../server/network-graph";
import { modelOf } from "./marked-text";

describe("the graph of a network", () => {
  const uri = "file:///test.blox";

  const graphOf = (text: string, name = "n"): NetworkGraph => {
    const answer = networkGraph(modelOf(text), { uri, network: name });
    ok(!("refusal" in answer), "refusal" in answer ? answer.refusal : "");
    return answer;
  };
  const blockAt = (graph: NetworkGraph, stage: number) =>
    graph.parts.find((part) => part.kind === "stage" && part.stage === stage)?.block;

  const whole = `network n {
  stage 1: conv
  stage 2: conv -> mbconv
  stage 3 {
    a = bconv(in)
    b = mbconv(in + a)
    out = a + b
  }
}`;

  it("goes from the input to the head, each part with the activations that it gives", () => {
    deepEqual(
      graphOf(whole).parts.map(({ title, output }) => `${title} ${output}`),
      [
        "Input 3×32×32",
        "Stem 32×32×32",
        "Stage 1 32×32×32",
        "Reduction 64×16×16",
        "Stage 2 64×16×16",
        "Reduction 128×8×8",
        "Stage 3 128×8×8",
        "Reduction 256×4×4",
        "Head 100×1×1",
      ],
    );
  });

  it("has a block's operations and what each reads, however the block is written", () => {
    const graph = graphOf(whole);
    deepEqual(blockAt(graph, 3), {
      kind: "joined",
      expression: "st5(bconv, mbconv)",
      equations: ["a = bconv(in)", "out = mbconv(a + in) + a"],
      nodes: [
        { operation: "bconv", inputs: ["in"] },
        { operation: "mbconv", inputs: [0, "in"] },
      ],
      output: [0, 1],
    });
  });

  it("has parameters and FLOPs that add up to the network's", () => {
    const text =
      "network n {\n stage 1: conv -> conv\n stage 2: conv -> conv\n stage 3: conv -> conv\n}";
    const { parts, total } = graphOf(text);
    const cost = networkCost(bloxSpace, [0, 0, 0]);
    equal(indexOf(bloxSpace, [0, 0, 0]), 0);
    equal(total?.params.text, `${(cost.params / 1e6).toFixed(2)} M`);
    equal(total?.flops.text, `${(cost.flops / 1e6).toFixed(1)} M`);
    for (const metric of ["params", "flops"] as const) {
      const shares = parts.map((part) => part.cost?.[metric].share ?? 0);
      ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-9);
    }
    // The stem: 3·3·3·32 weights, 32 biases, 2·32 of its batch norm.
    equal(parts[1]?.cost?.params.text, `${3 * 3 * 3 * 32 + 32 + 2 * 32}`);
  });

  it("knows where each stage is written", () => {
    const positions = graphOf(whole).parts.flatMap(({ position }) => position ?? []);
    deepEqual(positions, [
      { line: 1, character: 2 },
      { line: 2, character: 2 },
      { line: 3, character: 2 },
    ]);
  });

  it("has holes with the number of choices, and costs from the least to the most", () => {
    const graph = graphOf(
      "network n {\n stage 1: ? in {\n conv, st4(conv, _) }\n stage 2: ?\n stage 3: conv\n}",
    );
    deepEqual(blockAt(graph, 1), {
      kind: "hole",
      expression: "? in { conv, st4(conv, _) }",
      choices: 4,
    });
    deepEqual(blockAt(graph, 2), { kind: "hole", expression: "?", choices: 45 });
    const cost = graph.parts.find(({ stage }) => stage === 2)?.cost?.params;
    ok(cost?.most !== undefined && cost.share === undefined);
    // The greatest: two mbconv in stage 2.
    const most = graphOf(whole.replace("conv -> mbconv", "mbconv -> mbconv"));
    equal(cost.most, most.parts.find(({ stage }) => stage === 2)?.cost?.params.text);
    ok(graph.total?.params.most !== undefined);
    deepEqual(graph.missing, []);
  });

  it("says what is missing, and has what there is", () => {
    const graph = graphOf("network n {\n stage 1: conv\n stage 3: convx\n}");
    equal(blockAt(graph, 1)?.kind, "joined");
    deepEqual(blockAt(graph, 2), { kind: "missing", what: "not written yet" });
    deepEqual(blockAt(graph, 3), { kind: "missing", what: "not understood" });
    equal(graph.missing[0], "Stage 2 is not written yet.");
    match(graph.missing[1] ?? "", /^Stage 3: .*convx.*Did you mean `conv`\?/);
    equal(graph.total, undefined);
    ok(graph.parts.at(-1)?.cost);
  });

  it("follows a network that was renamed", () => {
    const text = "network other { }\nnetwork student {\n stage 1: conv\n}";
    const position = { line: 1, character: 8 };
    const answer = networkGraph(modelOf(text), { uri, network: "kiosk", position });
    ok(!("refusal" in answer));
    equal(answer.address.network, "student");
    deepEqual(answer.position, position);
  });

  it("refuses a network that is gone, and one whose space is not known", () => {
    const refusal = (text: string) =>
      JSON.stringify(networkGraph(modelOf(text), { uri, network: "n" }));
    match(refusal("network m { }"), /refusal.*no network n/);
    match(refusal("network n { space blix }"), /refusal.*space of n is not known/);
  });

  it("answers every prefix of a network", () => {
    for (let end = 0; end <= whole.length; end++) {
      networkGraph(modelOf(whole.slice(0, end)), { uri, network: "n" });
    }
  });
});
