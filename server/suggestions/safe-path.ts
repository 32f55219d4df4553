import { networkCount } from "../../data/architecture";
import { valueAt } from "../../data/benchmark";
import { isEnumerable, mostEnumerated } from "../../data/exact-columns";
import { formatValue } from "../../data/format";
import type { Refusal, ReplacedNetwork, SafePath } from "../messages";
import { grouped } from "../searches/grouped";
import { uncertainConstraintNotes } from "../searches/search-spec";
import { type Aim, accuracyAim } from "./aim";
import { axesOf } from "./axes";
import { noAccuracy, type PresentNetwork, replacedNetwork } from "./present-network";
import { safeSequence } from "./safe-sequence";

/** The way to the best network that single replacements reach safely, or why there is none to tell. */
export function safePath(present: PresentNetwork): SafePath | Refusal {
  const { index, benchmark, constraints, unmeetable } = present;
  const { space } = benchmark;
  if (!isEnumerable(space)) {
    return {
      refusal: `\`${space.name}\` has ${grouped(networkCount(space))} networks, more than the ${grouped(mostEnumerated)} among which a path is looked for: replace one block or two, or run a search.`,
    };
  }
  const aim = accuracyAim(benchmark, constraints);
  if (!aim) return { refusal: noAccuracy(present) };
  if (unmeetable !== undefined) return { refusal: unmeetable };
  const { steps: indices, outOfReach } = safeSequence(axesOf(space), aim, index);
  const steps = indices.map((step, place) =>
    replacedNetwork(present, step, indices[place - 1] ?? index),
  );
  return {
    sentence: sentenceOf(present, steps),
    steps,
    notes: [
      ...(outOfReach === undefined ? [] : [outOfReachNote(aim, outOfReach)]),
      ...uncertainConstraintNotes(constraints),
    ],
  };
}

function sentenceOf(
  { name, benchmark: { space }, constraints, isBroken }: PresentNetwork,
  steps: readonly ReplacedNetwork[],
): string {
  const last = steps.at(-1);
  const isBound = constraints.length > 0;
  if (!last) {
    if (isBroken)
      return `No replacement of one block takes \`${name}\` nearer to what is required without breaking more of it.`;
    return isBound
      ? `\`${name}\` is already the most accurate network that single replacements reach without breaking a requirement.`
      : `\`${name}\` is already the most accurate network of \`${space.name}\`.`;
  }
  const count = `${steps.length} ${steps.length === 1 ? "replacement leads" : "replacements lead"}`;
  const most = isBound
    ? "the most accurate network that can be reached"
    : "the most accurate network";
  const how = isBroken
    ? "no step breaks a requirement that is met, or one that is broken any further"
    : isBound
      ? "no step breaks a requirement"
      : "nothing is required";
  const end = last.network.feasible
    ? `to ${most}`
    : "as near to what is required as can be reached";
  return `${count} ${end}: ${how}.${doubtOf(last)}`;
}

function doubtOf({ changes }: ReplacedNetwork): string {
  const change = changes.find(({ metric }) => metric === "accuracy");
  if (change?.verdict !== "undecided") return "";
  return ` By accuracy that network cannot be told apart from the present one (${change.text}, within two standard errors).`;
}

function outOfReachNote({ objective: { column } }: Aim, index: number): string {
  const value = valueAt(column, index);
  const worth = value ? `, ${formatValue(value)},` : "";
  return `The most accurate network that meets every requirement${worth} is out of reach: every way to it breaks one.`;
}
