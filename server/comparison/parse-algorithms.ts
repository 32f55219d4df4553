import type { Refusal } from "../messages";

/** An algorithm that takes part in a comparison. */
export interface Entrant {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/**
 * Algorithms with parameters, as `random, regularized-evolution(population 20, sample 10)`. Whether there
 * are such is not looked at.
 */
export function parseAlgorithms(text: string): readonly Entrant[] | Refusal {
  const entrants: Entrant[] = [];
  const entrant = /\s*([\w-]+)\s*(?:\(([^()]*)\)\s*)?(,|$)/y;
  for (let isLast = false; !isLast; ) {
    const rest = text.slice(entrant.lastIndex).trim();
    const [, name, settings, end] = entrant.exec(text) ?? [];
    if (name === undefined) return { refusal: notAlgorithms(rest) };
    const found = parseSettings(name, settings ?? "");
    if ("refusal" in found) return found;
    entrants.push({ name, parameters: found.parameters });
    isLast = end === "";
  }
  return entrants;
}

function notAlgorithms(rest: string): string {
  const where = rest === "" ? "an algorithm is missing at the end" : `\`${rest}\` is none`;
  return `Expected algorithms such as \`random, regularized-evolution(population 20, sample 10)\`: ${where}.`;
}

function parseSettings(algorithm: string, text: string): Pick<Entrant, "parameters"> | Refusal {
  const parameters: Record<string, number> = {};
  if (text.trim() === "") return { parameters };
  for (const part of text.split(",")) {
    const [, name = "", number = ""] = /^\s*([\w-]+)\s+(\S+)\s*$/.exec(part) ?? [];
    const value = number === "" ? Number.NaN : Number(number);
    if (!Number.isFinite(value)) {
      return {
        refusal: `Expected a parameter of \`${algorithm}\` and its number, such as \`population 20\`, found \`${part.trim()}\`.`,
      };
    }
    if (Object.hasOwn(parameters, name))
      return { refusal: `\`${name}\` of \`${algorithm}\` is there twice.` };
    parameters[name] = value;
  }
  return { parameters };
}
