import { window } from "vscode";
import type { Blox } from "../blox";
import { networkUnderCursor } from "../network-under-cursor";
import { graphPanel } from "../panels/graph-panel";

/** Opens the drawing of the network at the cursor. */
export async function showGraph(blox: Blox, argument: unknown) {
  const network = await networkUnderCursor(blox, argument);
  if (network) return graphPanel.show(blox, network);
  await window.showInformationMessage(
    "There is no network here. Open a .blox file and place the cursor in the network to draw.",
  );
}
