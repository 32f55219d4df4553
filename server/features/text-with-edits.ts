import type { Range } from "../../grammar/syntax";
import type { Edit } from "../model/problem";

/** A part of a text with edits inside it, which do not overlap; those at one place in their order. */
export function textWithEdits(text: string, { start, end }: Range, edits: readonly Edit[]): string {
  let written = "";
  let at = start;
  for (const { range, newText } of [...edits].sort((a, b) => a.range.start - b.range.start)) {
    written += text.slice(at, range.start) + newText;
    at = range.end;
  }
  return written + text.slice(at, end);
}
