import assert from "node:assert/strict";
import fc from "fast-check";
import { type BlockGraph, matchBlock } from "../../data/block-graph";
import { bloxSpace } from "../../data/built-in-spaces";
import { withoutDeadNodes } from "../../data/dead-nodes";
import type { Source } from "../../data/space";

/** A block body, name by name. */
type Body = Record<string, [operation: string, ...inputs: string[]]>;

function graph(body: Body, ...output: string[]): BlockGraph {
  const names = Object.keys(body);
  const source = (name: string): Source => (name === "in" ? "in" : names.indexOf(name));
  return {
    nodes: Object.values(body).map(([operation, ...inputs]) => ({
      operation,
      inputs: inputs.map(source),
    })),
    output: output.map(source),
  };
}

function matched(body: Body, ...output: string[]): string {
  const result = matchBlock(bloxSpace, 0, graph(body, ...output));
  return "rule" in result ? result.rule : result.expression;
}

function nearest(body: Body, ...output: string[]): string[] {
  const result = matchBlock(bloxSpace, 0, graph(body, ...output));
  return "rule" in result ? result.nearest.map(({ expression }) => expression) : [];
}

describe("matching a block", () => {
  it("knows the six topologies", () => {
    const a: [string, string] = ["conv", "in"];
    assert.equal(matched({ a }, "a"), "conv");
    assert.equal(matched({ a, b: ["mbconv", "a"] }, "b"), "conv -> mbconv");
    assert.equal(matched({ a, b: ["mbconv", "a", "in"] }, "b"), "st3(conv, mbconv)");
    assert.equal(matched({ a, b: ["mbconv", "a"] }, "b", "a"), "st4(conv, mbconv)");
    assert.equal(matched({ a, b: ["mbconv", "in", "a"] }, "a", "b"), "st5(conv, mbconv)");
    assert.equal(matched({ a, b: ["mbconv", "in"] }, "b", "a"), "conv | mbconv");
    assert.equal(matched({ b: ["mbconv", "in"], a }, "b", "a"), "conv | mbconv");
  });

  it("gives every redundant body the block of its vector", () => {
    const op = fc.constantFrom("conv", "mbconv", "bconv");
    const wiring = fc.constantFrom(...Object.keys(blockOfFlags));
    const dead = fc.array(fc.record({ operation: op, at: fc.nat(3), reads: fc.nat(9) }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(op, op, wiring, fc.boolean(), dead, (first, second, flags, flip, extra) => {
        const [previous, input, skip] = [...flags].map((flag) => flag === "1");
        const reads = [...(previous ? ["a"] : []), ...(input ? ["in"] : [])];
        const output = reads.length === 0 ? ["a"] : skip ? ["a", "b"] : ["b"];
        if (flip) {
          reads.reverse();
          output.reverse();
        }
        const live: [string, Body[string]][] = [["a", [first, "in"]]];
        if (reads.length > 0) live.push(["b", [second, ...reads]]);
        if (flip && !previous) live.reverse();
        for (const [place, { operation, at, reads }] of extra.entries()) {
          const before = ["in", ...live.slice(0, at).map(([name]) => name)];
          live.splice(at, 0, [`dead${place}`, [operation, before[reads % before.length] ?? "in"]]);
        }
        assert.equal(
          matched(Object.fromEntries(live), ...output),
          blockOfFlags[flags]?.(first, second),
        );
      }),
      { seed: 7, numRuns: 2000 },
    );
  });

  it("says which rule a body breaks", () => {
    assert.match(matched({}, "in"), /at least 1 operation; this one has none/);
    assert.match(
      matched({ a: ["conv", "in"], b: ["conv", "a"], c: ["bconv", "b"] }, "c"),
      /a block of `blox` has at most 2 operations; this one has 3/,
    );
    assert.match(
      matched({ a: ["conv", "in"] }, "a", "in"),
      /input cannot be added to its output: no block of `blox` has that skip/,
    );
    assert.match(matched({ a: ["conv", "in"] }), /a sum names nothing/);
    assert.match(matched({ a: ["conv", "in", "in"] }, "a"), /the same term twice/);
    assert.match(matched({ a: ["pool", "in"] }, "a"), /no operation `pool`; it has `conv`/);
  });

  it("offers the nearest blocks", () => {
    assert.equal(nearest({ a: ["conv", "in"] }, "a", "in")[0], "conv");
    const residual: Body = { a: ["conv", "in"], b: ["mbconv", "a"] };
    assert.equal(nearest(residual, "b", "a", "in")[0], "st4(conv, mbconv)");
    assert.equal(nearest(residual, "b", "in")[0], "conv -> mbconv");
    assert.equal(nearest({ a: ["pool", "in"], b: ["mbconv", "in"] }, "a", "b").length, 3);
    for (const block of nearest({ ...residual, c: ["bconv", "b"] }, "c"))
      assert.match(block, /^(conv -> mbconv|mbconv -> bconv|conv -> bconv)$/);
  });

  it("answers for long chains quickly", () => {
    const nodes = Array.from({ length: 20_000 }, (_, place) => ({
      operation: "conv",
      inputs: [place === 0 ? ("in" as const) : place - 1],
    }));
    const result = matchBlock(bloxSpace, 0, { nodes, output: [nodes.length - 1] });
    assert.ok("rule" in result && result.nearest[0]?.expression === "conv -> conv");
  });
});

describe("dead nodes", () => {
  it("are those that do not reach the output", () => {
    const body: Body = { x: ["conv", "in"], a: ["mbconv", "in"], y: ["bconv", "a", "x"] };
    assert.deepEqual(withoutDeadNodes(graph(body, "a")), graph({ a: ["mbconv", "in"] }, "a"));
  });
});

/** By the flags (previous, input, skip) of a vector, as the publication defines them. */
const blockOfFlags: Record<string, (first: string, second: string) => string> = {
  "001": (first) => first,
  "010": (_, second) => second,
  "100": (first, second) => `${first} -> ${second}`,
  "110": (first, second) => `st3(${first}, ${second})`,
  "101": (first, second) => `st4(${first}, ${second})`,
  "111": (first, second) => `st5(${first}, ${second})`,
  "011": (...operations) => {
    const order = ["conv", "mbconv", "bconv"];
    return operations.sort((a, b) => order.indexOf(a) - order.indexOf(b)).join(" | ");
  },
};
