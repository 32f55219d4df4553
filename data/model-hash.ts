import { md5 } from "js-md5";
import type { Architecture } from "./architecture";
import { blocksOf } from "./blocks";
import type { Source, Space } from "./space";

/**
 * The hash by which the published benchmark files name a network (repository SamsungLabs/blox): 32
 * hexadecimal digits, an MD5 over the network's graph that does not depend on the order of its nodes.
 */
export function modelHash(space: Space, architecture: Architecture): string {
  return hashOfGraph(networkGraph(space, architecture));
}

interface Node {
  readonly label: number;
  readonly from: number[];
  readonly to: number[];
}

/**
 * Input, then for each stage the nodes of its block and a reduction, then output. A reduction reads
 * the nodes that the block adds up; sums of the blocks are no nodes of their own.
 */
function networkGraph(space: Space, architecture: Architecture): readonly Node[] {
  const reductionLabel = space.operations.length;
  const nodes: Node[] = [];
  const add = (label: number, from: readonly number[]): number => {
    const place = nodes.length;
    nodes.push({ label, from: [...from], to: [] });
    for (const source of from) nodes[source]?.to.push(place);
    return place;
  };

  let stageInput = add(-1, []);
  for (const [stage, block] of architecture.entries()) {
    const { topology, operations } = blocksOf(space)[block] ?? blockNotFound(block);
    const firstLabel = (space.operations.length + 1) * stage;
    const places: number[] = [];
    const placesOf = (sources: readonly Source[]) =>
      sources.map((source) => (source === "in" ? stageInput : (places[source] ?? stageInput)));
    for (const [node, { inputs }] of topology.nodes.entries())
      places.push(add(firstLabel + (operations[node] ?? 0), placesOf(inputs)));
    stageInput = add(firstLabel + reductionLabel, placesOf(topology.output));
  }
  add(-2, [stageInput]);
  return nodes;
}

function blockNotFound(block: number): never {
  throw new RangeError(`expected the index of a block: ${block}`);
}

function hashOfGraph(nodes: readonly Node[]): string {
  let hashes = nodes.map(({ label, from, to }) =>
    rememberedMd5(`(${to.length}.0, ${from.length}.0, ${label})`),
  );
  for (let round = 0; round < nodes.length; round++) {
    const digest = round < repeatingRounds ? rememberedMd5 : md5;
    const previous = hashes;
    const joined = (places: readonly number[]) =>
      places
        .map((place) => previous[place] ?? "")
        .sort()
        .join("");
    hashes = nodes.map(({ from, to }, place) =>
      digest(`${joined(from)}|${joined(to)}|${previous[place]}`),
    );
  }
  return md5(
    `[${hashes
      .sort()
      .map((hash) => `'${hash}'`)
      .join(", ")}]`,
  );
}

/**
 * In the first rounds a node's hash depends on its neighbourhood alone, which many networks share, so
 * these are remembered.
 */
const repeatingRounds = 4;
const remembered = new Map<string, string>();

function rememberedMd5(text: string): string {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  const hash = md5(text);
  remembered.set(text, hash);
  return hash;
}
