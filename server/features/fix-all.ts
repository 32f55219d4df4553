import { CodeActionKind } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Benchmarks } from "../benchmarks";
import { analyse, type Model } from "../model/model";
import type { Edit, Fix, Problem, ProblemCode } from "../model/problem";
import { problemsOf } from "../requirements";
import { type ActionProvider, workspaceEdit } from "./action-provider";
import { touched } from "./quick-fixes";
import { textWithEdits } from "./text-with-edits";

/** What an editor does when a file is saved, if it is told to: every fix that is clearly right. */
export const fixAll: ActionProvider = {
  kinds: [`${CodeActionKind.SourceFixAll}.blox`],
  offer({ model, problems, benchmarks }) {
    const mended = problems.filter((problem) => preferredFix(problem));
    if (mended.length === 0) return [];
    return [
      {
        title: "Fix all that is clear",
        kind: `${CodeActionKind.SourceFixAll}.blox`,
        edit: () =>
          workspaceEdit(
            model,
            mendingEdits(model, benchmarks, () => true),
          ),
      },
    ];
  },
};

/** Beside a fix at a place: the same for every problem of its code, where there are several. */
export const fixAllOfOneCode: ActionProvider = {
  kinds: [CodeActionKind.QuickFix],
  offer({ model, problems, benchmarks, ...place }) {
    const codes = new Set(touched({ problems, ...place }).map(({ code }) => code));
    return [...codes].flatMap((code) => {
      const alike = problems.filter((problem) => problem.code === code && preferredFix(problem));
      // One fix may be that of several problems already.
      const fixes = new Set(alike.map((problem) => preferredFix(problem)));
      if (fixes.size < 2 || touched({ problems: alike, ...place }).length === 0) return [];
      return [
        {
          title: `Fix all ${alike.length} of ${code}`,
          kind: CodeActionKind.QuickFix,
          problems: alike,
          edit: () =>
            workspaceEdit(
              model,
              mendingEdits(model, benchmarks, (c) => c === code),
            ),
        },
      ];
    });
  },
};

function preferredFix({ fixes }: Problem): Fix | undefined {
  return fixes?.find(({ isPreferred }) => isPreferred);
}

/** A mended problem may uncover another; more than a few times it does not. */
const mostRounds = 10;

/** One edit that makes the preferred fixes of the problems with these codes, until none is left. */
export function mendingEdits(
  model: Model,
  benchmarks: Benchmarks,
  isMeant: (code: ProblemCode) => boolean,
): Edit[] {
  const before = model.document.getText();
  let present = model;
  for (let round = 0; round < mostRounds; round++) {
    const fixes = problemsOf(present, benchmarks)
      .filter(({ code }) => isMeant(code))
      .flatMap((problem) => preferredFix(problem) ?? []);
    const edits = withoutOverlaps(fixes);
    if (edits.length === 0) break;
    const { uri, languageId, version } = model.document;
    const mended = present.document.getText();
    const text = textWithEdits(mended, { start: 0, end: mended.length }, edits);
    present = analyse(TextDocument.create(uri, languageId, version, text), model.source);
  }
  return difference(before, present.document.getText());
}

/** The edits of those fixes that touch none before them. */
function withoutOverlaps(fixes: readonly Fix[]): Edit[] {
  const chosen: Edit[] = [];
  for (const { edits } of new Set(fixes)) {
    const isFree = edits.every(({ range }) =>
      chosen.every((other) => range.end < other.range.start || range.start > other.range.end),
    );
    if (isFree) chosen.push(...edits);
  }
  return chosen;
}

/** The one edit between two texts, without what they begin and end with alike; none for equal texts. */
function difference(before: string, after: string): Edit[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < most - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const range = { start, end: before.length - tail };
  return [{ range, newText: after.slice(start, after.length - tail) }];
}
