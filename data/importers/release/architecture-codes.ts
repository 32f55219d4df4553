import { indexOf } from "../../architecture";
import { parseVector, VectorError } from "../../architecture-vector";
import type { Space } from "../../space";

/** Of a stage: nine pairs of operations, three flags. */
export const stageCodes = 72;
const stages = 3;
/** Two operations, three flags. */
const numbersOfStage = 5;

/**
 * An architecture vector in one number, of its fifteen numbers in their order. A stage is what the
 * published custom format writes in a byte: `((op1·3 + op2) << 3) | previous << 2 | input << 1 | skip`;
 * the first stage counts least. Undefined where one is none of an operation or flag.
 */
export function joinCodes(numbers: readonly unknown[]): number | undefined {
  if (numbers.length !== stages * numbersOfStage) return undefined;
  let joined = 0;
  for (let stage = stages - 1; stage >= 0; stage--) {
    const ofStage = numbers.slice(stage * numbersOfStage, (stage + 1) * numbersOfStage);
    if (!ofStage.every(isSmall)) return undefined;
    const [first = -1, second = -1, ...flags] = ofStage;
    if (!flags.every((flag) => flag <= 1)) return undefined;
    const code = flags.reduce((bits, flag) => bits * 2 + flag, first * 3 + second);
    joined = joined * stageCodes + code;
  }
  return joined;
}

function isSmall(value: unknown): value is number {
  return value === 0 || value === 1 || value === 2;
}

/** Gives the network that joined codes mean, or throws a `VectorError` where they mean none. */
export function networkOfCodes(space: Space): (codes: number) => number {
  const blocks = new Map<number, number>();
  const blockOf = (code: number, stage: number): number => {
    const known = blocks.get(code);
    if (known !== undefined) return known;
    const block = blockOfCode(space, code, stage);
    blocks.set(code, block);
    return block;
  };
  return (codes) => {
    const architecture = space.stages.map((_, stage) =>
      blockOf(Math.floor(codes / stageCodes ** stage) % stageCodes, stage),
    );
    return indexOf(space, architecture);
  };
}

function blockOfCode(space: Space, code: number, stage: number): number {
  const [previous, input, skip] = [(code >> 2) & 1, (code >> 1) & 1, code & 1];
  const operations = code >> 3;
  const text = `[[${Math.floor(operations / 3)}],[${operations % 3},${previous},${input},${skip}]]`;
  try {
    const [block = -1] = parseVector(space, `[${space.stages.map(() => text).join(",")}]`);
    return block;
  } catch (error) {
    if (!(error instanceof VectorError)) throw error;
    throw new VectorError(`stage ${stage + 1}: ${text} is no block`);
  }
}
