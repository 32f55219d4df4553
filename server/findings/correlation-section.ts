import type { MetricColumn } from "../../data/benchmark";
import { kendall } from "../../data/rank-correlation";
import { presetOf } from "../searches/algorithm";
import { brackets, hyperband } from "../searches/hyperband";
import { agreement } from "./agreement";
import { decimal, percentage } from "./decimal";
import { type EarlyEpoch, earlyEpochs } from "./early-epochs";
import { markdownTable } from "./markdown-table";
import type { Section } from "./section";
import type { WholeCampaign } from "./whole-campaign";

/** Which of the cheap numbers tell something of the dear ones. */
export function correlationSection(campaign: WholeCampaign): Section {
  const { accuracy, validation, trainTimeMs, flops, trainings } = campaign;
  const epochs = earlyEpochs(trainings, accuracy.values);
  return {
    title: "What tells of what",
    paragraphs: [
      "Correlations over all networks; of trainings, the means over the seeds.",
      costTable(campaign),
      costSentence(campaign),
      `The time of training follows FLOPs with Kendall's τ ${decimal(kendall(trainTimeMs.values, flops.values), 3)}. Validation accuracy and test accuracy, both the means over the seeds, have τ ${decimal(kendall(validation.values, accuracy.values), 3)}; the validation accuracy of one training, which is what a search sees, and the mean test accuracy, by which it is judged, have ${decimal(oneTraining(epochs), 3)} on average over the seeds.`,
      "### Epoch by epoch",
      "How well the validation accuracy on the way orders networks, means over the seeds: against that at the end of the same training, and against the mean test accuracy. `hyperband` trains the best third on; the last column is how many of the best tenth by test accuracy are in that third.",
      epochTable(epochs),
      hyperbandSentence(epochs),
    ],
  };
}

function costTable({ accuracy, params, flops, latencies }: WholeCampaign): string {
  const costs = [params, flops, ...latencies];
  const pairs = [
    ...pairsOf(costs),
    ...costs.map((cost): [MetricColumn, MetricColumn] => [accuracy, cost]),
  ];
  return markdownTable(
    ["of", "and", "Pearson", "Spearman", "Kendall"],
    pairs.map(([one, other]) => {
      const found = agreement(one.values, other.values);
      return [
        `\`${one.metric.name}\``,
        `\`${other.metric.name}\``,
        ...[found.pearson, found.spearman, found.kendall].map((value) => decimal(value, 3)),
      ];
    }),
    2,
  );
}

function pairsOf(columns: readonly MetricColumn[]): [MetricColumn, MetricColumn][] {
  return columns.flatMap((one, place) =>
    columns.slice(place + 1).map((other): [MetricColumn, MetricColumn] => [one, other]),
  );
}

function costSentence({ accuracy, params, flops, latencies }: WholeCampaign): string {
  const byFlops = latencies.map(({ values }) => kendall(values, flops.values));
  const [least, most] = [Math.min(...byFlops), Math.max(...byFlops)];
  const between = pairsOf(latencies).map(([one, other]) => kendall(one.values, other.values));
  const ranked = [params, flops, ...latencies]
    .map(({ metric, values }) => ({ metric, tau: kendall(values, accuracy.values) }))
    .sort((a, b) => Math.abs(b.tau) - Math.abs(a.tau));
  const [closest] = ranked;
  const standIn = least >= 0.8 ? "stand in for latency here" : "do not stand in for latency here";
  return `FLOPs order latencies with τ ${decimal(least, 2)} to ${decimal(most, 2)}, so that they ${standIn}; one device orders networks as another does with τ ${decimal(Math.min(...between), 2)} to ${decimal(Math.max(...between), 2)}. Of the costs \`${closest?.metric.name}\` tells most of accuracy, with τ ${decimal(closest?.tau ?? 0, 2)}.`;
}

function oneTraining(epochs: readonly EarlyEpoch[]): number {
  return epochs.at(-1)?.withJudged ?? Number.NaN;
}

function epochTable(epochs: readonly EarlyEpoch[]): string {
  return markdownTable(
    [
      "epoch",
      "mean validation accuracy, %",
      "Kendall with the end",
      "Kendall with test accuracy",
      "kept of the best tenth",
    ],
    epochs.map(({ epoch, mean, withEnd, withJudged, kept }) => [
      `${epoch}`,
      decimal(mean, 1),
      decimal(withEnd, 3),
      decimal(withJudged, 3),
      percentage(kept),
    ]),
  );
}

/** What a third is chosen at, and what that keeps. */
function hyperbandSentence(epochs: readonly EarlyEpoch[]): string {
  const [rung] = brackets(epochs.length, presetOf(hyperband)("eta"))[0] ?? [];
  const first = epochs.find(({ epoch }) => epoch === rung?.epochs);
  const last = epochs.at(-1);
  if (!first || !last) throw new RangeError("epochs expected");
  const chance = 1 / 3;
  const verdict =
    first.kept > (chance + last.kept) / 2
      ? "more than half of the way from chance to what the whole training would keep"
      : "less than half of the way from chance to what the whole training would keep";
  return `With the parameters that are preset \`hyperband\` chooses after epoch ${first.epoch}, which keeps ${percentage(first.kept)} of the best tenth. Chance would keep ${percentage(chance)} and the end of the training ${percentage(last.kept)}: that is ${verdict}. The learning rate falls along a cosine to the last epoch, so that a training that is cut off is not a short training.`;
}
