import type { Blox } from "../blox";
import { networkUnderCursor } from "../network-under-cursor";
import { comparisonPanel } from "../panels/comparison-panel";

/** Opens the comparison panel for the space of the network at the cursor, where there is one. */
export async function compare(blox: Blox) {
  const network = await networkUnderCursor(blox, undefined);
  comparisonPanel.show(blox, network && { space: network.space, uri: network.uri });
}
