import type { Architecture } from "./architecture";
import { type BlockGraph, matchBlock } from "./block-graph";
import type { Source, Space } from "./space";
import { topologies } from "./topologies";

/**
 * The published encoding of networks whose blocks have at most two nodes (repository SamsungLabs/blox):
 * `[[[op],[op,previous,input,skip]], …]`, one pair a stage. The second node reads the sum of the first
 * node's output (`previous`) and the block's input (`input`); with `skip` the first node's output is
 * added to the second's. Many vectors mean one network. Throws `VectorError`.
 */
export function parseVector(space: Space, text: string): Architecture {
  if (!hasVectors(space))
    throw new VectorError(`networks of ${space.name} have no architecture vectors`);
  const expected = `expected an architecture vector such as ${exampleVector(space)}`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new VectorError(`${expected}; this is not a list`);
  }
  if (!Array.isArray(value)) throw new VectorError(`${expected}; this is not a list`);
  if (value.length !== space.stages.length)
    throw new VectorError(`${expected}: ${space.stages.length} stages; this has ${value.length}`);
  return value.map((stage: unknown, place) => parseStage(space, stage, `stage ${place + 1}`));
}

/**
 * Whether the networks of a space have architecture vectors and model hashes: those of one or two joined
 * operations in every stage do.
 */
export function hasVectors({ stages }: Space): boolean {
  const vectorTopologies = topologies(1, 2);
  return stages.every(
    ({ block }) => block.kind === "joined" && block.topologies === vectorTopologies,
  );
}

/** A vector that is no network; the message says what was expected. */
export class VectorError extends Error {
  override readonly name = "VectorError";
}

/**
 * The canonical vector of a network, without blanks: of those that mean it the first one, counting with
 * the first element fastest.
 */
export function vectorOf(space: Space, architecture: Architecture): string {
  const vectors = stageVectors(space);
  const stages = architecture.map((block) => {
    const vector = vectors.get(block);
    if (!vector) throw new RangeError(`block ${block} of ${space.name} has no architecture vector`);
    return stageText(vector);
  });
  return `[${stages.join(",")}]`;
}

interface StageVector {
  readonly first: number;
  readonly second: number;
  readonly flags: readonly [previous: number, input: number, skip: number];
}

function stageText({ first, second, flags }: StageVector): string {
  return `[[${first}],[${[second, ...flags].join(",")}]]`;
}

function exampleVector(space: Space): string {
  const stage = stageText({ first: 0, second: 0, flags: [1, 0, 0] });
  return `[${space.stages.map(() => stage).join(",")}]`;
}

function parseStage(space: Space, value: unknown, where: string): number {
  const vector = stageVector(value);
  if (!vector) throw new VectorError(`${where}: expected [[op],[op,previous,input,skip]]`);
  const last = space.operations.length - 1;
  const isOperation = (op: number) => Number.isInteger(op) && op >= 0 && op <= last;
  if (![vector.first, vector.second].every(isOperation)) {
    const names = space.operations.map(({ name }, op) => `${op} ${name}`).join(", ");
    throw new VectorError(`${where}: expected an operation from 0 to ${last} (${names})`);
  }
  if (!vector.flags.every((flag) => flag === 0 || flag === 1))
    throw new VectorError(`${where}: expected 0 or 1 for previous, input and skip`);
  const graph = graphOf(space, vector);
  if (!graph) throw new VectorError(`${where}'s second node reads nothing: this is no network`);
  const block = matchBlock(space, 0, graph);
  if ("rule" in block) throw new VectorError(`${where}: ${block.rule}`);
  return block.index;
}

function stageVector(value: unknown): StageVector | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [firstNode, secondNode]: unknown[] = value;
  const isNumbers = (list: unknown, length: number): list is number[] =>
    Array.isArray(list) && list.length === length && list.every((n) => typeof n === "number");
  if (!isNumbers(firstNode, 1) || !isNumbers(secondNode, 4)) return undefined;
  const [first = 0] = firstNode;
  const [second = 0, previous = 0, input = 0, skip = 0] = secondNode;
  return { first, second, flags: [previous, input, skip] };
}

/** Undefined where nothing reaches the output: the second node reads nothing and nothing is skipped. */
function graphOf(space: Space, { first, second, flags }: StageVector): BlockGraph | undefined {
  const [previous, input, skip] = flags;
  const firstNode = { operation: space.operations[first]?.name ?? "", inputs: ["in"] as const };
  const inputs: Source[] = [...(previous ? [0] : []), ...(input ? (["in"] as const) : [])];
  if (inputs.length === 0) return skip ? { nodes: [firstNode], output: [0] } : undefined;
  const secondNode = { operation: space.operations[second]?.name ?? "", inputs };
  return { nodes: [firstNode, secondNode], output: skip ? [0, 1] : [1] };
}

const cache = new WeakMap<Space, ReadonlyMap<number, StageVector>>();

/** By block index, the first vector that means the block. */
function stageVectors(space: Space): ReadonlyMap<number, StageVector> {
  const known = cache.get(space);
  if (known) return known;
  const vectors = new Map<number, StageVector>();
  for (const vector of allStageVectors(space)) {
    const graph = graphOf(space, vector);
    if (!graph) continue;
    const block = matchBlock(space, 0, graph);
    if (!("rule" in block) && !vectors.has(block.index)) vectors.set(block.index, vector);
  }
  cache.set(space, vectors);
  return vectors;
}

function* allStageVectors(space: Space): Generator<StageVector> {
  const operations = [...space.operations.keys()];
  for (const skip of [0, 1])
    for (const input of [0, 1])
      for (const previous of [0, 1])
        for (const second of operations)
          for (const first of operations) yield { first, second, flags: [previous, input, skip] };
}
