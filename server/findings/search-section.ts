import type { ComparedAlgorithm, Comparison, SeenMetric } from "../comparison/comparison";
import { seedsText } from "../comparison/comparison-words";
import { filePaint } from "../comparison/plot-paint";
import { progressCurves } from "../comparison/progress-curves";
import { regretPlot } from "../comparison/regret-plot";
import { type RegretRow, regretTable } from "../comparison/regret-table";
import { grouped } from "../searches/grouped";
import { observedColumn } from "../searches/observation";
import { isRefusal } from "../searches/searched-columns";
import { bestNetwork } from "./best-network";
import { decimal } from "./decimal";
import { markdownTable } from "./markdown-table";
import { figureLink, type Section } from "./section";
import type { WholeCampaign } from "./whole-campaign";

/** How soon each algorithm finds good networks; all comparisons are of one budget. */
export function searchSection(
  campaign: WholeCampaign,
  comparisons: readonly Comparison[],
): Section {
  const [first] = comparisons;
  if (!first) throw new RangeError("a comparison expected");
  const { at, budget, observed, judged, optimum } = first;
  const rows = comparisons.flatMap((comparison) =>
    regretTable(comparison, at).map((row) => ({ ...row, seeds: comparison.seeds.length })),
  );
  const inOrder = rows.toSorted((a, b) => meanAt(a, budget) - meanAt(b, budget));
  return {
    title: "How soon searches find good networks",
    paragraphs: [
      `Every algorithm has the parameters that are preset and ${grouped(budget)} evaluations. It sees ${observed.map(seenText).join(", ")}, and is judged by ${judged.map(seenText).join(", ")}. Regret is how far the best network so far, as the algorithm sees it, is below the best of all, ${decimal(optimum.value, 2)} %, in percentage points ([more](comparing.md#regret)).`,
      "Those that learn no prediction:",
      figureLink("regret.svg", "The mean regret of these algorithms by the number of evaluations"),
      "Those that do, beside `random`:",
      figureLink(
        "regret-predictors.svg",
        "The mean regret of these algorithms by the number of evaluations",
      ),
      regretRows(inOrder, at),
      "Mean with its standard error, and median over the seeds.",
      leadSentence(inOrder, budget),
      boundSentence(campaign),
      ...predictorParagraphs(inOrder),
      ...new Set(comparisons.flatMap(({ notes }) => notes)),
      "`exhaustive` is not among them: it would look at a part of the space in the order of the index.",
    ],
    figures: {
      "regret.svg": regretFigure(comparisons, (algorithm) => !predicts(algorithm)),
      "regret-predictors.svg": regretFigure(
        comparisons,
        (algorithm) => predicts(algorithm) || algorithm.name === "random",
      ),
    },
  };
}

function predicts({ traces }: ComparedAlgorithm): boolean {
  return traces.some(({ predictor }) => predictor);
}

/** `` `accuracy` (mean of 3 trainings) `` */
function seenText({ metric, of }: SeenMetric): string {
  return `\`${metric}\` (${of})`;
}

interface SeededRow extends RegretRow {
  readonly seeds: number;
}

function meanAt({ regret }: RegretRow, after: number): number {
  return regret[after]?.mean ?? Number.NaN;
}

function errorAt({ regret }: RegretRow, after: number): number {
  return regret[after]?.se ?? 0;
}

function regretRows(rows: readonly SeededRow[], at: readonly number[]): string {
  return markdownTable(
    ["algorithm", "seeds", ...at.flatMap((after) => [`after ${after}`, "median"])],
    rows.map((row) => [
      `[\`${row.name}\`](searches/${row.name}.md)`,
      `${row.seeds}`,
      ...at.flatMap((after) => [
        `${decimal(meanAt(row, after), 3)} ± ${decimal(errorAt(row, after), 3)}`,
        decimal(row.regret[after]?.median ?? Number.NaN, 3),
      ]),
    ]),
  );
}

/** Which algorithms are ahead, as far as their seeds tell. */
function leadSentence(rows: readonly SeededRow[], after: number): string {
  const [first] = rows;
  const random = rows.find(({ name }) => name === "random");
  if (!first || !random) throw new RangeError("random expected");
  const isApart = (one: SeededRow, other: SeededRow) =>
    Math.abs(meanAt(one, after) - meanAt(other, after)) >
    2 * Math.hypot(errorAt(one, after), errorAt(other, after));
  const level = rows.filter((row) => row !== first && !isApart(row, first));
  const notBetter = rows.filter(
    (row) =>
      row !== random && !(isApart(row, random) && meanAt(row, after) < meanAt(random, after)),
  );
  const lead =
    level.length === 0
      ? `After ${grouped(after)} evaluations \`${first.name}\` has the least regret, more than two standard errors below all others.`
      : `After ${grouped(after)} evaluations \`${first.name}\` has the least regret; within two standard errors of the difference are ${namesOf(level)}.`;
  return notBetter.length === 0
    ? `${lead} All do better than \`random\`.`
    : `${lead} No better than \`random\`, as far as the seeds tell: ${namesOf(notBetter)}.`;
}

function namesOf(rows: readonly RegretRow[]): string {
  return rows.map(({ name }) => `\`${name}\``).join(", ");
}

/** What limits any search that sees one training and is judged by the mean of all. */
function boundSentence({ benchmark, accuracy, flops }: WholeCampaign): string {
  const seen = observedColumn(benchmark, accuracy, "lowest seed");
  if (isRefusal(seen)) throw new Error(seen.refusal);
  const best = Math.max(...accuracy.values);
  const chosen = bestNetwork(seen.column.values, flops);
  const regret = best - (accuracy.values[chosen] ?? Number.NaN);
  const text = `What they see is one training of each network. Whoever looked at all ${grouped(accuracy.values.length)} and took the one that looks best would have a regret of ${decimal(regret, 2)}.`;
  if (regret === 0) return text;
  return `${text} A search that does better has not met networks that only look good. The optimum itself was lucky ([above](#how-far-to-rely-on-it)).`;
}

function predictorParagraphs(rows: readonly SeededRow[]): string[] {
  const predictors = rows.filter(({ predictor }) => predictor);
  if (predictors.length === 0) return [];
  return [
    "How well the last prediction of those that predict orders all networks, as they are judged:",
    markdownTable(
      ["algorithm", "Spearman", "Kendall"],
      predictors.map(({ name, predictor }) => [
        `\`${name}\``,
        decimal(predictor?.spearman ?? Number.NaN, 3),
        decimal(predictor?.kendall ?? Number.NaN, 3),
      ]),
    ),
  ];
}

function regretFigure(
  comparisons: readonly Comparison[],
  isDrawn: (algorithm: ComparedAlgorithm) => boolean,
): string {
  const [{ budget, space } = { budget: 0, space: "" }] = comparisons;
  const drawn = comparisons
    .map((comparison) => ({
      ...comparison,
      algorithms: comparison.algorithms.filter(isDrawn),
    }))
    .filter(({ algorithms }) => algorithms.length > 0);
  const seeds = drawn.map(
    (comparison) =>
      `${seedsText(comparison)} of ${comparison.algorithms.map(({ name }) => name).join(", ")}`,
  );
  const plot = regretPlot(
    drawn.flatMap((comparison) => progressCurves(comparison)),
    {
      width: 720,
      xTitle: "evaluations",
      xMost: budget,
      yTitle: "mean regret, percentage points",
      isLogarithmic: true,
      line: "mean",
      title: `The mean regret of algorithms on ${space} by the number of evaluations`,
      source: [`Mean over ${seeds.join("; ")}.`],
      paint: filePaint,
    },
  );
  return `${plot}\n`;
}
