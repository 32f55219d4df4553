import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import type { GraphNode, GraphSource } from "../../server/messages";
import { type BlockLayout, layOutBlock, type Vertex } from "../../webview/block-layout";

const textWidth = (text: string) => 7 * text.length;

const layOut = (
  operations: readonly string[],
  inputs: readonly (readonly GraphSource[])[],
  output: readonly GraphSource[],
) =>
  layOutBlock(
    inputs.map((inputs, node) => ({ operation: operations[node] ?? "", inputs })),
    output,
    textWidth,
  );

describe("the layout of a block", () => {
  it("puts the operations of a chain under one another, on one line", () => {
    const { vertices, edges } = layOut(["mb3_k3", "identity", "mb6_k5"], [["in"], [0], [1]], [2]);
    deepEqual(
      vertices.map(({ kind }) => kind),
      ["entry", "operation", "operation", "operation", "exit"],
    );
    ok(vertices.every(({ x }) => x === 0));
    ok(edges.every(({ pass }) => pass === undefined));
  });

  it("puts parallel operations side by side, and their sum between them", () => {
    const { vertices, left, right } = layOut(["conv", "mbconv"], [["in"], ["in"]], [0, 1]);
    const [entry, conv, mbconv, sum] = vertices;
    equal(conv?.y, mbconv?.y);
    ok((conv?.x ?? 0) < 0 && (mbconv?.x ?? 0) > 0);
    equal(sum?.kind, "sum");
    equal(sum?.x, 0);
    equal(entry?.height, 6);
    ok(left < -20 && right > 20);
  });

  it("leads what skips an operation beside it: one to the right, the next to the left", () => {
    const { vertices, edges } = layOut(["conv", "mbconv"], [["in"], [0, "in"]], [0, 1]);
    deepEqual(
      vertices.map(({ kind }) => kind),
      ["entry", "operation", "sum", "operation", "sum", "exit"],
    );
    const passes = edges.flatMap(({ pass }) => pass ?? []);
    equal(passes.length, 2);
    ok((passes[0]?.x ?? 0) * (passes[1]?.x ?? 0) < 0);
  });

  it("draws an empty block as a line", () => {
    const { vertices, edges } = layOut([], [], ["in"]);
    equal(vertices.length, 2);
    equal(edges.length, 1);
  });

  /** Blocks of up to twelve operations in which everything is read. */
  const blocks = fc
    .array(fc.tuple(fc.string({ maxLength: 12 }), fc.array(fc.nat())), { maxLength: 12 })
    .map((drawn) => {
      const nodes: GraphNode[] = drawn.map(([operation, picks], place) => {
        const inputs = picks.map(
          (pick): GraphSource => ((pick % (place + 1)) - 1 < 0 ? "in" : (pick % (place + 1)) - 1),
        );
        return { operation, inputs: inputs.length > 0 ? [...new Set(inputs)] : ["in"] };
      });
      const read = new Set(nodes.flatMap(({ inputs }) => inputs));
      const output: GraphSource[] = [...nodes.keys()].filter((place) => !read.has(place));
      return { nodes, output: output.length > 0 ? output : (["in"] as const) };
    });

  it("lets nothing overlap, whatever the block", () => {
    fc.assert(
      fc.property(blocks, ({ nodes, output }) => {
        const { vertices, edges } = layOutBlock(nodes, output, textWidth);
        for (const [place, vertex] of vertices.entries()) {
          for (const other of vertices.slice(place + 1)) ok(!overlap(vertex, other));
          for (const { pass } of edges) {
            const run = pass && {
              x: pass.x,
              width: 0,
              y: pass.top,
              height: pass.bottom - pass.top,
            };
            ok(!run || !overlap(vertex, run));
          }
        }
      }),
    );
  });

  it("has every edge once, from the bottom of what is read to the edge of its reader", () => {
    fc.assert(
      fc.property(blocks, ({ nodes, output }) => {
        const layout = layOutBlock(nodes, output, textWidth);
        equal(layout.edges.length, edgeCount(nodes, output));
        for (const { from, to, start, end } of layout.edges) {
          const [source, target] = [vertexAt(layout, from), vertexAt(layout, to)];
          deepEqual(start, { x: source.x, y: source.y + source.height });
          ok(start.y < end.y);
          if (target.kind === "sum") {
            const radius = target.height / 2;
            const distance = Math.hypot(end.x - target.x, end.y - (target.y + radius));
            ok(Math.abs(distance - radius) < 1e-9);
          } else {
            deepEqual(end, { x: target.x, y: target.y });
          }
        }
      }),
    );
  });

  it("says how much room it takes", () => {
    fc.assert(
      fc.property(blocks, ({ nodes, output }) => {
        const { vertices, edges, left, right, height } = layOutBlock(nodes, output, textWidth);
        for (const { x, width, y, height: own } of vertices) {
          ok(x - width / 2 >= left && x + width / 2 <= right && y >= 0 && y + own <= height);
        }
        ok(edges.every(({ pass }) => !pass || (pass.x >= left && pass.x <= right)));
      }),
    );
  });
});

type Box = Pick<Vertex, "x" | "y" | "width" | "height">;

function overlap(a: Box, b: Box): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 && a.y < b.y + b.height && b.y < a.y + a.height
  );
}

function vertexAt({ vertices }: BlockLayout, place: number): Vertex {
  const vertex = vertices[place];
  ok(vertex);
  return vertex;
}

/** One for each term of a sum, and one behind each sum of more than one term. */
function edgeCount(nodes: readonly GraphNode[], output: readonly GraphSource[]): number {
  return [...nodes.map(({ inputs }) => inputs), output]
    .map(({ length }) => (length > 1 ? length + 1 : 1))
    .reduce((sum, count) => sum + count, 0);
}
