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

/** Whether something in the declarations that a range is in, or right behind them, was not understood. */
export function isDoubtful(range: Range, errors: SyntaxErrors, text: string): boolean {
  if (errors.length === 0) return false;
  const starts = declarationStarts(errors, text);
  const start = starts.findLast((each) => each <= range.start) ?? 0;
  const end = starts.find((each) => each >= range.end) ?? text.length;
  return errors.some((error) => error.range.end >= start && error.range.start <= end);
}

/** Where declarations begin, as people write them; found once for the errors of a text. */
function declarationStarts(errors: SyntaxErrors, text: string): readonly number[] {
  const known = startsOfTexts.get(errors);
  if (known) return known;
  const lines = text.matchAll(/^(?:network|block|search|space|import)\b/gm);
  const found = Array.from(lines, ({ index }) => index);
  startsOfTexts.set(errors, found);
  return found;
}

const startsOfTexts = new WeakMap<SyntaxErrors, readonly number[]>();

function isWord(text: string): boolean {
  return /^\w+(?:-\w+)*$/.test(text);
}
