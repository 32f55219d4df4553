import type { Benchmark, MetricColumn } from "../../data/benchmark";
import { numberAt } from "../../data/benchmark";
import { originOf, sourceOf } from "../../data/column-origin";
import { formatNumber } from "../../data/format";
import type { MetricUse, Range, SearchClause } from "../../grammar/syntax";
import type { Benchmarks } from "../benchmarks";
import type { Model } from "../model/model";
import { type SearchModel, searchedNetworks } from "../model/search-model";
import { budgetText } from "../model/search-summary";
import { searchConstraints } from "../search-problems";
import type { Algorithm, Parameter } from "../searches/algorithm";
import { breachAt, metricText } from "../searches/constraints";
import { grouped } from "../searches/grouped";
import { indicesAmong, positionsOf } from "../searches/positions";
import { paragraphs } from "./hover-text";
import { contains } from "./place";

/** What the text at an offset in a search stands for. */
export function searchHover(
  model: Model,
  offset: number,
  benchmarks: Benchmarks,
): { readonly markdown: string; readonly range: Range } | undefined {
  const search = model.searches.find(({ declaration }) => contains(declaration.range, offset));
  if (!search) return undefined;
  const { declaration, algorithm, space } = search;
  const { name } = declaration;
  const benchmark = space && benchmarks(space);
  if (name && contains({ start: declaration.range.start, end: name.range.end }, offset))
    return { markdown: aboutSearch(search, benchmark), range: name.range };

  for (const clause of declaration.clauses) {
    if (!contains(clause.range, offset)) continue;
    const metric = benchmark && metricsIn(clause).find(({ range }) => contains(range, offset));
    const column = metric && columnNamed(benchmark, metricText(metric));
    if (column) return { markdown: aboutMetric(column), range: metric.range };
    if (clause.kind !== "algorithm" || !algorithm) continue;
    if (clause.name && contains(clause.name.range, offset))
      return { markdown: aboutAlgorithm(algorithm), range: clause.name.range };
    const setting = clause.settings.find(({ name }) => contains(name.range, offset));
    const markdown = setting && aboutSetting(algorithm, setting.name.text);
    if (setting && markdown) return { markdown, range: setting.name.range };
  }
  return undefined;
}

function metricsIn(clause: SearchClause): MetricUse[] {
  switch (clause.kind) {
    case "maximize":
    case "minimize":
      return clause.metric ? [clause.metric] : [];
    case "subject-to":
      return clause.conditions.flatMap(({ metric }) => metric ?? []);
    default:
      return [];
  }
}

function columnNamed({ columns }: Benchmark, name: string): MetricColumn | undefined {
  return columns.find(({ metric }) => metric.name === name);
}

/** What it will do, in words, and among how many networks. */
function aboutSearch(search: SearchModel, benchmark: Benchmark | undefined): string {
  const { declaration, name, space, network, algorithm } = search;
  const count = searchedNetworks(search);
  const title = `**search** \`${name}\``;
  const among =
    network && search.choices
      ? `in the holes of \`${network.name}\`, ${networksText(count)}`
      : `in the space \`${space?.name}\`, ${networksText(count)}`;
  if (!space || !benchmark || (network && !search.choices))
    return paragraphs(title, declaration.documentation, "Not complete yet: it cannot be run.");
  return paragraphs(
    `${title} · ${among}`,
    declaration.documentation,
    [objectivesText(search), algorithm && algorithmText(search, algorithm)]
      .filter((part) => part !== undefined)
      .join(" "),
    conditionsText(search, benchmark),
    resultText(search),
  );
}

function networksText(count = 0): string {
  return `${grouped(count)} ${count === 1 ? "network" : "networks"}`;
}

function objectivesText({ objectives }: SearchModel): string {
  if (objectives.length === 0) return "Looks for nothing yet: it has no objective.";
  const words = objectives.map(
    ({ direction, metric }) => `${direction}s \`${metricText(metric)}\``,
  );
  const last = words.pop() ?? "";
  const text = words.length === 0 ? last : `${words.join(", ")} and ${last}`;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** With what it is done; what the search does not say is called usual. */
function algorithmText(search: SearchModel, algorithm: Algorithm): string {
  const written = new Set(search.declaration.clauses.map(({ kind }) => kind));
  const usual = (kind: SearchClause["kind"]) => (written.has(kind) ? "" : " (the usual)");
  const settings = algorithm.parameters.map(
    ({ name, default: preset }) => `${name} ${search.settings[name] ?? preset}`,
  );
  const set = settings.length === 0 ? "" : ` { ${settings.join("  ")} }`;
  return `Algorithm \`${algorithm.name}${set}\`${usual("algorithm")}, budget ${budgetText(search)}${usual("budget")}, seed ${search.seed}${usual("seed")}.`;
}

/** What the constraints are, and how many of the networks meet them, where they can be counted. */
function conditionsText(search: SearchModel, benchmark: Benchmark): string {
  const { conditions, choices, space } = search;
  if (conditions.length === 0 || !space) return "";
  const texts = [...new Set(conditions.map(({ text }) => text))].map((text) => `\`${text}\``);
  const constraints = searchConstraints(search, benchmark);
  const positions = positionsOf(space, choices);
  const count = searchedNetworks(search) ?? 0;
  const subject = `Subject to ${texts.join(", ")}`;
  if (count > mostCounted) return `${subject}.`;
  let meeting = 0;
  for (const index of indicesAmong(positions)) if (breachAt(constraints, index) === 0) meeting++;
  return `${subject}: ${grouped(meeting)} of the ${networksText(count)} ${meeting === 1 ? "meets" : "meet"} that.`;
}

/** A hover does not wait to count more networks than this. */
const mostCounted = 2 ** 20;

function resultText({ objectives, lock }: SearchModel): string {
  const result =
    objectives.length > 1
      ? "The result is a Pareto front."
      : "The result is the best networks that it finds.";
  const locked = lock ? ` It is locked to the benchmark \`${lock.checksum.slice(0, 15)}…\`.` : "";
  return `*${result} The same file, seed and benchmark give the same result.${locked}*`;
}

function aboutAlgorithm({ name, description, source, parameters }: Algorithm): string {
  const rows = parameters.map(
    ({ name, description, minimum, maximum, default: preset }) =>
      `- \`${name}\`: ${description}; ${grouped(minimum)} to ${grouped(maximum)}, default ${grouped(preset)}`,
  );
  return paragraphs(
    `**algorithm** \`${name}\``,
    description,
    source && `*${source}*`,
    rows.join("\n"),
  );
}

function aboutSetting(algorithm: Algorithm, name: string): string | undefined {
  const parameter = algorithm.parameters.find((parameter) => parameter.name === name);
  if (!parameter) return undefined;
  return paragraphs(`**setting** \`${name}\` of \`${algorithm.name}\``, aboutParameter(parameter));
}

/** What a setting of an algorithm means, and what it may be. */
export function aboutParameter({
  description,
  minimum,
  maximum,
  whole,
  default: preset,
}: Parameter): string {
  return `${description}. ${whole ? "A whole number" : "A number"} from ${grouped(minimum)} to ${grouped(maximum)}; left out, ${grouped(preset)}.`;
}

/** A metric: where its values come from, and their range in the space. */
export function aboutMetric(column: MetricColumn): string {
  const { metric, values, standardErrors } = column;
  const origin = originOf(column);
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let index = 0; index < values.length; index++) {
    const value = numberAt(column, index);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const text = (value: number) => formatNumber(metric, value, standardErrors?.[0]);
  const better = `${metric.better === "higher" ? "More" : "Less"} is better.`;
  const range =
    lowest <= highest ? ` From ${text(lowest)} to ${text(highest)} in the whole space.` : "";
  return paragraphs(
    `**metric** \`${metric.name}\` · ${metric.title}`,
    `${origin.charAt(0).toUpperCase()}${origin.slice(1)}: ${sourceOf(column)}`,
    `${better}${range}`,
  );
}
