import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { indexOf } from "../../../data/architecture";
import { type Benchmark, type Metric, type MetricColumn, valueAt } from "../../../data/benchmark";
import { originOf, sourceOf } from "../../../data/column-origin";
import { formatValue } from "../../../data/format";
import { units } from "../../../grammar/keywords";
import type { Comparison } from "../../../grammar/syntax";
import { unitScale, unitWords } from "../../searches/constraints";
import { benchmarkOf, type Context } from "./context";
import { escaped, item } from "./item";
import { keywordItem } from "./keyword-items";

/** The metrics that are known of the space, with a comparison and a unit to fill in unless there is one. */
export function metricItems(context: Context, isBounded: boolean): CompletionItem[] {
  const benchmark = benchmarkOf(context);
  return (benchmark?.columns ?? []).map((column) => {
    const { metric } = column;
    if (isBounded) return item({ ...metricParts(column), text: metric.name });
    const comparison = metric.better === "higher" ? ">=" : "<=";
    const limit = presentLimit(context, column, comparison);
    const value = limit
      ? `\${1:${limit.number}}${limit.unit}`
      : ["$1", unitWords(metric.unit).find((word) => unitScale(metric.unit, word) === 1) ?? ""]
          .join(" ")
          .trimEnd();
    return item({
      ...metricParts(column),
      snippet: `${escaped(metric.name)} ${comparison} ${value}`,
    });
  });
}

/** Metrics as objectives, those first of which more, or less, is better. */
export function objectiveItems(context: Context, better: Metric["better"]): CompletionItem[] {
  const columns = benchmarkOf(context)?.columns ?? [];
  const first = columns.filter(({ metric }) => metric.better === better);
  return [...first, ...columns.filter((column) => !first.includes(column))].map((column) =>
    item({ ...metricParts(column), text: column.metric.name }),
  );
}

function metricParts(column: MetricColumn) {
  const { metric } = column;
  return {
    label: metric.name,
    kind: CompletionItemKind.Property,
    detail: originOf(column),
    documentation: `${metric.title}: ${originOf(column)}, ${sourceOf(column)}. ${metric.better === "higher" ? "More" : "Less"} is better.`,
  };
}

/** What the present network just meets, where its value is known. */
function presentLimit({ network }: Context, column: MetricColumn, comparison: Comparison) {
  const value = presentValue(network, column);
  if (!value) return undefined;
  const { unit } = column.metric;
  const words = unitWords(unit).filter((word) => unitScale(unit, word) <= Math.abs(value.value));
  const word =
    unit === "ms" ? "ms" : (words.findLast((word) => word !== "min" && word !== "h") ?? "");
  const scaled = value.value / (word === "" ? 1 : unitScale(unit, word));
  // Rounded to the side on which the network meets it.
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(scaled) || 1)));
  const round = comparison.startsWith(">") ? Math.floor : Math.ceil;
  const number = `${Number((round(scaled * 10 ** digits) / 10 ** digits).toFixed(digits))}`;
  return { number, unit: word === "" ? "" : ` ${word}`, value };
}

function presentValue(network: Context["network"], column: MetricColumn) {
  if (!network?.space || !network.architecture) return undefined;
  return valueAt(column, indexOf(network.space, network.architecture));
}

export function comparisonItems(): CompletionItem[] {
  const items: readonly (readonly [string, string])[] = [
    ["<=", "At most."],
    [">=", "At least."],
    ["<", "Less than."],
    [">", "More than."],
  ];
  return items.map(([label, documentation]) =>
    item({ label, kind: CompletionItemKind.Operator, documentation }),
  );
}

/** The devices on which a latency is known; the quotes around the cursor are replaced. */
export function deviceItems(context: Context): CompletionItem[] {
  return (benchmarkOf(context)?.columns ?? []).flatMap((column) => {
    const { metric } = column;
    const device = /^latency\((".*")\)$/.exec(metric.name)?.[1];
    if (device === undefined) return [];
    return item({
      label: device,
      kind: CompletionItemKind.Value,
      detail: originOf(column),
      documentation: `${metric.title}: ${originOf(column)}, ${sourceOf(column)}`,
      text: device,
    });
  });
}

/** What the network has now, as a limit that it meets. */
export function limitItems(context: Context, metric: string, comparison: string): CompletionItem[] {
  const benchmark = benchmarkOf(context);
  return columnsNamed(benchmark, metric).flatMap((column) => {
    const limit = presentLimit(
      context,
      column,
      comparison === ">=" || comparison === ">" ? ">=" : "<=",
    );
    if (!limit) return [];
    return item({
      label: `${limit.number}${limit.unit}`,
      kind: CompletionItemKind.Value,
      detail: "met by the present network",
      documentation: `The network's \`${column.metric.name}\` is ${formatValue(limit.value)}.`,
    });
  });
}

/** The units of a metric, or of all of them where it is not known yet. */
export function unitItems(context: Context, metric: string | undefined): CompletionItem[] {
  const columns = metric === undefined ? [] : columnsNamed(benchmarkOf(context), metric);
  const words = new Set(columns.flatMap((column) => unitWords(column.metric.unit)));
  const known = units.filter(({ word }) =>
    words.size === 0 ? !["evaluations", "gpu-hours"].includes(word) : words.has(word),
  );
  return [
    ...known.map((unit) => ({ ...keywordItem(unit), kind: CompletionItemKind.Unit })),
    ...(metric === undefined ? comparisonItems() : []),
  ];
}

/** Of `latency`, the columns of all devices. */
function columnsNamed(benchmark: Benchmark | undefined, name: string): MetricColumn[] {
  return (benchmark?.columns ?? []).filter(
    ({ metric }) => metric.name === name || metric.name.startsWith(`${name}(`),
  );
}
