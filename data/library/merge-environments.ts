import type { FoundEnvironment } from "../importers/importer";
import type { Environment } from "./measurements";
import type { Context } from "./merge";

/**
 * What is known of the environments of each seed's networks, and what a file says of them. Throws a
 * `Conflict` where the two give a part different versions.
 */
export function withEnvironments(
  known: readonly Environment[],
  added: readonly FoundEnvironment[],
  context: Context,
): readonly Environment[] {
  const seeds = new Set(added.map(({ seed }) => seed));
  const inOrder = added.map((one) => ({ ...one, networks: one.networks.slice().sort() }));
  return [
    ...known.filter(({ seed }) => !seeds.has(seed)),
    ...[...seeds].flatMap((seed) => {
      const isOfSeed = (one: Environment) => one.seed === seed;
      const [before, fresh] = [known.filter(isOfSeed), inOrder.filter(isOfSeed)];
      return before.length === 0 ? fresh : joined(seed, before, fresh, context);
    }),
  ];
}

function joined(
  seed: Environment["seed"],
  known: readonly Environment[],
  added: readonly Environment[],
  context: Context,
): readonly Environment[] {
  const fresh = new Map<number, Environment>();
  for (const one of added) for (const network of one.networks) fresh.set(network, one);
  const groups = new Map<string, { versions: Versions; networks: number[] }>();
  const groupOf = (versions: Versions) => {
    const key = JSON.stringify(Object.entries(versions).sort());
    const group = groups.get(key) ?? { versions, networks: [] };
    groups.set(key, group);
    return group.networks;
  };
  for (const before of known) {
    const alone = groupOf(before.versions);
    const together = new Map<Environment, number[]>();
    for (const network of before.networks) {
      const one = fresh.get(network);
      fresh.delete(network);
      let group = one ? together.get(one) : alone;
      if (one && !group) {
        group = groupOf(bothVersions(before, one, network, context));
        together.set(one, group);
      }
      group?.push(network);
    }
  }
  for (const one of added) {
    const alone = groupOf(one.versions);
    for (const network of one.networks) if (fresh.has(network)) alone.push(network);
  }
  return [...groups.values()]
    .filter(({ networks }) => networks.length > 0)
    .map(({ versions, networks }) => ({
      seed,
      versions,
      networks: Float64Array.from(networks).sort(),
    }));
}

type Versions = Environment["versions"];

/** Of an environment as it was known and as a file has it, of which one may name parts that the other does not. */
function bothVersions(
  { seed, versions: known }: Environment,
  { versions: added }: Environment,
  network: number,
  { contradiction }: Context,
): Versions {
  for (const [part, version] of Object.entries(added)) {
    const before = known[part];
    if (before === undefined || before === version) continue;
    const run = seed === null ? "" : `, seed ${seed}`;
    throw contradiction(network, run, `${part} ${version}`, before);
  }
  return { ...known, ...added };
}
