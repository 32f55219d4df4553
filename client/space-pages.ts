import { type Uri, workspace } from "vscode";
import { builtInSpaceText } from "../server/messages";
import { ask } from "./ask";
import type { Blox } from "./blox";

/** `blox-space:/NAME.blox` is the text of a built-in space, to read: it lies in no file system. */
const scheme = "blox-space";

/** Serves the definitions of the built-in spaces, which the server has. */
export function serveSpacePages({ context, client }: Blox) {
  const provider = {
    async provideTextDocumentContent({ path }: Uri) {
      const name = path.replace(/^\//, "").replace(/\.blox$/, "");
      const text = await ask(client, builtInSpaceText, { name });
      if (text === null) throw new Error(`There is no text of a space ${name}.`);
      return text;
    },
  };
  context.subscriptions.push(workspace.registerTextDocumentContentProvider(scheme, provider));
}
