import type { Space } from "../../data/space";
import { type AdditiveEffects, additiveEffects } from "./additive-effects";
import { decimal, percentage, signed } from "./decimal";
import { errorsBySeed } from "./errors-by-seed";
import { markdownTable } from "./markdown-table";
import { figureLink, type Section } from "./section";
import { seedNoise } from "./seed-noise";
import { spaceMap } from "./space-map";
import { type StageInfluence, stageInfluence } from "./stage-influence";
import type { WholeCampaign } from "./whole-campaign";

/** What operations, topologies and stages do to accuracy. */
export function influenceSection(campaign: WholeCampaign): Section {
  const { space, accuracy, trainings } = campaign;
  const effects = additiveEffects(space, accuracy.values);
  const influences = influencesOf(space, effects);
  const bySeed = trainings.map((training) =>
    influencesOf(space, additiveEffects(space, training.accuracy)),
  );
  const stages = space.stages.map((_, stage) => `stage ${stage + 1}`);
  return {
    title: "What a block does",
    paragraphs: [
      `Every combination of blocks is there once, so that a block's effect is the mean accuracy of the ${accuracy.values.length / (effects.effects[0]?.length ?? 1)} networks with it, less that of all networks. Errors are standard errors, from how the same effects differ between the seeds; there is no other, since no network is left out.`,
      figureLink("map.svg", "The accuracy of all networks, by the blocks of both stages"),
      "What one node of an operation adds, in percentage points, against the mean of the operations in its place:",
      markdownTable(["operation", ...stages], operationRows(space, influences, bySeed)),
      operationSentence(space, influences),
      "The mean of each topology, whatever its operations, in percentage points against all blocks of its stage:",
      markdownTable(["topology", "blocks", ...stages], topologyRows(influences, bySeed)),
      topologySentence(influences),
      "What follows from less than the whole network, in percent of the variance between the networks' means:",
      shareTable(campaign, influences),
      stageSentence(influences),
    ],
    figures: { "map.svg": mapFigure(campaign, effects) },
  };
}

function influencesOf(space: Space, { effects }: AdditiveEffects): StageInfluence[] {
  return effects.map((ofStage, stage) => stageInfluence(space, stage, ofStage));
}

type BySeed = readonly (readonly StageInfluence[])[];

/** Of a stage, a list a seed. */
function ofStage<Of>(bySeed: BySeed, stage: number, read: (influence: StageInfluence) => Of): Of[] {
  return bySeed.flatMap((influences) => {
    const influence = influences[stage];
    return influence ? [read(influence)] : [];
  });
}

function operationRows(
  space: Space,
  influences: readonly StageInfluence[],
  bySeed: BySeed,
): string[][] {
  const errors = influences.map((_, stage) =>
    errorsBySeed(
      ofStage(bySeed, stage, ({ operations }) => operations),
      space.operations.map(() => 1),
    ),
  );
  return space.operations.map(({ name }, operation) => [
    `\`${name}\``,
    ...influences.map(({ operations }, stage) =>
      withError(operations[operation], errors[stage]?.[operation]),
    ),
  ]);
}

function topologyRows(influences: readonly StageInfluence[], bySeed: BySeed): string[][] {
  const named = [...(influences[0]?.topologies ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  const errors = influences.map(({ topologies }, stage) =>
    errorsBySeed(
      ofStage(bySeed, stage, (influence) => influence.topologies.map(({ effect }) => effect)),
      topologies.map(({ blocks }) => blocks),
    ),
  );
  return named.map(({ name, blocks }) => [
    name,
    `${blocks}`,
    ...influences.map(({ topologies }, stage) => {
      const place = topologies.findIndex((topology) => topology.name === name);
      return withError(topologies[place]?.effect, errors[stage]?.[place]);
    }),
  ]);
}

function withError(effect = Number.NaN, error = Number.NaN): string {
  return `${signed(effect, 2)} ± ${decimal(error, 2)}`;
}

function operationSentence(space: Space, influences: readonly StageInfluence[]): string {
  const best = influences.map(({ operations }) => extreme(operations, Math.max));
  const worst = influences.map(({ operations }) => extreme(operations, Math.min));
  const name = (operation = 0) => `\`${space.operations[operation]?.name}\``;
  const isSame = new Set(best).size === 1 && new Set(worst).size === 1;
  if (isSame) return `${name(best[0])} adds most and ${name(worst[0])} least in every stage.`;
  return `${best.map((operation, stage) => `In stage ${stage + 1} ${name(operation)} adds most and ${name(worst[stage])} least`).join(". ")}: where an operation stands matters.`;
}

function extreme(values: readonly number[], pick: (...values: number[]) => number): number {
  return values.indexOf(pick(...values));
}

function topologySentence(influences: readonly StageInfluence[]): string {
  const parts = influences.map(({ topologies }, stage) => {
    const sorted = [...topologies].sort((a, b) => b.effect - a.effect);
    const [best, worst] = [sorted[0], sorted.at(-1)];
    return `${decimal((best?.effect ?? 0) - (worst?.effect ?? 0), 2)} points between ${best?.name} and ${worst?.name} in stage ${stage + 1}`;
  });
  return `It is ${parts.join(", ")}.`;
}

function shareTable({ trainings }: WholeCampaign, influences: readonly StageInfluence[]): string {
  const { observedSpread, networks, reliability } = seedNoise(
    trainings.map((training) => training.accuracy),
  );
  const all = (observedSpread ** 2 * (networks - 1)) / networks;
  const row = (name: string, read: (influence: StageInfluence) => number) => {
    const shares = influences.map((influence) => read(influence) / all);
    const sum = shares.reduce((total, share) => total + share, 0);
    return [name, ...[...shares, sum].map(percentage)];
  };
  return markdownTable(
    ["known", ...influences.map((_, stage) => `stage ${stage + 1}`), "both"],
    [
      row("how many nodes of each operation", ({ varianceOfCounts }) => varianceOfCounts),
      row("the topology", ({ varianceOfTopology }) => varianceOfTopology),
      row("both of these", ({ varianceOfBoth }) => varianceOfBoth),
      row("the block (an additive model)", ({ variance }) => variance),
      ["the network (all but seed noise)", ...influences.map(() => ""), percentage(reliability)],
    ],
  );
}

function stageSentence(influences: readonly StageInfluence[]): string {
  const [first = 0, second = 0] = influences.map(({ variance }) => variance);
  const times = Math.max(first, second) / Math.min(first, second);
  if (times < 1.2) return "What block a stage holds matters about as much in both stages.";
  const stage = first > second ? "first" : "second";
  return `What block a stage holds matters more in the ${stage} one: its effects have ${decimal(times, 1)} times the variance of the other's.`;
}

function mapFigure({ space, accuracy }: WholeCampaign, { effects }: AdditiveEffects): string {
  return spaceMap({
    space,
    values: accuracy.values,
    effects,
    title: "The accuracy of all networks, by the blocks of both stages",
    source: [
      "Each square is a network, blocks in the order of their mean effect. Test accuracy, mean over the seeds; each colour has an eighth of the networks.",
    ],
  });
}
