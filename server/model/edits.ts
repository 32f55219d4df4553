import type { Range } from "../../grammar/syntax";
import type { Edit } from "./problem";

/** Takes a piece of text out, with its line where nothing else stands on it. */
export function removal(text: string, range: Range): Edit {
  const lineStart = text.lastIndexOf("\n", range.start - 1) + 1;
  const lineBreak = text.indexOf("\n", range.end);
  const lineEnd = lineBreak === -1 ? text.length : lineBreak + 1;
  const alone =
    text.slice(lineStart, range.start).trim() === "" &&
    text.slice(range.end, lineEnd).trim() === "";
  return { range: alone ? { start: lineStart, end: lineEnd } : range, newText: "" };
}

/** The white space at the start of the line that an offset is on. */
export function indentationAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
}
