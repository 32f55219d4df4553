import { nameText } from "../grammar/name-text";
import type { BlockGraph } from "./block-graph";
import type { Source, Space, StageDefinition, Topology } from "./space";
import { symmetriesOf } from "./topology-readings";

/** What a stage may hold: a topology with an operation for each of its nodes. */
export interface Block {
  /** Its place among the blocks of the stage. */
  readonly index: number;
  readonly topology: Topology;
  /** One a node, as indices into the operations of the space. */
  readonly operations: readonly number[];
  /** In the language: `conv`, `conv -> mbconv`, `conv | mbconv`, `st3(conv, mbconv)`. */
  readonly expression: string;
  readonly graph: BlockGraph;
}

/** A stage may not hold more blocks than this: they are kept in a list. */
export const mostBlocks = 65_536;

/**
 * The blocks of a stage (from 0) in index order: topology by topology, the first operation fastest; of
 * several orders that give the same block the first to come up counts. Of a stage that the space does
 * not have there are none.
 */
export function blocksOf(space: Space, stage: number): readonly Block[] {
  const definition = space.stages[stage];
  if (!definition) return [];
  const blocks = cache.get(definition)?.get(space.operations);
  if (blocks) return blocks;
  const made = makeBlocks(space, definition);
  const ofDefinition = cache.get(definition) ?? new WeakMap();
  cache.set(definition, ofDefinition.set(space.operations, made));
  return made;
}

/** Stages that are alike share their blocks. */
const cache = new WeakMap<StageDefinition, WeakMap<Space["operations"], readonly Block[]>>();

/** The first of the blocks of a stage (from 0) with the fewest operations, as it is written. */
export function simplestBlock(space: Space, stage: number): string {
  const blocks = blocksOf(space, stage);
  const fewest = Math.min(...new Set(blocks.map(({ operations }) => operations.length)));
  return blocks.find(({ operations }) => operations.length === fewest)?.expression ?? "";
}

/** How many blocks a stage holds, found without making them. */
export function blockCount(
  { operations }: Pick<Space, "operations">,
  stage: StageDefinition,
): number {
  const { block } = stage;
  if (block.kind === "chain") return operations.length ** block.length;
  return block.topologies.reduce(
    (count, topology) => count + assignmentCount(operations.length, topology),
    0,
  );
}

/**
 * How many of the assignments give different blocks (Burnside's lemma): the mean, over the symmetries, of
 * those that a symmetry leaves as they are, which are free to choose once a cycle.
 */
function assignmentCount(operationCount: number, topology: Topology): number {
  const symmetries = symmetriesOf(topology);
  const kept = symmetries.map((order) => operationCount ** cyclesOf(order));
  return kept.reduce((sum, count) => sum + count, 0) / symmetries.length;
}

function cyclesOf(order: readonly number[]): number {
  const seen = new Set<number>();
  let cycles = 0;
  for (const start of order.keys()) {
    if (!seen.has(start)) cycles++;
    for (let place = start; !seen.has(place); place = order[place] ?? start) seen.add(place);
  }
  return cycles;
}

function makeBlocks(space: Space, { block }: StageDefinition): readonly Block[] {
  const names = space.operations.map(({ name }) => name);
  const topologies = block.kind === "chain" ? [chain(block.length)] : block.topologies;
  return topologies
    .flatMap((topology) => {
      const operations =
        block.kind === "chain"
          ? assignments(names.length, topology)
          : distinctAssignments(names.length, topology);
      return operations.map((operations) => ({ topology, operations }));
    })
    .map(({ topology, operations }, index) => makeBlock(names, index, topology, operations));
}

function chain(length: number): Topology {
  return {
    name: `chain of ${length}`,
    nodes: Array.from({ length }, (_, node) => ({ inputs: [previous(node)] })),
    output: [length - 1],
  };
}

/** What is read of few blocks is made when it is read: a stage may have tens of thousands. */
function makeBlock(
  operationNames: readonly string[],
  index: number,
  topology: Topology,
  operations: readonly number[],
): Block {
  const names = () => operations.map((operation) => operationNames[operation] ?? "");
  return {
    index,
    topology,
    operations,
    get expression() {
      return expressionOf(topology, names().map(nameText));
    },
    get graph() {
      const operations = names();
      return {
        nodes: topology.nodes.map(({ inputs }, node) => ({
          operation: operations[node] ?? "",
          inputs,
        })),
        output: topology.output,
      };
    },
  };
}

function assignments(operationCount: number, topology: Topology): number[][] {
  let all: number[][] = [[]];
  for (const _ of topology.nodes) {
    const next: number[][] = [];
    for (let operation = 0; operation < operationCount; operation++)
      for (const first of all) next.push([...first, operation]);
    all = next;
  }
  return all;
}

/** One of each set of assignments that give the same block: its place is the first's, its order the least. */
function distinctAssignments(operationCount: number, topology: Topology): (readonly number[])[] {
  const symmetries = symmetriesOf(topology);
  const all = assignments(operationCount, topology);
  if (symmetries.length === 1) return all;
  return all.flatMap((operations) => {
    const same = symmetries.map((order) => order.map((node) => operations[node] ?? 0));
    const isFirst = same.every((other) => !isEnumeratedBefore(other, operations));
    return isFirst ? [leastOf(same)] : [];
  });
}

/** The first operation counts least. */
function isEnumeratedBefore(one: readonly number[], other: readonly number[]): boolean {
  const place = one.findLastIndex((operation, place) => operation !== other[place]);
  return place !== -1 && (one[place] ?? 0) < (other[place] ?? 0);
}

/** In the order of a dictionary. */
export function leastOf(lists: readonly (readonly number[])[]): readonly number[] {
  return lists.reduce((least, list) => {
    const place = list.findIndex((operation, place) => operation !== least[place]);
    return place !== -1 && (list[place] ?? 0) < (least[place] ?? 0) ? list : least;
  });
}

function expressionOf(topology: Topology, names: readonly string[]): string {
  if (isChain(topology)) return names.join(" -> ");
  if (isParallel(topology)) return names.join(" | ");
  return `${topology.name.toLowerCase()}(${names.join(", ")})`;
}

function isChain({ nodes, output }: Topology): boolean {
  const readsOnlyThePrevious = nodes.every(
    ({ inputs }, node) => inputs.length === 1 && inputs[0] === previous(node),
  );
  return readsOnlyThePrevious && output.length === 1 && output[0] === nodes.length - 1;
}

function previous(node: number): Source {
  return node === 0 ? "in" : node - 1;
}

function isParallel({ nodes, output }: Topology): boolean {
  return (
    nodes.every(({ inputs }) => inputs.length === 1 && inputs[0] === "in") &&
    output.length === nodes.length &&
    nodes.every((_, node) => output.includes(node))
  );
}
