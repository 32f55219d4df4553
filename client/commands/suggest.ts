import { window } from "vscode";
import type { Blox } from "../blox";
import { networkUnderCursor } from "../network-under-cursor";
import { suggestionsPanel } from "../panels/suggestions-panel";

/** Opens the table of every single-block replacement of the network at the cursor. */
export async function suggest(blox: Blox, argument: unknown) {
  const network = await networkUnderCursor(blox, argument);
  if (network) return suggestionsPanel.show(blox, network);
  await window.showInformationMessage(
    "There is no network here. Open a .blox file and place the cursor in the network to improve.",
  );
}
