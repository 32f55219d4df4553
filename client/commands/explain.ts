import { window } from "vscode";
import type { Blox } from "../blox";
import { showExplanation } from "../explanation-pages";
import { networkUnderCursor } from "../network-under-cursor";

/** Opens the page about how the numbers of a network came about: that of a link, or the one at the cursor. */
export async function explain(blox: Blox, argument: unknown) {
  const network = await networkUnderCursor(blox, argument);
  if (network) return showExplanation(network);
  await window.showInformationMessage(
    "There is no network here. Open a .blox file and place the cursor in the network whose numbers to explain.",
  );
}
