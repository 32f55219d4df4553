import type { CompletionContext, CompletionItem, Position } from "vscode-languageserver";
import { lex, OpenQuoted } from "../../../grammar/tokens";
import type { Benchmarks } from "../../benchmarks";
import { topologyNames } from "../../model/block-vocabulary";
import type { Model } from "../../model/model";
import { lspRange } from "../place";
import * as blocks from "./block-items";
import * as conditions from "./condition-items";
import { type Context, contextAt } from "./context";
import { type Place, placeAfter } from "./cursor-place";
import { declarationItems, spaceItems } from "./file-items";
import { fitted } from "./fitted";
import { keywordItems } from "./keyword-items";
import * as networks from "./network-items";
import * as searches from "./search-items";
import * as spaces from "./space-items";
import { withTrial } from "./trial";

/** `"` and `/` are for what stands in quotes: devices, and the paths of imports. */
export const completionTriggers = [" ", ":", "(", ",", "|", ">", "=", "+", '"', "/"];

/**
 * What may be written at a position, in the order in which to show it. What an item of a stage's block
 * would change of the network's metrics is left for `resolveCompletion`.
 */
export function completion(
  model: Model,
  position: Position,
  benchmarks: Benchmarks,
  asked: Pick<CompletionContext, "triggerCharacter"> = {},
): CompletionItem[] {
  const offset = model.document.offsetAt(position);
  const context = contextAt(model, offset, benchmarks);
  const before = wordsBefore(context);
  if (!before) return [];
  const isForQuotes = asked.triggerCharacter === '"' || asked.triggerCharacter === "/";
  if (isForQuotes && before.quote === undefined) return [];
  const place = placeAfter(before);
  // A blank asks where something must follow it, not wherever something may.
  if (asked.triggerCharacter === " " && mayBeDone.has(place.kind)) return [];
  const { quote, wordStart } = before;
  const items = fitted(itemsAt(place, context), restOfLine(context)).map((item, order) => ({
    ...item,
    sortText: `${order}`.padStart(3, "0"),
  }));
  const fitting = quote === undefined ? items : inQuotes(items, context, quote);
  return withTrial(fitting, place, context, wordStart);
}

/** Places behind what is complete, where the next clause may begin. */
const mayBeDone: ReadonlySet<Place["kind"]> = new Set([
  "declaration",
  "network clause",
  "equation",
  "search clause",
  "space clause",
  "stage clause",
  "attribute",
  "layer",
]);

/** The whole words between the start of the declaration and the cursor; undefined in a comment. */
function wordsBefore({ model, offset, declaration, space }: Context) {
  const start = declaration?.range.start ?? endOfLastBefore(model, offset);
  // Without the word that is being typed: the editor filters by it.
  const text = model.document.getText().slice(start, offset);
  const before = text.replace(/(?<![\w-])[\w-]+$/, "");
  const { tokens, comments, documentation, openComment } = lex(before);
  const isInComment =
    openComment !== undefined ||
    [...comments, ...documentation].some(
      ({ startOffset, image }) =>
        startOffset + image.length === before.length && !image.endsWith("*/"),
    );
  if (isInComment) return undefined;
  const last = tokens.at(-1);
  const isInQuotes =
    last?.tokenType === OpenQuoted && last.startOffset + last.image.length === before.length;
  if (isInQuotes) tokens.pop();
  const end = tokens.at(-1);
  const behind = before.slice(end ? end.startOffset + end.image.length : 0);
  return {
    words: tokens.map(({ image }) => image),
    isOnNewLine: /[\r\n]/.test(behind),
    isBlock: (name: string) =>
      model.blocks.has(name) || (space !== undefined && topologyNames(space).includes(name)),
    wordStart: start + (isInQuotes ? last.startOffset : before.length),
    ...(isInQuotes && { quote: start + last.startOffset }),
  };
}

/** Behind the word that the cursor is in. */
function restOfLine({ model, offset }: Context): string {
  const { line } = model.document.positionAt(offset);
  const end = { line: line + 1, character: 0 };
  const start = model.document.positionAt(offset);
  return model.document.getText({ start, end }).replace(/^[\w-]*/, "");
}

function endOfLastBefore({ file }: Model, offset: number): number {
  return file.declarations.findLast(({ range }) => range.end <= offset)?.range.end ?? 0;
}

/** Between quotes only what is written in quotes fits, and it takes the place of the quotes too. */
function inQuotes(items: readonly CompletionItem[], { model }: Context, quote: number) {
  const [whole = ""] = /^"[^"\r\n]*"?/.exec(model.document.getText().slice(quote)) ?? [];
  const range = lspRange(model, { start: quote, end: quote + whole.length });
  return items.flatMap((item) => {
    const text = item.insertText ?? item.label;
    if (!text.startsWith('"')) return [];
    const { insertText: _, ...others } = item;
    return { ...others, filterText: text, textEdit: { range, newText: text } };
  });
}

function itemsAt(place: Place, context: Context): CompletionItem[] {
  const { model } = context;
  switch (place.kind) {
    case "elsewhere":
      return [];
    case "declaration":
      return declarationItems(model);
    case "space header":
      return keywordItems("spaceHeader", { extends: "extends " });
    case "base space": {
      const own =
        context.declaration?.kind === "space" ? context.declaration.name?.text : undefined;
      return spaceItems(model, own);
    }
    case "space":
      return spaceItems(model);

    case "network clause":
      return networks.clauseItems(context);
    case "stage number":
      return networks.stageNumberItems(context);
    case "stage separator":
      return networks.separatorItems(context);
    case "block":
      return blocks.wholeBlockItems(context, place.isInSet);
    case "part of a block":
      return blocks.partItems(context, place.isInSet);
    case "operations of a block":
      return blocks.operationItems(context, place.isInSet);
    case "behind a hole":
      return networks.restrictionItems();
    case "set of a hole":
      return networks.setItems();
    case "equation":
      return blocks.equationItems(context);
    case "term":
      return blocks.termItems(context);

    case "metric":
      return conditions.metricItems(context, place.isBounded);
    case "comparison":
      return conditions.comparisonItems();
    case "device":
      return conditions.deviceItems(context);
    case "limit":
      return conditions.limitItems(context, place.metric, place.comparison);
    case "unit":
      return conditions.unitItems(context, place.metric);

    case "search clause":
      return searches.searchClauseItems(context);
    case "network with holes":
      return searches.sourceItems(context);
    case "maximize":
      return conditions.objectiveItems(context, "higher");
    case "minimize":
      return conditions.objectiveItems(context, "lower");
    case "to":
      return searches.toItems();
    case "algorithm":
      return searches.algorithmItems();
    case "settings":
      return searches.settingsItems(context);
    case "setting":
      return searches.settingItems(context, place.algorithm);
    case "setting value":
      return searches.settingValueItems(place.algorithm, place.setting);
    case "budget":
      return searches.budgetItems(context);
    case "budget unit":
      return searches.budgetUnitItems(context);
    case "observe":
      return searches.observeItems(context);
    case "lock":
      return searches.lockItems(context);

    case "space clause":
      return spaces.spaceClauseItems(context);
    case "input size":
      return spaces.inputSizeItems();
    case "flops as":
      return spaces.flopsAsItems();
    case "flops convention":
      return keywordItems("flopsConvention");
    case "layers in braces":
      return spaces.bracesItems();
    case "stage clause":
      return spaces.stageClauseItems(context);
    case "op range":
      return spaces.opRangeItems();
    case "chain length":
      return spaces.chainLengthItems();
    case "op count":
      return keywordItems("opCount");
    case "layer":
      return spaces.layerItems();
    case "kernel":
      return spaces.kernelItems();
    case "attribute":
      return spaces.attributeItems(place.layer, place.written);
    case "channels":
      return spaces.channelsItems();
    case "stride":
      return spaces.strideItems();
  }
}
