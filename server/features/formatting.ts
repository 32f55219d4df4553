import type {
  FormattingOptions,
  Range as LspRange,
  Position,
  TextEdit,
} from "vscode-languageserver";
import type { Model } from "../model/model";
import { layoutEdits } from "./layout";
import { lspRange } from "./place";

/** Lays the whole document out, keeping its lines, its comments and whatever is wrong in it. */
export function formatting(model: Model, options: FormattingOptions): TextEdit[] {
  const indent = options.insertSpaces ? " ".repeat(options.tabSize) : "\t";
  return layoutEdits(model.document.getText(), indent).map(({ range, newText }) => ({
    range: lspRange(model, range),
    newText,
  }));
}

/** Lays out the lines that a selection touches. */
export function rangeFormatting(
  model: Model,
  { start, end }: LspRange,
  options: FormattingOptions,
): TextEdit[] {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return formatting(model, options).filter(
    ({ range }) => range.start.line >= start.line && range.end.line <= last,
  );
}

/** The characters that lay out as they are typed. */
export const formattingTriggers = { firstTriggerCharacter: "}", moreTriggerCharacter: ["\n"] };

/**
 * Lays out the line of a `}` just typed, or around a line break the line that it ended. An empty line
 * is left alone: the cursor stands there, where the editor has put it.
 */
export function onTypeFormatting(
  model: Model,
  { line }: Position,
  typed: string,
  options: FormattingOptions,
): TextEdit[] {
  const first = typed === "\n" ? line - 1 : line;
  const textOf = (place: number) =>
    model.document.getText({
      start: { line: place, character: 0 },
      end: { line: place + 1, character: 0 },
    });
  const lines = [first, line].filter((place) => place >= 0 && textOf(place).trim() !== "");
  return formatting(model, options).filter(
    ({ range }) => range.start.line === range.end.line && lines.includes(range.start.line),
  );
}
