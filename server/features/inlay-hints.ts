import { type InlayHint, InlayHintKind, type Range as LspRange } from "vscode-languageserver";
import { shapeText, stageShapes } from "../../data/costs";
import type { Model } from "../model/model";

/** Behind each stage the activations that it takes and gives: `32×32×32 → 64×16×16`. */
export function inlayHints(model: Model, visible: LspRange): InlayHint[] {
  const { document } = model;
  const [first, last] = [document.offsetAt(visible.start), document.offsetAt(visible.end)];
  return model.networks.flatMap(({ space, stages }) => {
    if (!space) return [];
    const shapes = stageShapes(space);
    return stages.flatMap(({ declaration, number }) => {
      const shape = number === undefined ? undefined : shapes[number - 1];
      const { block } = declaration;
      // Behind an expression, or behind the opening brace of a body.
      const end = block?.kind === "body" ? block.range.start + 1 : block?.range.end;
      if (!shape || end === undefined || end < first || end > last) return [];
      return {
        position: document.positionAt(end),
        label: `${shapeText(shape.input)} → ${shapeText(shape.output)}`,
        kind: InlayHintKind.Type,
        paddingLeft: true,
        tooltip:
          "Channels × height × width: what the stage takes, and what it gives after its reduction",
      };
    });
  });
}
