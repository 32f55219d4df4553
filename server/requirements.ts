import { indexOf } from "../data/architecture";
import { type Benchmark, valueAt } from "../data/benchmark";
import { formatValue } from "../data/format";
import { languageMetrics } from "../data/metrics";
import type { Condition, Requirement } from "../grammar/syntax";
import type { Benchmarks } from "./benchmarks";
import { completionCount, completionIndices } from "./completions";
import type { Model } from "./model/model";
import type { NetworkModel } from "./model/network-model";
import type { Fix, Problem } from "./model/problem";
import { listed, similarNames } from "./model/spelling";
import { blockReplacement } from "./model/stage-edits";
import { searchProblems } from "./search-problems";
import { type Constraint, constraintsIn, meets, metricText } from "./searches/constraints";
import { neighboursOf } from "./suggestions/one-replacement";

/** What is wrong with a document, that included for which the numbers are needed; found once a model. */
export function problemsOf(model: Model, benchmarks: Benchmarks): readonly Problem[] {
  const known = found.get(model);
  if (known?.benchmarks === benchmarks) return known.problems;
  const problems = allProblems(model, benchmarks);
  found.set(model, { benchmarks, problems });
  return problems;
}

const found = new WeakMap<
  Model,
  { readonly benchmarks: Benchmarks; readonly problems: readonly Problem[] }
>();

function allProblems(model: Model, benchmarks: Benchmarks): readonly Problem[] {
  const broken = model.networks.flatMap((network) =>
    requirementProblems(model, network, benchmarks),
  );
  return [...model.problems, ...broken, ...searchProblems(model, benchmarks)].sort(
    (a, b) => a.range.start - b.range.start,
  );
}

/** The constraints of a network that can be read and whose values are known. */
export function constraintsOf(model: Model, network: NetworkModel, benchmark: Benchmark) {
  return network.declaration.requirements.flatMap((requirement) => {
    const read = readRequirement(model, requirement, benchmark);
    return "constraints" in read ? read.constraints : [];
  });
}

function requirementProblems(
  model: Model,
  network: NetworkModel,
  benchmarks: Benchmarks,
): Problem[] {
  const { space, declaration, choices } = network;
  if (!space) return [];
  const benchmark = benchmarks(space);
  return declaration.requirements.flatMap((requirement) => {
    const read = readRequirement(model, requirement, benchmark);
    if ("problem" in read) return read.problem ?? [];
    if (!choices) return [];
    const all = constraintsOf(model, network, benchmark);
    return read.constraints.flatMap(
      (constraint) => verdict(network, requirement, constraint, all, benchmark) ?? [],
    );
  });
}

type ReadRequirement =
  | { readonly constraints: readonly Constraint[] }
  | { readonly problem: Problem | undefined };

function readRequirement(
  model: Model,
  { condition, range }: Requirement,
  benchmark: Benchmark,
): ReadRequirement {
  // What is not written yet is a syntax error already.
  if (!condition?.metric || condition.bounds.length === 0) return { problem: undefined };
  const name = metricText(condition.metric);
  const column = benchmark.columns.find(({ metric }) => metric.name === name);
  if (!column) return { problem: unknownMetric(condition, benchmark) };
  const text = model.document.getText().slice(condition.range.start, condition.range.end);
  const constraints = constraintsIn(column, condition, text);
  if (!("refusal" in constraints)) return { constraints };
  const message = constraints.refusal;
  return { problem: { code: "blox/wrong-requirement", severity: "error", range, message } };
}

function unknownMetric({ metric, range }: Condition, { columns }: Benchmark): Problem | undefined {
  if (!metric) return undefined;
  const { text } = metric.name;
  const known = columns.map((column) => column.metric.name);
  if (languageMetrics.includes(text)) {
    return {
      code: "blox/unknown-value",
      severity: "warning",
      range,
      message: `Nothing here knows \`${metricText(metric)}\`, so that this cannot be checked. Known are ${listed(known)}.`,
    };
  }
  const [similar] = similarNames(text, languageMetrics);
  const question = similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
  return {
    code: "blox/wrong-requirement",
    severity: "error",
    range: metric.name.range,
    message: `There is no metric \`${text}\`.${question} Metrics are ${listed(languageMetrics)}.`,
    ...(similar !== undefined && {
      fixes: [
        {
          title: `Change to ${similar}`,
          edits: [{ range: metric.name.range, newText: similar }],
          isPreferred: true,
        },
      ],
    }),
  };
}

/** Whether a constraint is broken, or cannot be decided; undefined where it is met. */
function verdict(
  network: NetworkModel,
  { range }: Requirement,
  constraint: Constraint,
  all: readonly Constraint[],
  benchmark: Benchmark,
): Problem | undefined {
  const { space, architecture, choices } = network;
  if (!space || !choices) return undefined;
  if (!architecture) {
    const looked = completionIndices(space, choices);
    // What no completion of a sample meets, another may.
    if (looked.length < completionCount(choices)) return undefined;
    if (looked.some((index) => meets(constraint, index))) return undefined;
    return {
      code: "blox/broken-requirement",
      severity: "error",
      range,
      message: `No way to fill the holes meets \`${constraint.text}\`.`,
    };
  }
  const index = indexOf(space, architecture);
  const value = valueAt(constraint.column, index);
  if (!value) return undefined;
  const found = `\`${constraint.column.metric.name}\` is ${formatValue(value)}`;
  const judgement = judged(constraint, index);
  if (judgement === "met") return undefined;
  if (judgement === "undecided") {
    return {
      code: "blox/undecided-requirement",
      severity: "hint",
      range,
      message: `${found}: within two standard errors of the limit, so that \`${constraint.text}\` cannot be decided.`,
    };
  }
  const change = smallestChange(network, constraint, all, benchmark);
  const source = value.provenance === "exact" ? "exact, " : "";
  return {
    code: "blox/broken-requirement",
    severity: "error",
    range,
    message: `${found} (${source}${value.source}), which breaks \`${constraint.text}\`. ${change?.sentence ?? "No change of one block would meet it."}`,
    ...(change?.fix && { fixes: [change.fix] }),
  };
}

/** From good to bad. */
const judgements = ["met", "undecided", "broken"] as const;

/** An estimate is judged only beyond two standard errors; what is not known breaks nothing. */
function judged(constraint: Constraint, index: number): (typeof judgements)[number] {
  const value = valueAt(constraint.column, index);
  if (!value) return "met";
  const error = value.provenance === "exact" ? 0 : (value.standardError ?? 0);
  if (Math.abs(value.value - constraint.limit) < 2 * error) return "undecided";
  return meets(constraint, index) ? "met" : "broken";
}

/**
 * The replacement of one block that meets the constraint, all others too if there is one, and gives up
 * the least accuracy for it. It is a fix only where no other constraint is worse off with it.
 */
function smallestChange(
  network: NetworkModel,
  constraint: Constraint,
  all: readonly Constraint[],
  benchmark: Benchmark,
): { readonly sentence: string; readonly fix?: Fix } | undefined {
  const { space, architecture } = network;
  if (!space || !architecture) return undefined;
  const present = indexOf(space, architecture);
  const isNoWorse = (index: number) =>
    all.every(
      (other) =>
        judgements.indexOf(judged(other, index)) <= judgements.indexOf(judged(other, present)),
    );
  const mending = neighboursOf(benchmark, architecture).filter(
    ({ index }) => judged(constraint, index) === "met",
  );
  const fixing =
    mending.find(({ index }) => all.every((other) => judged(other, index) === "met")) ??
    mending.find(({ index }) => isNoWorse(index));
  const change = fixing ?? mending[0];
  const number = change && change.stage + 1;
  const stage = network.stages.find((stage) => stage.number === number);
  const value = change && valueAt(constraint.column, change.index);
  if (!change || !stage || !value) return undefined;
  const block = change.block.expression;
  const sentence = `Stage ${number} as \`${block}\` would meet it: ${formatValue(value)}`;
  if (!fixing) return { sentence: `${sentence}, but not what else is required.` };
  return {
    sentence: `${sentence}.`,
    fix: {
      title: `Make stage ${number} ${block}: ${formatValue(value)}`,
      edits: [blockReplacement(stage.declaration, block)],
    },
  };
}
