import { numberAt } from "../../data/benchmark";
import { listed } from "../model/spelling";
import { breachAt, type Constraint } from "./constraints";
import { grouped } from "./grouped";
import { indicesAmong, networksAmong, type Position } from "./positions";

/** Why no network can meet the constraints. */
export interface Infeasible {
  /** The one that no network meets even alone; undefined where only all of them together are too much. */
  readonly alone: Constraint | undefined;
  readonly sentence: string;
}

/** With more networks than this it is left to the search to find out. */
const mostNetworks = 2 ** 20;

/**
 * Finds out before the search, over all networks that the positions allow, that none meets the
 * constraints; `among` names those networks. Undefined where one meets them, or where there are too many
 * to look at.
 */
export function infeasibility(
  constraints: readonly Constraint[],
  positions: readonly Position[],
  among: string,
): Infeasible | undefined {
  if (constraints.length === 0 || networksAmong(positions) > mostNetworks) return undefined;
  if (isMeetable(constraints, positions)) return undefined;
  const alone = constraints.find((constraint) => !isMeetable([constraint], positions));
  const conditions = [...new Set(constraints.map(({ text }) => text))];
  const sentence = alone
    ? `No network ${among} meets \`${alone.text}\`: ${rangeOf(alone, positions)}.`
    : `No network ${among} meets ${listed(conditions)} together.`;
  return { alone, sentence };
}

function isMeetable(constraints: readonly Constraint[], positions: readonly Position[]): boolean {
  for (const index of indicesAmong(positions)) if (breachAt(constraints, index) === 0) return true;
  return false;
}

/** `params is 1,720,000 to 3,420,000 parameters there` */
function rangeOf({ column }: Constraint, positions: readonly Position[]): string {
  const { name, unit } = column.metric;
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const index of indicesAmong(positions)) {
    const value = numberAt(column, index);
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  if (lowest > highest) return `\`${name}\` is not known for any of them`;
  if (lowest === highest) return `\`${name}\` is ${grouped(lowest)} ${unit} there`;
  return `\`${name}\` is ${grouped(lowest)} to ${grouped(highest)} ${unit} there`;
}
