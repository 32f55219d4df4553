import { parse } from "../grammar/parser";
import type { Space } from "./space";
import type { SpaceProblem } from "./space-problem";
import { readSpace } from "./space-reader";
import blox from "./spaces/blox.blox";
import bloxDigits from "./spaces/blox-digits.blox";
import nasBenchMacro from "./spaces/nas-bench-macro.blox";

export const bloxSpace: Space = onlySpaceOf(blox);
export const digitsSpace: Space = onlySpaceOf(bloxDigits, bloxSpace);

/** The spaces that need no declaration. A new one is a file in `spaces/` and a line here. */
const builtIn = [
  { space: bloxSpace, text: blox },
  { space: digitsSpace, text: bloxDigits },
  { space: onlySpaceOf(nasBenchMacro), text: nasBenchMacro },
];

export const builtInSpaces: readonly Space[] = builtIn.map(({ space }) => space);

export function findSpace(name: string): Space | undefined {
  return builtInSpaces.find((space) => space.name === name);
}

/** The file in which a built-in space is written. */
export function builtInSpaceText(name: string): string | undefined {
  return builtIn.find(({ space }) => space.name === name)?.text;
}

/** `base` is what it extends. */
function onlySpaceOf(text: string, base?: Space): Space {
  const problems: SpaceProblem[] = [];
  const [declaration] = parse(text).declarations;
  const space = declaration?.kind === "space" ? readSpace(declaration, base, problems) : undefined;
  if (!space || declaration?.kind !== "space" || declaration.base?.text !== base?.name)
    throw new Error(`a built-in space cannot be read: ${problems[0]?.message ?? "syntax"}`);
  return space;
}
