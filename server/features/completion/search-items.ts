import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { benchmarkChecksum } from "../../../data/benchmark-checksum";
import { countText } from "../../../data/format";
import { keywords, units } from "../../../grammar/keywords";
import { nameText } from "../../../grammar/name-text";
import type { SearchClause } from "../../../grammar/syntax";
import { completionCount } from "../../completions";
import { shownFrom } from "../../model/file-address";
import { algorithms, findAlgorithm } from "../../searches/algorithms";
import { grouped } from "../../searches/grouped";
import { observationsOf } from "../../searches/observation";
import { presetEvaluations } from "../../searches/preset-budget";
import { paragraphs } from "../hover-text";
import { aboutParameter } from "../search-hover";
import { benchmarkOf, type Context } from "./context";
import { item } from "./item";
import { keywordItem, keywordItems } from "./keyword-items";

/** The clauses that a search still may have. */
export function searchClauseItems({ search }: Context): CompletionItem[] {
  const written = new Set((search?.declaration.clauses ?? []).map(({ kind }) => wordOf(kind)));
  // A search from a network is in that network's space.
  if (written.has("from")) written.add("space");
  if (written.has("space")) written.add("from");
  const isRepeatable = (word: string) => ["maximize", "minimize", "subject to"].includes(word);
  return keywordItems(
    "search",
    {
      from: "from ",
      space: "space ",
      maximize: "maximize ",
      minimize: "minimize ",
      "subject to": "subject to ",
      algorithm: "algorithm ",
      budget: `budget \${1:${presetEvaluations}} evaluations`,
      seed: "seed ${1:0}",
      observe: "observe ",
      lock: "lock ",
    },
    (word) => written.has(word) && !isRepeatable(word),
  );
}

function wordOf(kind: SearchClause["kind"]): string {
  if (kind === "space-clause") return "space";
  return kind === "subject-to" ? "subject to" : kind;
}

/** The networks that a search may be from, those with holes first. */
export function sourceItems({ model }: Context): CompletionItem[] {
  const counted = model.knownNetworks.names.flatMap((name) => {
    const network = model.knownNetworks.named(name);
    const count = network?.choices ? completionCount(network.choices) : 0;
    return network ? { name, count, network } : [];
  });
  return counted
    .sort((one, other) => Number(other.count > 1) - Number(one.count > 1))
    .map(({ name, count, network }) => {
      const ways = count > 1 ? `${countText(count)} ways to fill its holes` : "no holes";
      const { importedFrom, declaration } = network;
      const home = importedFrom ? shownFrom(model.document.uri, importedFrom.uri) : "this file";
      return item({
        label: name,
        kind: CompletionItemKind.Class,
        detail: count === 0 ? "not complete yet" : ways,
        documentation: declaration.documentation ?? `The network \`${name}\` of ${home}.`,
        text: nameText(name),
      });
    });
}

export function toItems(): CompletionItem[] {
  return keywords.search
    .filter(({ word }) => word === "subject to")
    .map((keyword) => keywordItem({ ...keyword, word: "to" }, "to "));
}

export function algorithmItems(): CompletionItem[] {
  return algorithms.map(({ name, description, source, parameters }) =>
    item({
      label: name,
      kind: CompletionItemKind.Method,
      detail: parameters.map((parameter) => parameter.name).join(", ") || undefined,
      documentation: paragraphs(description, source && `*${source}*`),
    }),
  );
}

/** Behind an algorithm's name: its settings in braces, each with its default. */
export function settingsItems({ search }: Context): CompletionItem[] {
  const parameters = search?.algorithm?.parameters ?? [];
  if (parameters.length === 0) return [];
  const settings = parameters.map(
    ({ name, default: preset }, place) => `${name} \${${place + 1}:${preset}}`,
  );
  return [
    item({
      label: "{ … }",
      kind: CompletionItemKind.Snippet,
      detail: parameters.map(({ name }) => name).join(", "),
      documentation: parameters
        .map((each) => `- \`${each.name}\`: ${aboutParameter(each)}`)
        .join("\n"),
      snippet: `{ ${settings.join("  ")} }`,
    }),
  ];
}

/** The settings of an algorithm that are not written yet, each with its default. */
export function settingItems({ search, offset }: Context, algorithm: string): CompletionItem[] {
  const written = (search?.declaration.clauses ?? [])
    .flatMap((clause) => (clause.kind === "algorithm" ? clause.settings : []))
    .filter(({ range }) => offset < range.start || range.end < offset)
    .map(({ name }) => name.text);
  return (findAlgorithm(algorithm)?.parameters ?? [])
    .filter(({ name }) => !written.includes(name))
    .map((parameter) =>
      item({
        label: parameter.name,
        kind: CompletionItemKind.Property,
        detail: `default ${grouped(parameter.default)}`,
        documentation: aboutParameter(parameter),
        snippet: `${parameter.name} \${1:${parameter.default}}`,
      }),
    );
}

export function settingValueItems(algorithm: string, setting: string): CompletionItem[] {
  const parameter = findAlgorithm(algorithm)?.parameters.find(({ name }) => name === setting);
  if (!parameter) return [];
  return [
    item({
      label: `${parameter.default}`,
      kind: CompletionItemKind.Value,
      detail: "the default",
      documentation: aboutParameter(parameter),
    }),
  ];
}

export function budgetItems(context: Context): CompletionItem[] {
  return budgetUnitItems(context)
    .slice(0, 1)
    .map((unit) => ({
      ...unit,
      label: `${presetEvaluations} ${unit.label}`,
      kind: CompletionItemKind.Value,
    }));
}

/** GPU hours only where the benchmark knows how long a network trains. */
export function budgetUnitItems(context: Context): CompletionItem[] {
  const columns = benchmarkOf(context)?.columns ?? [];
  const isTimed = columns.some(({ metric }) => metric.name === "train_time");
  return units
    .filter(({ word }) => word === "evaluations" || (word === "gpu-hours" && isTimed))
    .map((unit) => ({ ...keywordItem(unit), kind: CompletionItemKind.Unit }));
}

/** The mean, and the seeds that the benchmark's networks were trained with. */
export function observeItems(context: Context): CompletionItem[] {
  const benchmark = benchmarkOf(context);
  const seeds = (benchmark ? observationsOf(benchmark) : []).filter((word) =>
    word.startsWith("seed"),
  );
  return keywords.search
    .filter(({ word }) => word === "observe")
    .flatMap((keyword) => ["mean", ...seeds].map((word) => keywordItem({ ...keyword, word })));
}

/** The checksum of the benchmark as it is. */
export function lockItems(context: Context): CompletionItem[] {
  const benchmark = benchmarkOf(context);
  if (!benchmark) return [];
  return [
    item({
      label: benchmarkChecksum(benchmark),
      kind: CompletionItemKind.Value,
      detail: "the present benchmark",
      documentation: "With another benchmark the search is an error, which says so.",
    }),
  ];
}
