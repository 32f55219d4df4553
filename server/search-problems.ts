import type { Benchmark } from "../data/benchmark";
import { benchmarkChecksum } from "../data/benchmark-checksum";
import { languageMetrics } from "../data/metrics";
import type { MetricUse } from "../grammar/syntax";
import type { Benchmarks } from "./benchmarks";
import type { Model } from "./model/model";
import type { Fix, Problem } from "./model/problem";
import { type DeclaredCondition, type SearchModel, searchedNetworks } from "./model/search-model";
import { didYouMean } from "./model/spelling";
import { type Constraint, constraintsIn, metricText } from "./searches/constraints";
import { infeasibility } from "./searches/feasibility";
import { grouped } from "./searches/grouped";
import { observedColumn } from "./searches/observation";
import { positionsOf } from "./searches/positions";
import { presetBudget } from "./searches/preset-budget";
import { noTrainTime } from "./searches/search-spec";
import { columnOf, isRefusal } from "./searches/searched-columns";

/** What is wrong with the searches of a document, as far as the numbers are needed to know it. */
export function searchProblems(model: Model, benchmarks: Benchmarks): Problem[] {
  return model.searches.flatMap((search) => {
    if (!search.space) return [];
    const benchmark = benchmarks(search.space);
    return [
      ...search.objectives.flatMap(({ metric }) => metricProblem(metric, benchmark) ?? []),
      ...conditionProblems(search, benchmark),
      ...observationProblems(search, benchmark),
      ...budgetProblems(search, benchmark),
      ...lockProblems(search, benchmark),
    ];
  });
}

/** The constraints of a search that can be read and whose values are known. */
export function searchConstraints(search: SearchModel, benchmark: Benchmark): Constraint[] {
  return search.conditions.flatMap((declared) => {
    const read = readCondition(declared, benchmark);
    return "constraints" in read ? read.constraints : [];
  });
}

function metricProblem(metric: MetricUse, benchmark: Benchmark): Problem | undefined {
  const column = columnOf(benchmark, metricText(metric));
  if (!isRefusal(column)) return undefined;
  const { name, device, range } = metric;
  const isKnown = languageMetrics.includes(name.text);
  const known = benchmark.columns.map((column) => column.metric.name);
  const similar = didYouMean(name, [...new Set([...known, ...languageMetrics])]);
  return {
    code: isKnown ? "blox/unknown-value" : "blox/wrong-search",
    severity: "error",
    range: isKnown ? range : name.range,
    message: column.refusal,
    fixes: isKnown
      ? known
          .filter((other) => other.startsWith("latency(") && name.text === "latency")
          .slice(0, 3)
          .map((newText) => ({ title: `Change to ${newText}`, edits: [{ range, newText }] }))
      : device
        ? []
        : similar.fixes,
  };
}

type ReadCondition =
  | { readonly constraints: readonly Constraint[] }
  | { readonly problem: Problem | undefined };

function readCondition(declared: DeclaredCondition, benchmark: Benchmark): ReadCondition {
  const { condition, text, range, isOfNetwork } = declared;
  if (!condition.metric) return { problem: undefined };
  const column = columnOf(benchmark, metricText(condition.metric));
  const isKnownMetric = languageMetrics.includes(condition.metric.name.text);
  if (isRefusal(column) && isOfNetwork && isKnownMetric) {
    const message = `No network can be said to meet the requirement \`${text}\`. ${column.refusal}`;
    return { problem: { code: "blox/unknown-value", severity: "error", range, message } };
  }
  if (isRefusal(column)) {
    // What is wrong with a network's requirement is said there.
    return { problem: isOfNetwork ? undefined : metricProblem(condition.metric, benchmark) };
  }
  const constraints = constraintsIn(column, condition, text);
  if (!("refusal" in constraints)) return { constraints };
  const message = constraints.refusal;
  const problem: Problem = { code: "blox/wrong-requirement", severity: "error", range, message };
  return { problem: isOfNetwork ? undefined : problem };
}

function conditionProblems(search: SearchModel, benchmark: Benchmark): Problem[] {
  const problems = search.conditions.flatMap((declared) => {
    const read = readCondition(declared, benchmark);
    return "problem" in read ? (read.problem ?? []) : [];
  });
  const { space, network, choices, conditions } = search;
  if (problems.length > 0 || !space || (network && !choices)) return problems;
  const constraints = searchConstraints(search, benchmark);
  const among = network ? `from \`${network.name}\`` : `of \`${space.name}\``;
  const infeasible = infeasibility(constraints, positionsOf(space, choices), among);
  if (!infeasible) return [];
  const { alone, sentence } = infeasible;
  const own = conditions.filter(({ isOfNetwork }) => !isOfNetwork);
  const place = alone
    ? conditions.find(({ text }) => text === alone.text)
    : (own[0] ?? conditions[0]);
  // A requirement that nothing meets is an error of its network's.
  if (!place || (alone && place.isOfNetwork)) return [];
  return [{ code: "blox/wrong-search", severity: "error", range: place.range, message: sentence }];
}

function observationProblems(
  { observed, objectives }: SearchModel,
  benchmark: Benchmark,
): Problem[] {
  if (!observed) return [];
  const { range, observation } = observed;
  return objectives.slice(0, 1).flatMap(({ metric }) => {
    const judged = columnOf(benchmark, metricText(metric));
    const found = isRefusal(judged) ? judged : observedColumn(benchmark, judged, observation);
    // An objective that is not known is a problem of its own.
    if (isRefusal(judged) || !isRefusal(found)) return [];
    return [
      {
        code: "blox/unknown-value",
        severity: "error",
        range,
        message: found.refusal,
        fixes: [{ title: "Change to observe mean", edits: [{ range, newText: "observe mean" }] }],
      },
    ];
  });
}

function budgetProblems(search: SearchModel, benchmark: Benchmark): Problem[] {
  const { budget, space, network, choices, algorithm, objectives } = search;
  if (!budget || !space || !algorithm || (network && !choices)) return [];
  const { range } = budget;
  const change = (newText: string): Fix => ({
    title: `Change to ${newText}`,
    edits: [{ range, newText }],
  });
  const problem = {
    choices: positionsOf(space, choices).map(({ choices }) => choices.length),
    objectives: objectives.length,
  };
  if ("gpuHours" in budget) {
    if (benchmark.columns.some(({ metric }) => metric.name === "train_time")) return [];
    return [
      {
        code: "blox/unknown-value",
        severity: "error",
        range,
        message: noTrainTime(benchmark),
        fixes: [change(`${presetBudget(algorithm, problem)} evaluations`)],
      },
    ];
  }
  const least = algorithm.leastEvaluations?.(problem) ?? 0;
  if (budget.evaluations >= least) return [];
  return [
    {
      code: "blox/wrong-search",
      severity: "information",
      range,
      message: `\`${algorithm.name}\` needs ${grouped(least)} evaluations here; with ${grouped(budget.evaluations)} of ${grouped(searchedNetworks(search) ?? 0)} networks its best need not be the best.`,
      fixes: [change(`${least} evaluations`)],
    },
  ];
}

function lockProblems({ lock }: SearchModel, benchmark: Benchmark): Problem[] {
  if (!lock) return [];
  const found = benchmarkChecksum(benchmark);
  if (lock.checksum === found) return [];
  return [
    {
      code: "blox/locked-benchmark",
      severity: "error",
      range: lock.range,
      message: `This search is locked to another benchmark: \`${lock.checksum}\` is expected, \`${found}\` is here (${benchmark.name}). Its result would be another. Bring the expected benchmark, or lock the search to the one that is here.`,
      fixes: [
        {
          title: "Lock to the benchmark that is here",
          edits: [{ range: lock.range, newText: `lock ${found}` }],
        },
      ],
    },
  ];
}
