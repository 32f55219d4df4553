import { SnippetString, type TextDocument, window, workspace } from "vscode";
import { endOf } from "../document-edits";
import type { Blox } from "../extension";

/** A network to fill in: at the end of the open `.blox` file, or else in a new one. */
export async function newNetwork(_: Blox) {
  const active = window.activeTextEditor;
  const editor =
    active?.document.languageId === "blox"
      ? active
      : await window.showTextDocument(await workspace.openTextDocument({ language: "blox" }));
  const end = endOf(editor.document);
  await editor.insertSnippet(new SnippetString(separator(editor.document) + skeleton), end);
}

function separator(document: TextDocument): string {
  return document.getText().trim() === "" ? "" : "\n";
}

const skeleton = [
  "/// ${1:What the network is for.}",
  "network ${2:name} {",
  "  space blox",
  "",
  "  stage 1: ${3|conv,mbconv,bconv|}",
  "  stage 2: ${4|conv,mbconv,bconv|}",
  "  stage 3: ${5|conv,mbconv,bconv|}$0",
  "}",
  "",
].join("\n");
