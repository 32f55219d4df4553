import type { Explanation } from "../explanations/explanation";
import { type Section, sectionsOf, type Table } from "../explanations/sections";
import { alignedTable } from "./aligned-table";

/** Columns of a terminal. */
const width = 100;

/** An explanation for a terminal, in lines of up to 100 columns where the names in it are short. */
export function explanationLines(explanation: Explanation): string[] {
  return sectionsOf(explanation).flatMap(sectionLines);
}

function sectionLines({ heading, level, paragraphs, table }: Section): string[] {
  const indentation = level === 1 ? "" : "  ";
  return [
    "",
    level === 1 ? heading.toUpperCase() : `${indentation}${heading}`,
    ...paragraphs.flatMap((text) => wrapped(text, `${indentation}  `)),
    ...(table ? tableLines(table).map((line) => `${indentation}  ${line}`.trimEnd()) : []),
  ];
}

function tableLines({ columns, rows }: Table): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, column) =>
    Math.max(...all.map((row) => row[column]?.length ?? 0)),
  );
  // Numbers end in one column; what is text begins in one.
  return alignedTable(
    all.map((row) =>
      row.map((cell, column) =>
        columns[column]?.isNumber ? cell.padStart(widths[column] ?? 0) : cell,
      ),
    ),
  ).map((line) => line.replaceAll("\u00a0", " "));
}

function wrapped(text: string, indentation: string): string[] {
  const lines: string[] = [];
  let line = indentation;
  for (const word of text.split(" ")) {
    if (line.trim() !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indentation;
    }
    line += line === indentation ? word : ` ${word}`;
  }
  return [...lines, line];
}
