import { window } from "vscode";
import { networkAt, type SpaceAddress } from "../server/messages";
import { ask } from "./ask";
import type { Blox } from "./blox";

/** The space of the network at the cursor, or of the file's first one; without any it is `blox`. */
export async function spaceInUse({ client }: Blox): Promise<SpaceAddress> {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId !== "blox") return { space: "blox" };
  const { line, character } = editor.selection.active;
  const uri = editor.document.uri.toString();
  const here = await ask(client, networkAt, { uri, position: { line, character } });
  return here ? { space: here.space, uri } : { space: "blox" };
}
