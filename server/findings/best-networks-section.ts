import { type MetricColumn, numberAt } from "../../data/benchmark";
import { bestFirst } from "./best-network";
import { costFront } from "./cost-front";
import { decimal, percentage } from "./decimal";
import { markdownTable } from "./markdown-table";
import { accuracyCell, costCell, networkCells, networkHeads } from "./network-cells";
import { scatterPlot } from "./scatter-plot";
import { figureLink, type Section } from "./section";
import { seedNoise } from "./seed-noise";
import type { WholeCampaign } from "./whole-campaign";

/** The most accurate networks, and those that are for what they cost. */
export function bestNetworksSection(campaign: WholeCampaign): Section {
  const fronts = costsOf(campaign).map((cost) => frontOf(campaign, cost));
  return {
    title: "The best networks",
    paragraphs: [
      "Test accuracy in percent, the mean over the seeds with its standard error; latencies of one image.",
      topTable(campaign),
      cheapSentence(campaign),
      "A network is on a Pareto front where none that costs no more is as accurate. These are exact: every network was looked at. On them too stand the lucky ones.",
      ...fronts.flatMap(({ paragraphs }) => paragraphs),
    ],
    figures: Object.fromEntries(fronts.map(({ file, figure }) => [file, figure])),
  };
}

const shown = 10;

interface Cost {
  readonly column: MetricColumn;
  readonly file: string;
  /** In a sentence. */
  readonly name: string;
  /** Of the axis, with the unit. */
  readonly title: string;
}

function costsOf({ params, flops, latencies }: WholeCampaign): Cost[] {
  const [latency] = latencies;
  const { metric } = latency ?? params;
  return [
    { column: params, file: "params.svg", name: "parameters", title: "parameters" },
    { column: flops, file: "flops.svg", name: "FLOPs", title: "FLOPs" },
    ...(latency
      ? [
          {
            column: latency,
            file: "latency.svg",
            name: `\`${metric.name}\``,
            title: `${metric.name}, ms`,
          },
        ]
      : []),
  ];
}

function topTable({ space, accuracy, params, flops, latencies }: WholeCampaign): string {
  const costs = [params, flops, ...latencies];
  return markdownTable(
    [
      ...networkHeads(space),
      "accuracy",
      "parameters",
      "FLOPs",
      ...latencies.map(({ metric }) => deviceOf(metric.name)),
    ],
    bestFirst(accuracy.values, flops)
      .slice(0, shown)
      .map((network) => [
        ...networkCells(space, network),
        accuracyCell(accuracy, network),
        ...costs.map((cost) => costCell(cost, network)),
      ]),
    1 + space.stages.length,
  );
}

function deviceOf(metric: string): string {
  return metric.replace(/^latency\("(.*)"\)$/, "$1");
}

/** What the accuracy of the best one costs at least, where only what can be told apart counts. */
function cheapSentence(campaign: WholeCampaign): string {
  const { accuracy, flops, space, trainings } = campaign;
  const { errorOfMean } = seedNoise(trainings.map((training) => training.accuracy));
  const [best = 0] = bestFirst(accuracy.values, flops);
  const enough = numberAt(accuracy, best) - 2 * Math.SQRT2 * errorOfMean;
  const asGood = Array.from(accuracy.values.keys()).filter(
    (network) => numberAt(accuracy, network) >= enough,
  );
  const cheapest = costsOf(campaign).map(({ column, name }) => {
    const network = asGood.reduce((one, other) =>
      numberAt(column, other) < numberAt(column, one) ? other : one,
    );
    const share = 1 - numberAt(column, network) / numberAt(column, best);
    const [index, ...blocks] = networkCells(space, network);
    return `- by ${name}: ${index}, ${blocks.join(" then ")}, with ${costCell(column, network)} (${percentage(share)} less), ${accuracyCell(accuracy, network)} %`;
  });
  // Outside of a table a bar needs no mark.
  return `The cheapest networks that cannot be told apart from the best one, which are those of ${decimal(enough, 2)} % and more:\n\n${cheapest.join("\n").replaceAll("\\|", "|")}`;
}

function frontOf(campaign: WholeCampaign, { column, file, name, title }: Cost) {
  const { space, accuracy, flops } = campaign;
  const front = costFront(accuracy, column, flops);
  const table = markdownTable(
    [...networkHeads(space), name, "accuracy"],
    front.map((network) => [
      ...networkCells(space, network),
      costCell(column, network),
      accuracyCell(accuracy, network),
    ]),
    1 + space.stages.length,
  );
  const caption = `The accuracy of every network against its ${title}, with the Pareto front`;
  return {
    file,
    paragraphs: [
      `### Accuracy against ${name}`,
      figureLink(file, caption.replaceAll('"', "")),
      table,
    ],
    figure: scatterPlot({
      x: column.values,
      y: accuracy.values,
      xTitle: title,
      yTitle: "test accuracy, mean over the seeds, %",
      title: caption,
      source: [
        "Each dot is a network; the line joins those on the Pareto front, which are larger.",
      ],
      front,
    }),
  };
}
