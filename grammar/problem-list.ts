import type { SyntaxProblem } from "./syntax";

/** How many errors of a file are shown; the rest are summed up in one more. */
const shownProblems = 100;

/** Collects the errors of one kind in the order of the text, and keeps no more than can be shown. */
export class ProblemList {
  private readonly kept: SyntaxProblem[] = [];
  private count = 0;

  /** The error is built only if it can be shown: noise has one in every few characters. */
  add(build: () => SyntaxProblem): void {
    this.count++;
    if (this.kept.length <= shownProblems) this.kept.push(build());
  }

  static merge(...lists: readonly ProblemList[]): SyntaxProblem[] {
    const count = lists.reduce((sum, list) => sum + list.count, 0);
    const kept = lists.flatMap((list) => list.kept).sort((a, b) => a.range.start - b.range.start);
    const first = kept[shownProblems];
    if (!first) return kept;
    const hidden = count - shownProblems;
    const message =
      hidden === 1 ? "1 more error is not shown" : `${hidden} more errors are not shown`;
    return [...kept.slice(0, shownProblems), { range: first.range, message }];
  }
}
