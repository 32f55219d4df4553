import type { NetworkDeclaration, Stage } from "../../grammar/syntax";
import { indentationAt } from "./edits";
import type { Edit } from "./problem";

/** Gives a stage another block, be it an expression or a body now. */
export function blockReplacement({ heading, range, block }: Stage, expression: string): Edit {
  if (block && block.kind !== "body") return { range: block.range, newText: expression };
  return { range: { start: heading.end, end: range.end }, newText: `: ${expression}` };
}

/** New stages behind the last one, or behind the space, or first in the network. */
export function stageInsertion(
  { stages, spaces, body, range }: NetworkDeclaration,
  lines: readonly string[],
  text: string,
): Edit {
  const anchor = stages.at(-1) ?? spaces.at(-1);
  const start = body?.start ?? range.start;
  const at = anchor?.range.end ?? start + 1;
  const indent = anchor
    ? indentationAt(text, anchor.range.start)
    : `${indentationAt(text, start)}  `;
  const closesHere = /^[ \t]*}/.test(text.slice(at, at + 200));
  const tail = closesHere ? `\n${indentationAt(text, start)}` : "";
  const newText = lines.map((line) => `\n${indent}${line}`).join("") + tail;
  return { range: { start: at, end: at }, newText };
}
