import { type InlayHint, InlayHintKind, type Range as LspRange } from "vscode-languageserver";
import { networkCost, type StageCost, shapeText, stageCosts } from "../../data/costs";
import type { Model } from "../model/model";
import type { NetworkModel, StageModel } from "../model/network-model";
import { shareText } from "./hover-text";

/**
 * Behind each stage the activations that it takes and gives, and, once the network is complete, its share
 * of the network: `32×32×32 → 64×16×16 · 38 % of FLOPs`.
 */
export function inlayHints(model: Model, visible: LspRange): InlayHint[] {
  const { document } = model;
  const [first, last] = [document.offsetAt(visible.start), document.offsetAt(visible.end)];
  return model.networks.flatMap((network) => {
    const { space, stages } = network;
    if (!space) return [];
    const { stages: costs } = stageCosts(space);
    return stages.flatMap((stage) => {
      const { declaration, number } = stage;
      const cost = number === undefined ? undefined : costs[number - 1];
      const { block } = declaration;
      // Behind an expression, or behind the opening brace of a body.
      const end = block?.kind === "body" ? block.range.start + 1 : block?.range.end;
      if (!cost || end === undefined || end < first || end > last) return [];
      const share = shareOfFlops(network, stage, cost);
      return {
        position: document.positionAt(end),
        label: [`${shapeText(cost.input)} → ${shapeText(cost.output)}`, share?.label ?? []]
          .flat()
          .join(" · "),
        kind: InlayHintKind.Type,
        paddingLeft: true,
        tooltip: [
          "Channels × height × width: what the stage takes, and what it gives after its reduction.",
          share?.tooltip ?? [],
        ]
          .flat()
          .join(" "),
      };
    });
  });
}

/**
 * There is no share of the latency: what is timed is whole networks, and the terms of the model that
 * composes the latencies of others are not those of stages alone (see `fitComposition`).
 */
function shareOfFlops(
  { space, architecture }: NetworkModel,
  { block }: StageModel,
  { blocks, reduction }: StageCost,
) {
  const own = block && blocks[block.index];
  if (!space || !architecture || !own) return undefined;
  const whole = networkCost(space, architecture).flops;
  if (whole === 0) return undefined;
  const percent = (flops: number) => shareText(flops, whole);
  const reduced = reduction.flops > 0 ? `, its reduction ${percent(reduction.flops)}` : "";
  return {
    label: `${percent(own.flops + reduction.flops)} of FLOPs`,
    tooltip: `Of the network's FLOPs its block takes ${percent(own.flops)}${reduced}.`,
  };
}
