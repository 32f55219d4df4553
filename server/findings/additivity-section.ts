import { quantile } from "../../data/timing/statistics";
import { grouped } from "../searches/grouped";
import { additiveEffects } from "./additive-effects";
import { agreement } from "./agreement";
import { decimal, percentage } from "./decimal";
import { interactionOf } from "./interaction";
import { type BasePrediction, oneBlockChanges } from "./one-block-changes";
import { scatterPlot } from "./scatter-plot";
import { figureLink, type Section } from "./section";
import { meanOf, meansOver, seedNoise } from "./seed-noise";
import type { WholeCampaign } from "./whole-campaign";

/** Whether what blocks do alone tells what they do together: what the blockwise methods assume. */
export function additivitySection(campaign: WholeCampaign): Section {
  const { space, accuracy, trainings } = campaign;
  const bySeed = trainings.map((training) => training.accuracy);
  const { spread } = seedNoise(bySeed);
  const { leftOut } = additiveEffects(space, accuracy.values);
  const found = interactionOf(space, bySeed);
  const { pearson, spearman, kendall } = agreement(leftOut, accuracy.values);
  const bases = oneBlockChanges(space, accuracy.values);
  const error = Math.sqrt(meanOf(bases.map((base) => base.error ** 2)));
  return {
    title: "How well one-block changes add up",
    paragraphs: [
      "`lana`, `mathnas`, `dna` and `donna` take it that a network is worth the sum of what its blocks are worth. Here the sum is fitted to all networks: a mean, and an effect of each block of each stage.",
      `What the sum leaves has a standard deviation of ${decimal(found.residual, 2)} points, of which seed noise accounts for ${decimal(found.noise, 2)}. Beyond noise ${decimal(found.interaction, 2)} are left: so far blocks change each other's effect. ${interactionSentence(found.interaction ** 2 / spread ** 2)}`,
      `The sum that is fitted to all networks but one says of that one what it is worth with a correlation of ${decimal(pearson, 3)} with the measured value (Spearman ${decimal(spearman, 3)}, Kendall ${decimal(kendall, 3)}).`,
      figureLink("additive.svg", "Every network as the sum of its blocks says, and as measured"),
      smoothingSentence(campaign),
      `One base network, and what each block alone changes in it, is less to go by. Over all ${grouped(bases.length)} bases, what two changes together give is off by ${decimal(error, 2)} points (root mean square) where their sum is taken; from noise alone it would be ${decimal(2 * found.noise, 2)}, as four measured means go into it. How well a base orders all networks depends on the base: Kendall's τ is ${quartilesText(bases)}.${averagingSentence(bases, kendall)}`,
    ],
    figures: { "additive.svg": additiveFigure(accuracy.values, leftOut) },
  };
}

/** `share` of the variance between networks, both without noise. */
function interactionSentence(share: number): string {
  const text = `That is ${percentage(share)} of the variance between networks, noise left out`;
  if (share < 0.1) return `${text}: changes of single blocks add up well here.`;
  if (share < 0.3) return `${text}: changes of single blocks add up for the most part.`;
  return `${text}: changes of single blocks are far from adding up here.`;
}

/** What a fit to one training makes of it, judged by the other seeds. */
function smoothingSentence({ space, trainings }: WholeCampaign): string {
  const bySeed = trainings.map((training) => training.accuracy);
  const turns = bySeed.map((values, seed) => {
    const others = meansOver(bySeed.filter((_, other) => other !== seed));
    const { leftOut } = additiveEffects(space, values);
    return {
      alone: agreement(values, others).kendall,
      fitted: agreement(leftOut, others).kendall,
    };
  });
  const [alone, fitted] = [
    meanOf(turns.map((turn) => turn.alone)),
    meanOf(turns.map((turn) => turn.fitted)),
  ];
  const verdict =
    fitted > alone
      ? "the sum takes away more noise than it misses of the networks"
      : "the sum misses more of the networks than it takes away of noise";
  return `One training of each network orders the networks as the mean of the other seeds does with τ ${decimal(alone, 3)}; the sum that is fitted to those trainings, without looking at the network itself, with τ ${decimal(fitted, 3)}: ${verdict}.`;
}

function quartilesText(bases: readonly BasePrediction[]): string {
  const kendalls = bases.map(({ kendall }) => kendall);
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) =>
    decimal(quantile(kendalls, share), 3),
  );
  return `${middle} for the middle one, with quartiles of ${low} and ${high}`;
}

function averagingSentence(bases: readonly BasePrediction[], fitted: number): string {
  const middle = quantile(
    bases.map(({ kendall }) => kendall),
    0.5,
  );
  if (fitted <= middle) return "";
  return ` Effects that are means over all contexts, as \`mathnas\` can take, have ${decimal(fitted, 3)}.`;
}

function additiveFigure(measured: Float64Array, leftOut: Float64Array): string {
  return scatterPlot({
    x: leftOut,
    y: measured,
    xTitle: "as the sum of its blocks says, fitted to all other networks, %",
    yTitle: "as measured, mean over the seeds, %",
    title: "Every network as the sum of its blocks says, and as measured",
    source: ["Each dot is a network; on the dashed line the sum says what was measured."],
    hasDiagonal: true,
  });
}
