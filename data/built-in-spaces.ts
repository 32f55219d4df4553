import type { Space } from "./space";
import { bloxSpace } from "./spaces/blox";

/** The spaces that need no declaration. A new one is a file in `spaces/` and a line here. */
export const builtInSpaces: readonly Space[] = [bloxSpace];

export { bloxSpace };

export function findSpace(name: string): Space | undefined {
  return builtInSpaces.find((space) => space.name === name);
}
