import type { SearchDeclaration } from "../../grammar/syntax";
import { indentationAt } from "./edits";
import type { Edit } from "./problem";

/** A new clause behind the last one, or first in the search; undefined where it has no body yet. */
export function clauseInsertion(
  { clauses, body, range }: SearchDeclaration,
  clause: string,
  text: string,
): Edit | undefined {
  if (!body) return undefined;
  const last = clauses.at(-1);
  const at = last?.range.end ?? body.start + 1;
  const outer = indentationAt(text, range.start);
  const isOnLineOfItsOwn = last && /(^|\n)[ \t]*$/.test(text.slice(0, last.range.start));
  const indent = isOnLineOfItsOwn ? indentationAt(text, last.range.start) : `${outer}  `;
  const closesHere = /^[ \t]*}/.test(text.slice(at, body.end));
  const newText = `\n${indent}${clause}${closesHere ? `\n${outer}` : ""}`;
  return { range: { start: at, end: at }, newText };
}
