import { CodeActionKind } from "vscode-languageserver";
import { indexOf } from "../../data/architecture";
import type { Benchmarks } from "../benchmarks";
import type { Replacement } from "../messages";
import type { NetworkModel, StageModel } from "../model/network-model";
import { blockReplacement } from "../model/stage-edits";
import { neighboursOf, replacementBy } from "../suggestions/one-replacement";
import { type ActionProvider, workspaceEdit } from "./action-provider";
import { networkAround, stageAround } from "./place";

/** Blocks that would make the stage at a place better, and by how much. */
export const betterBlocks: ActionProvider = {
  kinds: [CodeActionKind.RefactorRewrite],
  offer({ model, start, benchmarks }) {
    const network = networkAround(model, start);
    const stage = network && stageAround(network, start);
    if (!stage) return [];
    return betterReplacements(network, stage, benchmarks).map((replacement) => ({
      title: titleOf(replacement),
      kind: CodeActionKind.RefactorRewrite,
      edit: () => workspaceEdit(model, [blockReplacement(stage.declaration, replacement.block)]),
    }));
  },
};

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
  const benchmark = benchmarks(space);
  const present = indexOf(space, architecture);
  const here = neighboursOf(benchmark, architecture)
    .filter(({ stage }) => stage + 1 === number)
    .map((neighbour) => replacementBy(benchmark, present, neighbour));
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

/**
 * `Stage 2: st5(conv, mbconv): accuracy +2.4 % ± 0.7 (estimated), params +0.1 M, flops +7.2 M`; within two
 * standard errors `accuracy undecided at +0.4 % ± 0.7 (estimated)`.
 */
function titleOf({ stage, block, changes }: Replacement): string {
  const texts = changes
    .filter(({ metric }) => headlineMetrics.includes(metric))
    .map(({ metric, text, verdict }) =>
      verdict === "undecided" ? `${metric} undecided at ${text}` : `${metric} ${text}`,
    );
  return `Stage ${stage}: ${block}: ${texts.join(", ")}`;
}

/** A menu has room for a few; the suggestion panel has them all. */
const headlineMetrics = ["accuracy", "params", "flops"];
