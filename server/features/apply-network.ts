import type { Architecture } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import type { Model } from "../model/model";
import type { NetworkModel } from "../model/network-model";
import type { Edit } from "../model/problem";
import { blockReplacement, stageInsertion } from "../model/stage-edits";

/** The edits that give a network the blocks of `architecture`; stages that have theirs stay as they are. */
export function applyNetwork(
  model: Model,
  { declaration, space, stages }: NetworkModel,
  architecture: Architecture,
): Edit[] {
  if (!space) return [];
  const edits: Edit[] = [];
  const missing: string[] = [];
  for (const [place, blockIndex] of architecture.entries()) {
    const expression = blocksOf(space, place)[blockIndex]?.expression ?? "";
    const stage = stages.find(({ number }) => number === place + 1);
    if (!stage) missing.push(`stage ${place + 1}: ${expression}`);
    else if (stage.block?.index !== blockIndex) {
      edits.push(blockReplacement(stage.declaration, expression));
    }
  }
  if (missing.length > 0) {
    edits.push(stageInsertion(declaration, missing, model.document.getText()));
  }
  return edits;
}
