import type { SpaceAddress } from "../server/messages";
import type { Blox } from "./blox";
import { networkUnderCursor } from "./network-under-cursor";

/** The space of the network at the cursor, or of the file's first one; without any it is `blox`. */
export async function spaceInUse(blox: Blox): Promise<SpaceAddress> {
  const here = await networkUnderCursor(blox, undefined);
  return here ? { space: here.space, uri: here.uri } : { space: "blox" };
}
