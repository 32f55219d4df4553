import { window, workspace } from "vscode";
import example from "../../examples/first-network.blox";

/** A file to try things in: networks whose numbers are measured, and searches among them. */
export async function openExample() {
  const document = await workspace.openTextDocument({ language: "blox", content: example });
  await window.showTextDocument(document);
}
