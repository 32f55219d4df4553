import { commands, type Disposable, EventEmitter, Uri, workspace } from "vscode";
import { explanation, type NetworkAddress } from "../server/messages";
import { ask, isRefusal } from "./ask";
import type { Blox } from "./blox";
import { Debounced } from "./debounced";

/**
 * `blox-explain:/NETWORK.md?ADDRESS` is a page about how the numbers of a network came about, whose
 * document and name are in JSON. The manifest says that such a page is shown as Markdown, read.
 */
const scheme = "blox-explain";

/** While somebody types, a page is made once they pause. */
const pauseMs = 300;

const changes = new EventEmitter<Uri>();

/** Serves the pages, and makes those that are open anew where `.blox` documents change. */
export function serveExplanationPages({ context, client }: Blox) {
  const provider = {
    onDidChange: changes.event,
    async provideTextDocumentContent(page: Uri) {
      const address = addressOf(page);
      if (!address) return "This page is of no network. Run “Blox: Explain Numbers” again.";
      // After a reload the server may not have been told of the document yet.
      await workspace.openTextDocument(Uri.parse(address.uri));
      const answer = await ask(client, explanation, address);
      return isRefusal(answer) ? `${answer.refusal}\n` : answer.markdown;
    },
  };
  context.subscriptions.push(
    workspace.registerTextDocumentContentProvider(scheme, provider),
    changes,
    ...followDocuments(),
  );
}

/** Whichever document it is: a network may use blocks and spaces of others. */
function followDocuments(): Disposable[] {
  const refresh = new Debounced(() => {
    for (const { uri } of workspace.textDocuments) if (uri.scheme === scheme) changes.fire(uri);
  }, pauseMs);
  const listening = workspace.onDidChangeTextDocument(({ document }) => {
    if (document.languageId === "blox") refresh.call();
  });
  return [refresh, listening];
}

export async function showExplanation({ uri, network }: NetworkAddress) {
  const address: NetworkAddress = { uri, network };
  const page = Uri.from({
    scheme,
    path: `/${network.replace(/[/\\]/g, "-")}.md`,
    query: JSON.stringify(address),
  });
  // A page that was open once is kept for a while as it was.
  changes.fire(page);
  await commands.executeCommand("vscode.open", page);
}

/** Undefined for a page that a text links to, and that names no network. */
function addressOf({ query }: Uri): NetworkAddress | undefined {
  try {
    const address: unknown = JSON.parse(query);
    return isAddress(address) ? { uri: address.uri, network: address.network } : undefined;
  } catch {
    return undefined;
  }
}

function isAddress(address: unknown): address is NetworkAddress {
  if (typeof address !== "object" || address === null) return false;
  const { uri, network }: { uri?: unknown; network?: unknown } = address;
  return typeof uri === "string" && typeof network === "string";
}
