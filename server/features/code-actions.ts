import {
  type CodeAction,
  CodeActionKind,
  type Range as LspRange,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Benchmarks } from "../benchmarks";
import type { Replacement } from "../messages";
import type { Model } from "../model/model";
import type { NetworkModel, StageModel } from "../model/network-model";
import type { Edit, Problem } from "../model/problem";
import { blockReplacement } from "../model/stage-edits";
import { problemsOf } from "../requirements";
import { replacementsOf } from "../suggestions";
import { diagnostics } from "./diagnostics";
import { fillHoles, holeFillings } from "./hole-fillings";
import { lspRange, networkAround, stageAround } from "./place";

/** What can be done about the problems in a range, and what would make its stage better. */
export function codeActions(model: Model, range: LspRange, benchmarks: Benchmarks): CodeAction[] {
  return [
    ...quickFixes(model, range, problemsOf(model, benchmarks)),
    ...fillings(model, range, benchmarks),
    ...betterBlocks(model, range, benchmarks),
  ];
}

function quickFixes(model: Model, range: LspRange, problems: readonly Problem[]): CodeAction[] {
  const [start, end] = [model.document.offsetAt(range.start), model.document.offsetAt(range.end)];
  const shown = diagnostics(model, problems);
  return problems.flatMap((problem, place) => {
    const diagnostic = shown[place];
    if (!diagnostic || problem.range.start > end || problem.range.end < start) return [];
    return (problem.fixes ?? []).map(({ title, edits }, rank) => ({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      isPreferred: rank === 0,
      edit: workspaceEdit(model, edits),
    }));
  });
}

/** The ways to fill the holes of the network at a place that somebody would ask for. */
function fillings(model: Model, range: LspRange, benchmarks: Benchmarks): CodeAction[] {
  const offset = model.document.offsetAt(range.start);
  const network = networkAround(model, offset);
  const stage = network && stageAround(network, offset);
  if (!stage || stage.candidates.length < 2) return [];
  return holeFillings(model, network, benchmarks).map(({ title, index }) => ({
    title,
    kind: CodeActionKind.QuickFix,
    edit: workspaceEdit(model, fillHoles(model, network, index)),
  }));
}

function betterBlocks(model: Model, range: LspRange, benchmarks: Benchmarks): CodeAction[] {
  const offset = model.document.offsetAt(range.start);
  const network = networkAround(model, offset);
  const stage = network && stageAround(network, offset);
  if (!stage) return [];
  return betterReplacements(network, stage, benchmarks).map((replacement) => ({
    title: titleOf(replacement),
    kind: CodeActionKind.RefactorRewrite,
    edit: workspaceEdit(model, [blockReplacement(stage.declaration, replacement.block)]),
  }));
}

/**
 * At most three: the most accurate block, the most accurate that costs no more than the present one,
 * and the cheapest that is no less accurate.
 */
function betterReplacements(
  { space, architecture }: NetworkModel,
  { number }: StageModel,
  benchmarks: Benchmarks,
): Replacement[] {
  if (!space || !architecture) return [];
  const here = replacementsOf(benchmarks(space), architecture).filter(
    ({ stage }) => stage === number,
  );
  const change = ({ changes }: Replacement, metric: string) =>
    changes.find((change) => change.metric === metric)?.difference ?? 0;
  const byAccuracy = [...here].sort((a, b) => change(b, "accuracy") - change(a, "accuracy"));
  const byFlops = [...here].sort((a, b) => change(a, "flops") - change(b, "flops"));
  const costsNoMore = (r: Replacement) => change(r, "flops") <= 0 && change(r, "params") <= 0;
  const chosen = [
    byAccuracy.find((r) => change(r, "accuracy") > 0),
    byAccuracy.find((r) => change(r, "accuracy") > 0 && costsNoMore(r)),
    byFlops.find((r) => change(r, "flops") < 0 && change(r, "accuracy") >= 0),
  ];
  return [...new Set(chosen.filter((replacement) => replacement !== undefined))];
}

/** `Stage 2: st5(conv, mbconv): accuracy +0.4 % ± 0.7 (estimated), params +0.1 M, flops +7.2 M` */
function titleOf({ stage, block, changes }: Replacement): string {
  const texts = changes
    .filter(({ metric }) => headlineMetrics.includes(metric))
    .map(({ metric, text }) => `${metric} ${text}`);
  return `Stage ${stage}: ${block}: ${texts.join(", ")}`;
}

/** A menu has room for a few; the suggestion panel has them all. */
const headlineMetrics = ["accuracy", "params", "flops"];

function workspaceEdit(model: Model, edits: readonly Edit[]): WorkspaceEdit {
  const { uri, version } = model.document;
  return {
    documentChanges: [
      {
        textDocument: { uri, version },
        edits: edits.map(({ range, newText }) => ({ range: lspRange(model, range), newText })),
      },
    ],
  };
}
