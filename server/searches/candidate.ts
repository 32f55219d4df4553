import { type MetricColumn, numberAt } from "../../data/benchmark";
import type { Evaluation } from "./algorithm";

/** A network that a search has evaluated. */
export interface Candidate extends Evaluation {
  readonly index: number;
}

/** Keeps the best of the candidates that it is offered. */
export interface Best {
  /** Takes a candidate in or not. It is copied where it is kept, so it may be used again. */
  offer(candidate: Candidate): void;
  /** Grows with every change. */
  readonly version: number;
  /** In the order in which to show them. */
  list(): readonly Candidate[];
}

export function copyOf({ index, objectives, breach }: Candidate): Candidate {
  return { index, objectives: objectives.slice(), breach };
}

/** Of networks that are equally good, the one with fewer FLOPs comes first, then the lower index. */
export function tieOrder(flops: MetricColumn | undefined): (one: number, other: number) => number {
  return (one, other) => (flops ? numberAt(flops, one) - numberAt(flops, other) : 0) || one - other;
}
