import type { Architecture } from "../../data/architecture";
import type { Space } from "../../data/space";
import { type DrawnNode, drawnNetwork } from "./drawn-network";
import type { Exporter } from "./exporter";
import { fileName } from "./file-name";

export const mermaid: Exporter = {
  name: "mermaid",
  title: "Mermaid",
  description: "a flowchart, for Markdown and web pages",
  files: (space, architecture, { name }) => [
    { path: `${fileName(name)}.mmd`, text: mermaidText(space, architecture, name) },
  ],
};

/** A flowchart of Mermaid (https://mermaid.js.org/syntax/flowchart.html): a subgraph for each stage. */
function mermaidText(space: Space, architecture: Architecture, name: string): string {
  const { nodes, edges, stages } = drawnNetwork(space, architecture);
  const subgraphs = stages.flatMap(({ number, label }) => [
    `  subgraph stage${number}[${quoted(label)}]`,
    ...nodes.filter(({ stage }) => stage === number).map((node) => `    ${nodeText(node)}`),
    "  end",
  ]);
  const lines = [
    // The title is a string of YAML, which JSON's are too.
    ...["---", `title: ${JSON.stringify(`${name} (${space.name})`)}`, "---"],
    "flowchart TD",
    ...nodes.filter(({ stage }) => stage === undefined).map((node) => `  ${nodeText(node)}`),
    ...subgraphs,
    ...edges.map(({ from, to, label }) => `  ${from} -->|${quoted(label)}| ${to}`),
  ];
  return `${lines.join("\n")}\n`;
}

function nodeText({ id, label, kind }: DrawnNode): string {
  return kind === "sum" ? `${id}((${quoted(label)}))` : `${id}[${quoted(label)}]`;
}

/** Any text as a label: whatever could end it, or be taken for Markdown or HTML, by its number. */
function quoted(text: string): string {
  const safe = text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/["#;<>&`*_~\\]/g, (character) => `#${character.charCodeAt(0)};`);
  return `"${safe}"`;
}
