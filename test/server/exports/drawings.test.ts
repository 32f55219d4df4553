import { deepEqual, equal, match, ok } from "node:assert/strict";
import { Graphviz } from "@hpcc-js/wasm-graphviz";
import { parse } from "yaml";
import { architectureAt, networkCount } from "../../../data/architecture";
import { blocksOf } from "../../../data/blocks";
import { bloxSpace, builtInSpaces } from "../../../data/built-in-spaces";
import { stageShapes } from "../../../data/costs";
import type { Space } from "../../../data/space";
import { drawnNetwork } from "../../../server/exports/drawn-network";
import type { Exporter } from "../../../server/exports/exporter";
import { findExporter } from "../../../server/exports/exporters";

const hostile = 'a "quoted" \\ name]) --> <b>|x|</b> #1; % end `y` *z*\nsubgraph';

function textOf(format: string, space: Space, index: number, name = "n"): string {
  const exporter: Exporter | undefined = findExporter(format);
  ok(exporter, format);
  const [file] = exporter.files(space, architectureAt(space, index), { name, seed: 1 });
  ok(file && "text" in file);
  return file.text;
}

/** st5(conv, mbconv) in every stage: sums before the second operation and behind it. */
const sums = (() => {
  const block = blocksOf(bloxSpace, 0).findIndex(
    ({ expression }) => expression === "st5(conv, mbconv)",
  );
  return block + 45 * block + 2025 * block;
})();

/** The space with an operation of any name. */
const strangeSpace: Space = {
  ...bloxSpace,
  name: hostile,
  operations: bloxSpace.operations.map((operation, place) =>
    place === 0 ? { ...operation, name: hostile } : operation,
  ),
};

describe("a network as a drawing", () => {
  it("adds up where its block does, and says the shapes on the way", () => {
    const { nodes, edges } = drawnNetwork(bloxSpace, architectureAt(bloxSpace, sums));
    const into = (id: string) =>
      edges.filter(({ to }) => to === id).map(({ from, label }) => `${from} ${label}`);
    deepEqual(into("stage2_0"), ["stage1_reduction 64×16×16"]);
    deepEqual(into("stage2_1_sum"), ["stage2_0 64×16×16", "stage1_reduction 64×16×16"]);
    deepEqual(into("stage2_1"), ["stage2_1_sum 64×16×16"]);
    deepEqual(into("stage2_out"), ["stage2_1 64×16×16", "stage2_0 64×16×16"].reverse());
    deepEqual(into("stage2_reduction"), ["stage2_out 64×16×16"]);
    deepEqual(into("output"), ["head 100×1×1"]);
    equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  });

  it("is one of every network: all that is drawn is reached from the input and reaches the output", () => {
    for (const space of builtInSpaces)
      for (const index of [0, 1, 700, 3000, 6560]) {
        const { nodes, edges } = drawnNetwork(
          space,
          architectureAt(space, index % networkCount(space)),
        );
        const places = new Map(nodes.map(({ id }, place) => [id, place]));
        for (const { from, to } of edges)
          ok((places.get(from) ?? Infinity) < (places.get(to) ?? -1), `${from} -> ${to}`);
        for (const { id } of nodes) {
          if (id !== "input")
            ok(
              edges.some(({ to }) => to === id),
              `nothing enters ${id}`,
            );
          if (id !== "output")
            ok(
              edges.some(({ from }) => from === id),
              `nothing leaves ${id}`,
            );
        }
      }
  });

  it("has the shapes that the stages of the space take and give", () => {
    for (const space of builtInSpaces) {
      const { edges } = drawnNetwork(space, architectureAt(space, 1));
      for (const { input } of stageShapes(space)) {
        const label = `${input.channels}×${input.height}×${input.width}`;
        ok(
          edges.some((edge) => edge.label === label),
          label,
        );
      }
    }
  });
});

describe("Graphviz", () => {
  let graphviz: Graphviz;
  before(async () => {
    graphviz = await Graphviz.load();
  });

  /** What Graphviz makes of a text; it throws what is wrong with one. */
  const drawn = (text: string): { objects: { name: string; label?: string }[]; edges: unknown[] } =>
    JSON.parse(graphviz.dot(text, "json"));

  it("draws every node and edge, with a cluster for each stage", () => {
    for (const space of builtInSpaces)
      for (const index of [0, 6560, sums].map((each) => each % networkCount(space))) {
        const { nodes, edges, stages } = drawnNetwork(space, architectureAt(space, index));
        const graph = drawn(textOf("dot", space, index));
        deepEqual(
          graph.objects.map(({ name }) => name).sort(),
          [
            ...nodes.map(({ id }) => id),
            ...stages.map(({ number }) => `cluster_stage${number}`),
          ].sort(),
        );
        equal(graph.edges.length, edges.length);
      }
  });

  it("shows names as they are, whatever is in them", () => {
    const { objects } = drawn(textOf("dot", strangeSpace, 0, hostile));
    const label = objects.find(({ name }) => name === "stage1_0")?.label;
    equal(label?.replaceAll("\\\\", "\\"), hostile.replaceAll("\n", " "));
  });
});

describe("Mermaid", () => {
  const node = String.raw`\w+(?:\["[^"]*"\]|\(\("[^"]*"\)\))`;
  const line = new RegExp(
    String.raw`^(?:  ${node}|    ${node}|  subgraph \w+\["[^"]*"\]|  end|  \w+ -->\|"[^"]*"\| \w+)$`,
  );

  it("has a line for every node, stage and edge, and nothing else", () => {
    for (const [space, name] of [
      ...builtInSpaces.map((each) => [each, "n"] as const),
      [strangeSpace, hostile] as const,
    ]) {
      const { nodes, edges, stages } = drawnNetwork(space, architectureAt(space, 5));
      const [, front = "", body = ""] = textOf("mermaid", space, 5, name).split(/^---\n/m);
      deepEqual(parse(front), { title: `${name} (${space.name})` });
      const [kind, ...lines] = body.trimEnd().split("\n");
      equal(kind, "flowchart TD");
      for (const each of lines) match(each, line);
      equal(lines.length, nodes.length + edges.length + 2 * stages.length);
    }
  });

  it("writes what could end a label, or is Markdown, by its number", () => {
    const text = textOf("mermaid", strangeSpace, 0, hostile);
    const label = /stage1_0\["(.*?)"\]/.exec(text)?.[1];
    equal(
      label?.replaceAll(/#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
      hostile.replaceAll("\n", " "),
    );
    ok(label && !/[<>"`*]/.test(label));
  });
});
