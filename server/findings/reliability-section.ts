import { grouped } from "../searches/grouped";
import { tiedWithFirst } from "../searches/indistinguishable";
import type { ObjectiveColumn } from "../searches/search-spec";
import { agreement } from "./agreement";
import { bestNetwork } from "./best-network";
import { chosenOnOthers } from "./chosen-on-others";
import { decimal, percentage, signed } from "./decimal";
import { markdownTable } from "./markdown-table";
import { scatterPlot } from "./scatter-plot";
import { figureLink, type Section } from "./section";
import { type SeedNoise, seedNoise } from "./seed-noise";
import type { WholeCampaign } from "./whole-campaign";

/** How far apart networks are, against how far apart trainings of one network are. */
export function reliabilitySection(campaign: WholeCampaign): Section {
  const { trainings, accuracy } = campaign;
  const bySeed = trainings.map((training) => training.accuracy);
  const noise = seedNoise(bySeed);
  return {
    title: "How far to rely on it",
    paragraphs: [
      `The networks' mean accuracies lie between ${decimal(Math.min(...accuracy.values), 2)} and ${decimal(Math.max(...accuracy.values), 2)} %, with a standard deviation of ${decimal(noise.observedSpread, 2)} points, of which noise is a part: without it they would have ${decimal(noise.spread, 2)}. Trainings of one network from different seeds have a standard deviation of ${decimal(noise.noise, 2)} points, so that a mean over ${noise.seeds} seeds has a standard error of ${decimal(noise.errorOfMean, 2)}.`,
      ratioSentence(noise),
      agreementTable(campaign),
      figureLink("seeds.svg", "The accuracy of every network from two seeds"),
      `What a seed does to all networks alike tells none from another and is left out of the noise; the means of all networks are ${seedMeansText(campaign, noise)}.`,
      tiedSentence(campaign, noise),
      luckSentence(bySeed),
      `All trainings see the same images: the errors say what another seed changes, and nothing of other images. ${grouped(testImages)} test images alone leave an accuracy of ${decimal(noise.seedMeans[0] ?? 0, 0)} % uncertain by ${decimal(binomialError(noise), 1)} points, though much the same for all networks.`,
    ],
    figures: { "seeds.svg": seedsFigure(campaign) },
  };
}

/** As data/trainings/optical-digits-split.csv has it. */
const testImages = 1000;

/** So many standard errors of a mean were to lie in the standard deviation between networks. */
const aim = 3;

function ratioSentence({ ratio, reliability, seeds }: SeedNoise): string {
  const reached =
    ratio >= aim
      ? `The recipe was chosen so that it would be ${aim} at least, which it is.`
      : `The recipe was chosen so that it would be ${aim} at least, which it is not: differences between single networks are to be taken with care.`;
  return `**The networks' standard deviation is ${decimal(ratio, 1)} standard errors of a mean.** ${reached} Of the variance of the means ${percentage(reliability)} is of the networks; trained from another ${seeds} seeds, the means can be expected to correlate with these by ${decimal(reliability, 2)}. Between single trainings:`;
}

function agreementTable({ trainings }: WholeCampaign): string {
  const pairs = trainings.flatMap((one, place) =>
    trainings.slice(place + 1).map((other) => ({ one, other })),
  );
  return markdownTable(
    ["seeds", "Pearson", "Spearman", "Kendall"],
    pairs.map(({ one, other }) => {
      const { pearson, spearman, kendall } = agreement(one.accuracy, other.accuracy);
      return [
        `${one.seed} and ${other.seed}`,
        ...[pearson, spearman, kendall].map((value) => decimal(value, 3)),
      ];
    }),
  );
}

function seedMeansText({ trainings }: WholeCampaign, { seedMeans }: SeedNoise): string {
  return trainings
    .map(({ seed }, place) => `${decimal(seedMeans[place] ?? 0, 2)} % (seed ${seed})`)
    .join(", ");
}

function tiedSentence({ accuracy, flops }: WholeCampaign, { errorOfMean }: SeedNoise): string {
  const best = bestNetwork(accuracy.values, flops);
  const objective: ObjectiveColumn = { column: accuracy, of: "", judged: accuracy, sign: -1 };
  const objectives = Float64Array.of(-(accuracy.values[best] ?? 0));
  const isTied = tiedWithFirst([objective], [{ index: best, objectives, breach: 0 }]);
  const networks = Array.from(accuracy.values.keys());
  const byOwnErrors = networks.filter(isTied).length;
  const byShared = networks.filter(
    (network) => network !== best && isWithin(accuracy.values, best, network, errorOfMean),
  ).length;
  const others = grouped(networks.length - 1);
  return `Of the other ${others} networks ${grouped(byOwnErrors)} cannot be told apart from the best one: they are within two standard errors of the difference, each network's error being that of its own trainings, as in the results of searches. Three trainings say little of an error; with the same one for all networks, ${decimal(errorOfMean, 2)} points, they are ${grouped(byShared)}.`;
}

/** Within two standard errors of the difference. */
function isWithin(values: Float64Array, one: number, other: number, error: number): boolean {
  return Math.abs((values[one] ?? 0) - (values[other] ?? 0)) <= 2 * Math.SQRT2 * error;
}

function luckSentence(bySeed: readonly Float64Array[]): string {
  const { chosenAt, heldOut } = chosenOnOthers(bySeed);
  return `The best of so many was lucky too. Chosen by the mean of all seeds but one, the best network has ${decimal(chosenAt, 2)} % by those that chose it and ${decimal(heldOut, 2)} % (${signed(heldOut - chosenAt, 2)}) from the one that did not, on average over the seeds left out.`;
}

function binomialError({ seedMeans }: SeedNoise): number {
  const share = (seedMeans[0] ?? 0) / 100;
  return 100 * Math.sqrt((share * (1 - share)) / testImages);
}

function seedsFigure({ trainings }: WholeCampaign): string {
  const [one, other] = trainings;
  if (!one || !other) throw new RangeError("two seeds expected");
  return scatterPlot({
    x: one.accuracy,
    y: other.accuracy,
    xTitle: `test accuracy from seed ${one.seed}, %`,
    yTitle: `test accuracy from seed ${other.seed}, %`,
    title: "The accuracy of every network from two seeds",
    source: ["Each dot is a network; on the dashed line both trainings reach the same."],
    hasDiagonal: true,
  });
}
