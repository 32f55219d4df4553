import { type NetworkHere, networkAt } from "../server/messages";
import { ask } from "./ask";
import type { Blox } from "./blox";
import { cursorPlace } from "./cursor-place";

/** The network that a code lens names, or else the one at the cursor of the active editor. */
export async function networkUnderCursor(
  { client }: Blox,
  argument: unknown,
): Promise<NetworkHere | undefined> {
  if (isAddress(argument)) return argument;
  const place = cursorPlace();
  return place && ((await ask(client, networkAt, place)) ?? undefined);
}

function isAddress(argument: unknown): argument is NetworkHere {
  return (
    typeof argument === "object" &&
    argument !== null &&
    "uri" in argument &&
    "network" in argument &&
    "space" in argument
  );
}
