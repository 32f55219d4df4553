import type { CodeLens } from "vscode-languageserver";
import { indexOf } from "../../data/architecture";
import { type Benchmark, type Unit, type Value, valuesOf } from "../../data/benchmark";
import { countText, formatValue } from "../../data/format";
import type { Benchmarks } from "../benchmarks";
import { completionCount } from "../completions";
import type { NetworkHere } from "../messages";
import type { Model } from "../model/model";
import type { NetworkModel } from "../model/network-model";
import { lspRange } from "./place";
import { searchLenses } from "./search-lens";

/**
 * Above each network its headline numbers, which are left for `resolveCodeLens`, and what can be done with
 * it; above each search its own.
 */
export function codeLenses(model: Model): CodeLens[] {
  return [...networkLenses(model), ...searchLenses(model)];
}

/** The way back to the network whose numbers were left for later. */
interface Headline {
  readonly uri: string;
  /** Among the networks of the file. */
  readonly place: number;
}

function networkLenses(model: Model): CodeLens[] {
  return model.networks.flatMap((network, place) => {
    const { name } = network.declaration;
    if (!name || !network.space) return [];
    const range = lspRange(model, name.range);
    const address: NetworkHere = {
      uri: model.document.uri,
      network: network.name,
      space: network.space.name,
    };
    const headline: Headline = { uri: model.document.uri, place };
    return [
      { range, data: headline },
      { range, command: { title: "Show graph", command: "blox.showGraph", arguments: [address] } },
      {
        range,
        command: { title: "Suggest replacements", command: "blox.suggest", arguments: [address] },
      },
      { range, command: { title: "Search…", command: "blox.search", arguments: [address] } },
    ];
  });
}

/** What `codeLenses` put there: an editor hands it back as it is. */
export function headlineData({ data }: CodeLens): Headline | undefined {
  return data as Headline | undefined;
}

/** The lens with its numbers; an editor asks for those that it shows. */
export function resolveCodeLens(
  lens: CodeLens,
  model: Model | undefined,
  benchmarks: Benchmarks,
): CodeLens {
  const network = model?.networks[headlineData(lens)?.place ?? -1];
  // Of a network that is gone meanwhile: the editor is about to ask again.
  const title = network ? headlineOf(network, benchmarks) : "";
  return { ...lens, command: { title, command: "" } };
}

function headlineOf(
  { space, architecture, choices }: NetworkModel,
  benchmarks: Benchmarks,
): string {
  if (space && architecture) return numbersOf(benchmarks(space), indexOf(space, architecture));
  if (!choices) return "not complete: no numbers yet";
  return `${countText(completionCount(choices))} ways to fill its holes`;
}

function numbersOf(benchmark: Benchmark, index: number): string {
  // One accuracy and one device are enough for a headline, and no details: the hover has them all.
  const values = valuesOf(benchmark, index).filter(({ metric }) => !metric.isDetail);
  const first = (unit: Unit) => values.find(({ metric }) => metric.unit === unit);
  const headlines = [first("%"), first("ms")];
  return values
    .filter((value) => !["%", "ms"].includes(value.metric.unit) || headlines.includes(value))
    .map(headlineText)
    .join(" · ");
}

/** `top-1 74.3 % ± 0.5 (estimated)`, `2.96 M parameters`, `2.81 ms ± 0.02 (composed)` */
function headlineText(value: Value): string {
  const text = formatValue(value);
  switch (value.metric.unit) {
    case "%":
      return `top-1 ${text}`;
    case "ms":
      return text;
    case "bytes":
    case "parameters":
    case "FLOPs":
      return `${text} ${value.metric.unit}`;
  }
}
