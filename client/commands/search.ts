import type { Blox } from "../blox";
import { networkUnderCursor } from "../network-under-cursor";
import { searchPanel } from "../panels/search-panel";

/** Opens the search panel for the network at the cursor, or for the whole space where there is none. */
export async function search(blox: Blox, argument: unknown) {
  searchPanel.show(blox, { network: await networkUnderCursor(blox, argument) });
}
