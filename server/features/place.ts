import type { Range as LspRange } from "vscode-languageserver";
import type { Name, Range } from "../../grammar/syntax";
import type { Model } from "../model/model";
import type { NetworkModel, StageModel } from "../model/network-model";
import { namesOfSum } from "./names-of-sum";

/** Whether an offset is in a range or at its end, where the cursor stands behind a word. */
export function contains(range: Range | undefined, offset: number): boolean {
  return range !== undefined && range.start <= offset && offset <= range.end;
}

export function lspRange({ document }: Pick<Model, "document">, range: Range): LspRange {
  return { start: document.positionAt(range.start), end: document.positionAt(range.end) };
}

/** The network whose text an offset is in. */
export function networkAround(model: Model, offset: number): NetworkModel | undefined {
  return model.networks.find(({ declaration }) => contains(declaration.range, offset));
}

export function stageAround(network: NetworkModel, offset: number): StageModel | undefined {
  return network.stages.find(({ declaration }) => contains(declaration.range, offset));
}

/** The name of an operation or a block that is used at an offset inside a stage. */
export function usedNameAt({ declaration }: StageModel, offset: number): Name | undefined {
  return usedNameIn(declaration.block, offset);
}

/** The same in a block that is no stage's. */
export function usedNameIn(block: Node | undefined, offset: number): Name | undefined {
  return namesIn(block).find(({ range }) => contains(range, offset));
}

type Node = NonNullable<StageModel["declaration"]["block"]>;

function namesIn(block: Node | undefined): Name[] {
  switch (block?.kind) {
    case undefined:
      return [];
    case "operation":
      return [block.name];
    case "call":
      return [block.name, ...block.arguments];
    case "chain":
    case "parallel":
      return block.parts.flatMap(namesIn);
    case "hole":
      return (block.choices ?? []).flatMap(namesIn);
    case "body":
      return block.equations.flatMap(({ value }) => {
        const { blocks, operations } = namesOfSum(value);
        return [...blocks, ...operations];
      });
  }
}
