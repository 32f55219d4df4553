import { window } from "vscode";
import { declaredSearch, type SearchAddress, searchAt } from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { cursorPlace } from "../cursor-place";
import { searchPanel } from "../panels/search-panel";

/** Runs the search that a code lens names, or else the one at the cursor, in the search panel. */
export async function runSearch(blox: Blox, argument: unknown) {
  const address = isAddress(argument) ? argument : await searchUnderCursor(blox);
  if (!address) {
    await window.showInformationMessage(
      "There is no search here. Open a .blox file and place the cursor in the search to run.",
    );
    return;
  }
  const declared = await ask(blox.client, declaredSearch, address);
  if (isRefusal(declared)) await window.showErrorMessage(declared.refusal);
  else searchPanel.show(blox, { declared });
}

async function searchUnderCursor({ client }: Blox): Promise<SearchAddress | undefined> {
  const place = cursorPlace();
  return place && ((await ask(client, searchAt, place)) ?? undefined);
}

function isAddress(argument: unknown): argument is SearchAddress {
  return (
    typeof argument === "object" && argument !== null && "uri" in argument && "search" in argument
  );
}
