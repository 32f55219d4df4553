import type { CompletionItem } from "vscode-languageserver";
import { indexOf } from "../../../data/architecture";
import { valuesOf } from "../../../data/benchmark";
import { formatValue } from "../../../data/format";
import { parse } from "../../../grammar/parser";
import type { Benchmarks } from "../../benchmarks";
import type { Model } from "../../model/model";
import type { NetworkModel } from "../../model/network-model";
import { readNetwork } from "../../model/network-reader";
import { changesBetween } from "../../suggestions/changes";
import { networkAround } from "../place";
import type { Context } from "./context";
import type { Place } from "./cursor-place";
import { plainText } from "./item";

/** Where an item would be inserted, so that the network with it can be looked at when it is shown. */
interface Trial {
  readonly uri: string;
  /** Where the word starts that the item takes the place of; an offset. */
  readonly start: number;
  /** The text on the line before it: the file is the one that was asked about, but for that word. */
  readonly before: string;
}

/** The items with what `resolveCompletion` needs, where they are part of a network's stage. */
export function withTrial(
  items: readonly CompletionItem[],
  { kind }: Place,
  { model, network }: Context,
  start: number,
): CompletionItem[] {
  if (!network || !tried.has(kind)) return [...items];
  const data: Trial = { uri: model.document.uri, start, before: lineBefore(model, start) };
  return items.map((item) => ({ ...item, data }));
}

const tried: ReadonlySet<Place["kind"]> = new Set([
  "block",
  "part of a block",
  "operations of a block",
  "term",
]);

/** What `withTrial` put there: an editor hands it back as it is. */
export function trialOf({ data }: CompletionItem): Trial | undefined {
  return data as Trial | undefined;
}

/**
 * The item with what it would change of the network's metrics: `top-1 +0.4 % ± 0.7 (estimated) · params
 * −0.3 M`. Where the network is not complete yet but would be with the item, its metrics.
 */
export function resolveCompletion(
  item: CompletionItem,
  model: Model | undefined,
  benchmarks: Benchmarks,
): CompletionItem {
  const trial = trialOf(item);
  const text = plainText(item.textEdit?.newText ?? item.insertText ?? item.label);
  const detail = model && trial && tryOut(model, trial, text, benchmarks);
  return detail ? { ...item, detail } : item;
}

function tryOut(
  model: Model,
  { start, before }: Trial,
  text: string,
  benchmarks: Benchmarks,
): string | undefined {
  const network = networkAround(model, start);
  if (!network || lineBefore(model, start) !== before) return undefined;
  const changed = withText(model, network, start, text);
  const { space } = network;
  if (!space || !changed?.architecture || changed.space !== space) return undefined;
  const benchmark = benchmarks(space);
  const to = indexOf(space, changed.architecture);
  if (!network.architecture)
    return shown(valuesOf(benchmark, to).map((value) => [value.metric.name, formatValue(value)]));
  const from = indexOf(space, network.architecture);
  if (from === to) return "the present block";
  return shown(changesBetween(benchmark, from, to).map(({ metric, text }) => [metric, text]));
}

/** The network with another text in the place of the word at an offset. */
function withText(
  { document, blocks, spaces }: Model,
  { declaration }: NetworkModel,
  start: number,
  newText: string,
): NetworkModel | undefined {
  const { range } = declaration;
  const text = document.getText().slice(range.start, range.end);
  const at = start - range.start;
  const [word = ""] = /^(?:"[^"\r\n]*"?|[\w-]*)/.exec(text.slice(at)) ?? [];
  const changed = text.slice(0, at) + newText + text.slice(at + word.length);
  const file = parse(changed);
  const [read] = file.declarations;
  if (read?.kind !== "network") return undefined;
  return readNetwork(read, file, { blocks, spaces }, changed, []);
}

/** A list has room for a few; of the devices the first. */
function shown(metrics: readonly (readonly [metric: string, text: string])[]): string | undefined {
  const device = metrics.find(([metric]) => metric.startsWith("latency("))?.[0];
  const texts = metrics.flatMap(([metric, text]) => {
    if (metric === device) return text;
    const heading = headings[metric];
    return heading === undefined ? [] : `${heading} ${text}`;
  });
  return texts.length === 0 ? undefined : texts.join(" · ");
}

const headings: Readonly<Record<string, string>> = {
  accuracy: "top-1",
  params: "params",
  flops: "FLOPs",
};

function lineBefore({ document }: Model, offset: number): string {
  const { line } = document.positionAt(offset);
  return document.getText({ start: { line, character: 0 }, end: document.positionAt(offset) });
}
