import type { BlockGraph } from "../../../data/block-graph";
import type { Space } from "../../../data/space";
import type { Range, SourceFile } from "../../../grammar/syntax";
import { graphOf } from "../../model/block-meaning";
import type { Model } from "../../model/model";
import type { NetworkModel, StageModel } from "../../model/network-model";
import type { ActionQuestion } from "../action-provider";
import { contains, networkAround, stageAround } from "../place";

/** A stage that a selection lies in. */
export interface SelectedStage {
  readonly network: NetworkModel;
  readonly space: Space;
  readonly stage: StageModel;
}

export function selectedStage({ model, start, end }: ActionQuestion): SelectedStage | undefined {
  const network = networkAround(model, start);
  const stage = network && stageAround(network, start);
  const isWhole = stage && contains(stage.declaration.range, end);
  return network?.space && isWhole ? { network, space: network.space, stage } : undefined;
}

/** What the stage's block means, which need be no block of the space; undefined where something in it means nothing. */
export function graphOfStage(
  model: Model,
  { space, stage }: SelectedStage,
): BlockGraph | undefined {
  const { block } = stage.declaration;
  const { file, blocks, document } = model;
  const scope = { space, blocks, text: document.getText(), errors: file.errors };
  return block && graphOf(scope, block, []);
}

/** Behind the stage's number: what is replaced when an expression becomes a body, or the other way round. */
export function blockPart({ stage }: SelectedStage): Range {
  const { heading, range } = stage.declaration;
  return { start: heading.end, end: range.end };
}

/** What would be lost if a range were written anew. */
export function hasComment({ comments }: SourceFile, { start, end }: Range): boolean {
  return comments.some(({ range }) => start < range.end && range.start < end);
}
