import { InvalidArgumentError } from "commander";
import type { Observation } from "../messages";
import { parseObservation } from "../searches/observation";

/** Reads the argument of `--observe`. */
export function observation(text: string): Observation {
  const found = parseObservation(text);
  if (found) return found;
  throw new InvalidArgumentError('Expected mean, or a seed such as "seed 1".');
}
