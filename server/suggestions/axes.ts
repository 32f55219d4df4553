import type { Space } from "../../data/space";
import { positionsOf } from "../searches/positions";

/**
 * What a replacement changes alone: the block of a stage, or where stages are chains one operation of one.
 * Networks that differ in nothing else are a line; their indices are evenly apart.
 */
export interface Axis {
  /** How far apart two neighbours on a line are. */
  readonly stride: number;
  /** How many networks are on a line. */
  readonly length: number;
}

/** Those of a space along which there is something to choose. */
export function axesOf(space: Space): readonly Axis[] {
  return positionsOf(space).flatMap(({ choices }) => {
    const [first = 0, second] = choices;
    return second === undefined ? [] : { stride: second - first, length: choices.length };
  });
}

/** The first network of the line through a network. */
export function lineStart({ stride, length }: Axis, network: number): number {
  return network - (Math.floor(network / stride) % length) * stride;
}

/** The number of the line through a network among those of its axis, from 0. */
export function lineNumber({ stride, length }: Axis, network: number): number {
  return Math.floor(network / (stride * length)) * stride + (network % stride);
}

/** The other networks of the line through a network. */
export function* othersOnLine(axis: Axis, network: number): Generator<number, void> {
  const start = lineStart(axis, network);
  for (let place = 0; place < axis.length; place++) {
    const other = start + place * axis.stride;
    if (other !== network) yield other;
  }
}
