import {
  type CodeAction,
  type CodeActionContext,
  type CodeActionKind,
  LSPErrorCodes,
  type Range as LspRange,
  ResponseError,
} from "vscode-languageserver";
import type { Benchmarks } from "../benchmarks";
import type { Model } from "../model/model";
import type { Problem } from "../model/problem";
import { problemsOf } from "../requirements";
import type { ActionProvider, ActionQuestion, OfferedAction } from "./action-provider";
import { betterBlocks } from "./better-blocks";
import { diagnostics } from "./diagnostics";
import { fixAll, fixAllOfOneCode } from "./fix-all";
import { fillings } from "./hole-fillings";
import { lockActions } from "./lock-action";
import { lspRange } from "./place";
import { quickFixes } from "./quick-fixes";
import { refactorings } from "./refactorings/refactorings";

const providers: readonly ActionProvider[] = [
  quickFixes,
  fixAllOfOneCode,
  fillings,
  lockActions,
  betterBlocks,
  ...refactorings,
  fixAll,
];

export const codeActionKinds: readonly CodeActionKind[] = [
  ...new Set(providers.flatMap(({ kinds }) => kinds)),
];

/**
 * What can be done about the problems in a range, and what would make its stage better: what the
 * context asks for, or everything. Where `editsCanWait`, they come with `resolveCodeAction`.
 */
export function codeActions(
  model: Model,
  range: LspRange,
  benchmarks: Benchmarks,
  context: CodeActionContext = { diagnostics: [] },
  editsCanWait = false,
): CodeAction[] {
  const question = questionOf(model, range, benchmarks);
  const isAskedAbout = problemsOfContext(model, context);
  return providers.flatMap(({ kinds, offer }, provider) => {
    if (!kinds.some((kind) => isWanted(kind, context))) return [];
    return offer(question).flatMap((action, place): CodeAction[] => {
      if (
        !isWanted(action.kind, context) ||
        (action.problems && !action.problems.some(isAskedAbout))
      )
        return [];
      if (!editsCanWait) return [{ ...described(model, action), edit: action.edit() }];
      const { uri } = model.document;
      const data: DeferredEdit = { uri, version: model.version, range, provider, place };
      return [{ ...described(model, action), data }];
    });
  });
}

/** The way back to an action whose edit was left for later. */
export interface DeferredEdit {
  readonly uri: string;
  readonly version: number;
  readonly range: LspRange;
  /** Among the providers, and among what that one offers. */
  readonly provider: number;
  readonly place: number;
}

/** The action with its edit; refused where the document has changed since the action was offered. */
export function resolveCodeAction(
  action: CodeAction,
  model: Model | undefined,
  benchmarks: Benchmarks,
): CodeAction {
  const { version, range, provider, place } = deferredEdit(action) ?? {};
  if (!model || !range || model.version !== version) throw changedMeanwhile();
  const offered = providers[provider ?? -1]?.offer(questionOf(model, range, benchmarks));
  const found = offered?.[place ?? -1];
  if (found?.title !== action.title) throw changedMeanwhile();
  return { ...action, edit: found.edit() };
}

/** What `codeActions` put there: an editor hands it back as it is. */
export function deferredEdit({ data }: CodeAction): DeferredEdit | undefined {
  return data as DeferredEdit | undefined;
}

function changedMeanwhile() {
  return new ResponseError(
    LSPErrorCodes.ContentModified,
    "The file has changed since this was offered: ask again.",
  );
}

function questionOf(model: Model, range: LspRange, benchmarks: Benchmarks): ActionQuestion {
  const { document } = model;
  return {
    model,
    start: document.offsetAt(range.start),
    end: document.offsetAt(range.end),
    problems: problemsOf(model, benchmarks),
    benchmarks,
  };
}

function described(
  model: Model,
  { title, kind, problems, isPreferred }: OfferedAction,
): CodeAction {
  return {
    title,
    kind,
    ...(problems && { diagnostics: diagnostics(model, problems) }),
    ...(isPreferred && { isPreferred }),
  };
}

/** Kinds form a tree: who asks for `source` gets `source.fixAll.blox`, who asks for nothing no `source`. */
function isWanted(kind: CodeActionKind, { only }: CodeActionContext): boolean {
  if (!only) return kind !== "source" && !kind.startsWith("source.");
  return only.some((wanted) => wanted === "" || kind === wanted || kind.startsWith(`${wanted}.`));
}

/** Whether a problem is one of those that the editor asks about: any, where it names none of ours. */
function problemsOfContext(
  model: Model,
  context: CodeActionContext,
): (problem: Problem) => boolean {
  const ours = context.diagnostics.filter(({ source }) => source === "blox");
  if (ours.length === 0) return () => true;
  return ({ code, range }) => {
    const { start, end } = lspRange(model, range);
    return ours.some(
      (asked) =>
        asked.code === code &&
        asked.range.start.line === start.line &&
        asked.range.start.character === start.character &&
        asked.range.end.line === end.line &&
        asked.range.end.character === end.character,
    );
  };
}
