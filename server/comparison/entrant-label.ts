import type { Entrant } from "./parse-algorithms";

/** As it is written for `--algorithms`: `regularized-evolution(population 20, sample 10)`. */
export function entrantLabel({ name, parameters }: Entrant): string {
  const settings = Object.entries(parameters).map(([name, value]) => `${name} ${value}`);
  return settings.length === 0 ? name : `${name}(${settings.join(", ")})`;
}

/** As short as tells them apart: the name, with the parameters that others of that name have otherwise. */
export function labelsOf(entrants: readonly Entrant[]): string[] {
  return entrants.map((entrant) => {
    const { name, parameters } = entrant;
    const namesakes = entrants.filter((other) => other !== entrant && other.name === name);
    const differing = Object.entries(parameters).filter(([parameter, value]) =>
      namesakes.some((other) => other.parameters[parameter] !== value),
    );
    return entrantLabel({ name, parameters: Object.fromEntries(differing) });
  });
}
