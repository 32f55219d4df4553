import { type Evaluation, isBetter, type Network, type Problem } from "../algorithm";
import { type Member, member, settle } from "../member";

/** The networks that a predictor learns from: those evaluated so far, each once. */
export class SeenNetworks {
  /** In the order in which they came. */
  readonly members: Member[] = [];
  private readonly codes = new Set<number>();

  constructor(private readonly problem: Problem) {}

  has(network: Network): boolean {
    return this.codes.has(codeOf(network, this.problem));
  }

  add(network: Uint32Array, evaluation: Evaluation): void {
    const seen = member(this.problem);
    seen.choices.set(network);
    settle(seen, seen.choices, evaluation);
    this.codes.add(codeOf(network, this.problem));
    this.members.push(seen);
  }

  /** The best ones, the best first. */
  best(count: number): readonly Member[] {
    return [...this.members]
      .sort((one, other) => (isBetter(one, other) ? -1 : isBetter(other, one) ? 1 : 0))
      .slice(0, count);
  }

  /** Those whose worth is known. */
  known(): readonly Member[] {
    return this.members.filter(({ breach }) => Number.isFinite(breach));
  }
}

/**
 * What members are worth, from 0 for the worst to 1 for the best. Those that break a constraint come below
 * all that meet them, the further the more they break it.
 */
export function worths(members: readonly Member[]): Float64Array {
  const meeting = members.filter(({ breach }) => breach === 0).map(goodnessOf);
  const [low, high] = [Math.min(...meeting), Math.max(...meeting)];
  const worst = meeting.length > 0 ? low : 0;
  const span = meeting.length > 0 && high > low ? high - low : 1;
  const raw = Float64Array.from(members, (seen) =>
    seen.breach === 0 ? goodnessOf(seen) : worst - seen.breach * span,
  );
  const [lowest, highest] = [Math.min(...raw), Math.max(...raw)];
  return raw.map((value) => (highest > lowest ? (value - lowest) / (highest - lowest) : 0.5));
}

function goodnessOf({ objectives }: Member): number {
  return -(objectives[0] ?? 0);
}

/** A network as a number: its place in the space, the first position's choice changing fastest. */
export function codeOf(network: Network, { choices }: Pick<Problem, "choices">): number {
  let code = 0;
  for (let position = choices.length - 1; position >= 0; position--)
    code = code * (choices[position] ?? 1) + (network[position] ?? 0);
  return code;
}

/** Writes the network that a number stands for. */
export function decode(
  code: number,
  { choices }: Pick<Problem, "choices">,
  into: Uint32Array,
): void {
  let rest = code;
  for (const [position, count] of choices.entries()) {
    into[position] = rest % count;
    rest = Math.floor(rest / count);
  }
}
