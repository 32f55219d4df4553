import { SnippetString, window, workspace } from "vscode";
import { networkSnippet } from "../../server/messages";
import { ask } from "../ask";
import type { Blox } from "../blox";
import { endOf, separatorAt } from "../document-edits";
import { spaceInUse } from "../space-in-use";

/** A network to fill in: at the end of the open `.blox` file, or else in a new one. */
export async function newNetwork(blox: Blox) {
  const { snippet } = await ask(blox.client, networkSnippet, await spaceInUse(blox));
  const active = window.activeTextEditor;
  const editor =
    active?.document.languageId === "blox"
      ? active
      : await window.showTextDocument(await workspace.openTextDocument({ language: "blox" }));
  const end = endOf(editor.document);
  await editor.insertSnippet(new SnippetString(separatorAt(editor.document, end) + snippet), end);
}
