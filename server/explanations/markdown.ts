import type { Explanation } from "./explanation";
import { type Section, sectionsOf, type Table } from "./sections";

/** An explanation as a page of Markdown. `name`: the network's, any text. */
export function explanationMarkdown(name: string, explanation: Explanation): string {
  const { space, index } = explanation;
  const title = `# How the numbers of ${escaped(name)} came about`;
  const about = `Network ${index.toLocaleString("en-US")} of the space ${escaped(space.name)}.`;
  return `${[title, about, ...sectionsOf(explanation).map(sectionText)].join("\n\n")}\n`;
}

function sectionText({ heading, level, paragraphs, table }: Section): string {
  return [
    `${level === 1 ? "##" : "###"} ${escaped(heading)}`,
    ...paragraphs.map(escaped),
    ...(table ? [tableText(table)] : []),
  ].join("\n\n");
}

function tableText({ columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ title }) => escaped(title))),
    line(columns.map(({ isNumber }) => (isNumber ? "--:" : ":--"))),
    ...rows.map((row) => line(row.map(escaped))),
  ].join("\n");
}

/** Names are any text, and none of it is to be taken for Markdown or HTML. */
function escaped(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").replace(/[\\`*_{}[\]()<>#|~&$!]/g, "\\$&");
}
