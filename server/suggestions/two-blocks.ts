import { mostEnumerated } from "../../data/exact-columns";
import type { Refusal, TwoBlocks } from "../messages";
import { grouped } from "../searches/grouped";
import { uncertainConstraintNotes } from "../searches/search-spec";
import { accuracyAim } from "./aim";
import { axesOf } from "./axes";
import { noAccuracy, type PresentNetwork, replacedNetwork } from "./present-network";
import { pairCount, twoReplacements } from "./two-replacements";

/** A table shows no more. */
const listed = 20;

/** The best networks that two replacements at once lead to, or why there are none to tell. */
export function twoBlocks(present: PresentNetwork): TwoBlocks | Refusal {
  const { name, index, benchmark, constraints, unmeetable } = present;
  const { space } = benchmark;
  const axes = axesOf(space);
  const count = pairCount(axes);
  if (count === 0)
    return { refusal: `\`${space.name}\` has no two blocks to replace: replace one.` };
  if (count > mostEnumerated) {
    return {
      refusal: `There are ${grouped(count)} replacements of two blocks of \`${name}\`, more than the ${grouped(mostEnumerated)} that are looked through: replace one, or run a search.`,
    };
  }
  const aim = accuracyAim(benchmark, constraints);
  if (!aim) return { refusal: noAccuracy(present) };
  const { keeping, best } = twoReplacements(axes, aim, index, listed);
  const networks = best.map((network) => replacedNetwork(present, network));
  return {
    sentence: sentenceOf(present, count, keeping, best.length),
    best: networks,
    notes: [...(unmeetable ? [unmeetable] : []), ...uncertainConstraintNotes(constraints)],
  };
}

function sentenceOf(
  { constraints, isBroken }: PresentNetwork,
  count: number,
  keeping: number,
  shown: number,
): string {
  const all = `${grouped(count)} replacements of two blocks`;
  if (constraints.length === 0) return `The ${shown} most accurate of the ${all}.`;
  if (keeping === 0)
    return `Each of the ${all} breaks a requirement${isBroken ? ", or one that is broken further" : ""}.`;
  const kept = isBroken
    ? "break no requirement that is met, and none further"
    : "break no requirement";
  const best = isBroken
    ? "the nearest to meeting them all, then the most accurate"
    : "the most accurate";
  return `${grouped(keeping)} of the ${all} ${kept}. These ${shown} are ${best}.`;
}
