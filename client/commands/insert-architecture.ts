import { window, workspace } from "vscode";
import { findArchitecture, networkText } from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { insertNetworkText } from "../document-edits";
import { spaceInUse } from "../space-in-use";

/** Asks for an architecture vector, a model hash or an index, and writes the network that it means. */
export async function insertArchitecture(blox: Blox) {
  const { client } = blox;
  const { space, ...home } = await spaceInUse(blox);
  const find = (text: string) => ask(client, findArchitecture, { space, ...home, text });
  const text = await window.showInputBox({
    title: "Insert Architecture from Vector, Hash or Index",
    prompt: "An architecture vector, a model hash (32 hexadecimal digits), or an index",
    placeHolder: "[[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]",
    ignoreFocusOut: true,
    validateInput: async (input) => {
      if (input.trim() === "") return "Expected a vector, a hash or an index.";
      const found = await find(input);
      return isRefusal(found) ? found.refusal : undefined;
    },
  });
  if (text === undefined) return;
  const found = await find(text);
  if (isRefusal(found)) {
    await window.showErrorMessage(found.refusal);
    return;
  }
  const active = window.activeTextEditor?.document;
  const document =
    active?.languageId === "blox" ? active : await workspace.openTextDocument({ language: "blox" });
  const uri = document.uri.toString();
  const answer = await ask(client, networkText, { space, index: found.index, uri });
  if (document !== active) await window.showTextDocument(document);
  await insertNetworkText(document, answer.text);
}
