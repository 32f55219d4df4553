import { CodeActionKind } from "vscode-languageserver";
import { architectureAt } from "../../data/architecture";
import { valueAt } from "../../data/benchmark";
import { countText, formatValue } from "../../data/format";
import type { Benchmarks } from "../benchmarks";
import { completionsOf } from "../completions";
import type { Model } from "../model/model";
import type { NetworkModel } from "../model/network-model";
import type { Edit } from "../model/problem";
import { constraintsOf } from "../requirements";
import { type ActionProvider, workspaceEdit } from "./action-provider";
import { applyNetwork } from "./apply-network";
import { networkAround, stageAround } from "./place";

/** The ways to fill the holes of the network at a place that somebody would ask for. */
export const fillings: ActionProvider = {
  kinds: [CodeActionKind.QuickFix],
  offer({ model, start, benchmarks }) {
    const network = networkAround(model, start);
    const stage = network && stageAround(network, start);
    if (!stage || stage.candidates.length < 2) return [];
    return holeFillings(model, network, benchmarks).map(({ title, index }) => ({
      title,
      kind: CodeActionKind.QuickFix,
      edit: () => workspaceEdit(model, fillHoles(model, network, index)),
    }));
  },
};

export interface HoleFilling {
  /** `Fill the holes with the most accurate: 75.5 % ± 0.5 (estimated)` */
  readonly title: string;
  /** The completion, by index. */
  readonly index: number;
}

/**
 * The best completions of a network: the most accurate, the fastest (or that with the fewest FLOPs
 * where no latency is known), and, where it has requirements, the most accurate that meets them all.
 */
export function holeFillings(
  model: Model,
  network: NetworkModel,
  benchmarks: Benchmarks,
): HoleFilling[] {
  const { space, choices } = network;
  if (!space || !choices) return [];
  const benchmark = benchmarks(space);
  const constraints = constraintsOf(model, network, benchmark);
  const { metrics, count, looked } = completionsOf(benchmark, choices, constraints);
  const accuracy = metrics.find(({ column }) => column.metric.name === "accuracy");
  const latency = metrics.find(({ column }) => column.metric.unit === "ms");
  const flops = metrics.find(({ column }) => column.metric.name === "flops");
  const filling = (
    what: string,
    metric: typeof accuracy,
    index: number | undefined,
  ): HoleFilling[] => {
    const value = metric && index !== undefined ? valueAt(metric.column, index) : undefined;
    if (!value || index === undefined) return [];
    const sample = looked < count ? ` of ${countText(looked)} drawn at random` : "";
    // A count alone does not say of what.
    const unit = value.metric.unit === "FLOPs" ? " FLOPs" : "";
    return [{ title: `Fill the holes with ${what}${sample}: ${formatValue(value)}${unit}`, index }];
  };
  return [
    ...(constraints.length > 0
      ? filling("the most accurate that meets every requirement", accuracy, accuracy?.bestMeeting)
      : []),
    ...filling("the most accurate", accuracy, accuracy?.best),
    ...(latency
      ? filling("the fastest", latency, latency.best)
      : filling("the fewest FLOPs", flops, flops?.best)),
  ];
}

/** The edits that give a network the blocks of a completion. */
function fillHoles(model: Model, network: NetworkModel, index: number): Edit[] {
  return network.space ? applyNetwork(model, network, architectureAt(network.space, index)) : [];
}
