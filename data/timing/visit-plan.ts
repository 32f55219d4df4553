import { mersenne } from "pure-rand/generator/mersenne";
import { architectureAt, networkCount } from "../architecture";
import { blocksOf } from "../blocks";
import type { Space } from "../space";
import type { Visit } from "./raw-visits";

/** What the protocol fixes. */
export const protocol = {
  /** Every pass visits all networks, dealt out anew to processes, so that none keeps its neighbours. */
  passes: 2,
  warmUps: 1,
  runs: 3,
  /** Networks that every process visits, so that processes can be compared. */
  anchors: 20,
  /** Visits between two visits to the reference network. */
  referenceInterval: 10,
} as const;

export interface Sample {
  /** A network that has every operation of the space; it is not among the others. */
  readonly reference: number;
  /** Distinct indices. A larger sample of the same seed begins with a smaller one. */
  readonly networks: readonly number[];
}

/** Random networks of a space, each as likely as another; at most all but the reference. */
export function sampleNetworks(space: Space, size: number, seed: number): Sample {
  const random = mersenne(seed);
  const drawn = new Set<number>();
  let reference: number | undefined;
  const wanted = Math.min(size, networkCount(space) - 1);
  while (drawn.size < wanted || reference === undefined) {
    const index = Math.floor(((random.next() >>> 0) / 2 ** 32) * networkCount(space));
    if (reference === undefined && hasEveryOperation(space, index)) reference = index;
    else if (index !== reference) drawn.add(index);
  }
  return { reference, networks: [...drawn].slice(0, wanted) };
}

function hasEveryOperation(space: Space, index: number): boolean {
  const blocks = architectureAt(space, index).map((block, stage) => blocksOf(space, stage)[block]);
  const present = new Set(blocks.flatMap((block) => block?.operations ?? []));
  return present.size === space.operations.length;
}

/** What one process has to do. */
export interface Batch {
  readonly pass: number;
  /** How many visits each network still needs; none needs none. */
  readonly visits: readonly (readonly [network: number, visits: number])[];
  /** Networks to visit besides, as often as the one of `visits` that needs most. */
  readonly anchors: readonly number[];
}

/**
 * The batches that are left, in order of execution; none when all is done. `mostSessions` is how many
 * networks may be open in one process.
 */
export function remainingBatches(
  networks: readonly number[],
  seed: number,
  accepted: readonly Visit[],
  mostSessions: number,
  visitsAPass: number,
): Batch[] {
  const done = new Map<string, number>();
  for (const { pass, network } of accepted) {
    const key = `${pass},${network}`;
    done.set(key, (done.get(key) ?? 0) + 1);
  }
  const anchors = networks.slice(0, protocol.anchors);
  // One session of each process is the reference's.
  const most = mostSessions - 1 - anchors.length;
  return Array.from({ length: protocol.passes }, (_, pass) => {
    const needy = shuffled(networks, seed + pass)
      .map((network) => {
        const visits = visitsAPass - (done.get(`${pass},${network}`) ?? 0);
        return [network, visits] as const;
      })
      .filter(([, visits]) => visits > 0);
    const batches = Math.ceil(needy.length / most);
    const size = Math.ceil(needy.length / batches);
    return Array.from({ length: batches }, (_, batch) => {
      const visits = needy.slice(batch * size, (batch + 1) * size);
      const present = new Set(visits.map(([network]) => network));
      return { pass, visits, anchors: anchors.filter((network) => !present.has(network)) };
    });
  }).flat();
}

/** The same items in an order that depends on the seed alone (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const random = mersenne(seed);
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const place = Math.floor(((random.next() >>> 0) / 2 ** 32) * (last + 1));
    const [a, b] = [result[last], result[place]];
    if (a !== undefined && b !== undefined) [result[last], result[place]] = [b, a];
  }
  return result;
}
