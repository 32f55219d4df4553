import type { Position, SelectionRange } from "vscode-languageserver";
import { nodePathAt } from "../../grammar/position";
import type { Range } from "../../grammar/syntax";
import type { Model } from "../model/model";
import { lspRange } from "./place";

/** For each position what "expand selection" goes through: the name, its expression … the file. */
export function selectionRanges(model: Model, positions: readonly Position[]): SelectionRange[] {
  return positions.map((position) => {
    const path = nodePathAt(model.file, model.document.offsetAt(position));
    const [file, ...inner] = path.map(({ range }) => range);
    let selected: SelectionRange = { range: lspRange(model, file ?? model.file.range) };
    let around: Range = file ?? model.file.range;
    for (const range of inner) {
      // A step that selects nothing less is none.
      if (range.start === around.start && range.end === around.end) continue;
      selected = { range: lspRange(model, range), parent: selected };
      around = range;
    }
    return selected;
  });
}
