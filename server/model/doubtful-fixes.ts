import type { Range, SourceFile } from "../../grammar/syntax";
import type { Edit, Problem } from "./problem";

type SyntaxErrors = SourceFile["errors"];

/**
 * The problems without the fixes that are no longer sure beside a syntax error: what was not understood
 * may belong to the text that such a fix takes away. A name that takes a name's place is always sure.
 */
export function withoutDoubtfulFixes(
  problems: readonly Problem[],
  errors: SyntaxErrors,
  text: string,
): readonly Problem[] {
  if (errors.length === 0) return problems;
  const isSure = ({ range, newText }: Edit) =>
    isWord(newText) && isWord(text.slice(range.start, range.end))
      ? true
      : !isDoubtful(range, errors, text);
  return problems.map((problem) =>
    problem.code === "blox/syntax" || !problem.fixes
      ? problem
      : { ...problem, fixes: problem.fixes.filter(({ edits }) => edits.every(isSure)) },
  );
}

/** Whether some of a range, or of what stands right before or behind it, was not understood. */
export function isDoubtful(range: Range, errors: SyntaxErrors, text: string): boolean {
  const previous = previousTokenEnd(text, range.start);
  const next = nextTokenAt(text, range.end);
  return errors.some((error) => error.range.end >= previous && error.range.start <= next);
}

function previousTokenEnd(text: string, offset: number): number {
  let end = offset;
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end--;
  return end;
}

function nextTokenAt(text: string, offset: number): number {
  const blank = /(?:\s|\/\/.*)*/y;
  blank.lastIndex = offset;
  blank.test(text);
  return blank.lastIndex;
}

function isWord(text: string): boolean {
  return /^\w+(?:-\w+)*$/.test(text);
}
