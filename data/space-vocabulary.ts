import type { Space, Topology } from "./space";

/** The named ways to join operations in a stage (from 0); none where it holds chains. */
export function topologiesOf({ stages }: Space, stage: number): readonly Topology[] {
  const block = stages[stage]?.block;
  return block?.kind === "joined" ? block.topologies : [];
}

/** Those of all stages, each once. */
export function allTopologies(space: Space): readonly Topology[] {
  const known = cache.get(space);
  if (known) return known;
  const all = space.stages.flatMap((_, stage) => topologiesOf(space, stage));
  const found = [...new Map(all.map((topology) => [topology.name, topology])).values()];
  cache.set(space, found);
  return found;
}

const cache = new WeakMap<Space, readonly Topology[]>();
