import type { NetworkHere } from "../messages";
import { commandLink } from "./command-link";

/** A link in a hover that shows how the numbers of a network came about. */
export function explainLink(network: NetworkHere): string {
  return commandLink("How these numbers came about", "blox.explain", network);
}
