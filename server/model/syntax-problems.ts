import { parse } from "../../grammar/parser";
import type { SourceFile } from "../../grammar/syntax";
import type { Fix, Problem } from "./problem";

type SyntaxError = SourceFile["errors"][number];

/** What could not be understood of a file, as problems. */
export function syntaxProblems({ errors }: SourceFile, text: string): Problem[] {
  return errors.map((error): Problem => {
    let fixes: readonly Fix[] | undefined;
    return {
      code: "blox/syntax",
      severity: "error",
      range: error.range,
      message: `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`,
      // Found when they are asked for: the file is read again to be sure of them.
      get fixes() {
        fixes ??= insertion(error, errors, text);
        return fixes;
      },
    };
  });
}

/** The insertion that mends an error, where it brings no other one to light. */
function insertion(
  { insert, insertAt, range }: SyntaxError,
  errors: readonly SyntaxError[],
  text: string,
): Fix[] {
  if (insert === undefined) return [];
  const at = insertAt ?? range.start;
  const mended = parse(text.slice(0, at) + insert + text.slice(at)).errors;
  const before = new Set(errors.map((error) => `${error.range.start} ${error.message}`));
  const isOld = ({ range: { start }, message }: SyntaxError) =>
    before.has(`${start < at ? start : start - insert.length} ${message}`);
  if (mended.length >= errors.length || !mended.every(isOld)) return [];
  const edit = { range: { start: at, end: at }, newText: insert };
  return [{ title: `Insert ${insert.trim()}`, edits: [edit], isPreferred: true }];
}
