import { md5 } from "js-md5";
import { type Architecture, architectureAt, networkCount } from "./architecture";
import { blocksOf } from "./blocks";
import type { Source, Space } from "./space";

/**
 * The hash by which the published benchmark files name a network (repository SamsungLabs/blox): 32
 * hexadecimal digits, an MD5 over the network's graph that does not depend on the order of its nodes.
 */
export function modelHash(space: Space, architecture: Architecture): string {
  return hashOfGraph(networkGraph(space, architecture), digest);
}

/** The hashes of all networks of a space, by index; some ten seconds for the 91,125 of `blox`. */
export function modelHashes(space: Space): string[] {
  // In the first rounds a node's hash depends on its neighbourhood alone, which many networks share.
  const known = new Map<string, string>();
  const rememberedDigest = (text: string): string => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const hash = digest(text);
    known.set(text, hash);
    return hash;
  };
  return Array.from({ length: networkCount(space) }, (_, index) =>
    hashOfGraph(networkGraph(space, architectureAt(space, index)), rememberedDigest),
  );
}

/** Up to this round (there are eight and more) it pays to look a hash up before computing it. */
const repeatingRounds = 2;

/** `md5.hex` is plain JavaScript everywhere; `md5` itself is Node's on Node, slower on short texts. */
function digest(text: string): string {
  return md5.hex(text);
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
    const { topology, operations } = blocksOf(space, stage)[block] ?? blockNotFound(block);
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

function hashOfGraph(nodes: readonly Node[], firstDigest: (text: string) => string): string {
  let hashes = nodes.map(({ label, from, to }) =>
    firstDigest(`(${to.length}.0, ${from.length}.0, ${label})`),
  );
  for (let round = 0; round < nodes.length; round++) {
    const digestOfRound = round < repeatingRounds ? firstDigest : digest;
    hashes = nextHashes(nodes, hashes, digestOfRound);
  }
  const list = hashes.sort().map((hash) => `'${hash}'`);
  return digest(`[${list.join(", ")}]`);
}

function nextHashes(
  nodes: readonly Node[],
  hashes: readonly string[],
  digestOfRound: (text: string) => string,
): string[] {
  return nodes.map(({ from, to }, place) =>
    digestOfRound(`${sortedHashes(hashes, from)}|${sortedHashes(hashes, to)}|${hashes[place]}`),
  );
}

function sortedHashes(hashes: readonly string[], places: readonly number[]): string {
  if (places.length === 0) return "";
  const first = hashes[places[0] ?? 0] ?? "";
  if (places.length === 1) return first;
  // Most nodes read and feed one or two others, for which sorting an array is slow.
  const second = hashes[places[1] ?? 0] ?? "";
  if (places.length === 2) return first < second ? first + second : second + first;
  const all = places.map((place) => hashes[place] ?? "");
  return all.sort().join("");
}
