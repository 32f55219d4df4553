import type { Architecture } from "../../data/architecture";
import type { Space } from "../../data/space";
import { type DrawnNode, drawnNetwork } from "./drawn-network";
import type { Exporter } from "./exporter";
import { fileName } from "./file-name";

export const dot: Exporter = {
  name: "dot",
  title: "Graphviz",
  description: "a drawing of its stages and the shapes between them, for dot -Tsvg",
  files: (space, architecture, { name }) => [
    { path: `${fileName(name)}.dot`, text: dotText(space, architecture, name) },
  ],
};

/** In the language of Graphviz (https://graphviz.org/doc/info/lang.html): a cluster for each stage. */
function dotText(space: Space, architecture: Architecture, name: string): string {
  const { nodes, edges, stages } = drawnNetwork(space, architecture);
  const clusters = stages.flatMap(({ number, label }) => [
    `  subgraph cluster_stage${number} {`,
    `    label=${quoted(label)};`,
    ...nodes.filter(({ stage }) => stage === number).map((node) => `    ${nodeText(node)}`),
    "  }",
  ]);
  const lines = [
    `digraph ${quoted(name)} {`,
    `  label=${quoted(`${name} (${space.name})`)};`,
    "  labelloc=t;",
    "  node [shape=box];",
    ...nodes.filter(({ stage }) => stage === undefined).map((node) => `  ${nodeText(node)}`),
    ...clusters,
    ...edges.map(({ from, to, label }) => `  ${from} -> ${to} [label=${quoted(label)}];`),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function nodeText({ id, label, kind }: DrawnNode): string {
  return `${id} [label=${quoted(label)}${kind === "sum" ? " shape=circle" : ""}];`;
}

/** Any text as a string: a backslash would begin an escape of a label's. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll(/\s+/g, " ")}"`;
}
