import { Uri, ViewColumn, type WebviewPanel, window, workspace } from "vscode";
import {
  applyNetwork,
  build,
  type FromSuggestionsView,
  type NetworkAddress,
  open,
  type SuggestionsViewState,
  seal,
  suggestions,
  type ToSuggestionsView,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { applyDocumentEdit } from "../document-edits";
import { viewHtml, viewOptions } from "./view-html";

const viewType = "blox.suggestions";

/** The suggestion panel's host: it follows one network and tells the view of its replacements. */
export class SuggestionsPanel {
  private static current: SuggestionsPanel | undefined;

  static show(blox: Blox, address: NetworkAddress) {
    if (SuggestionsPanel.current) return SuggestionsPanel.current.reveal(address);
    const panel = window.createWebviewPanel(
      viewType,
      "Replacement Blocks",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      viewOptions(blox.context.extensionUri),
    );
    SuggestionsPanel.current = new SuggestionsPanel(blox, panel, address);
  }

  /** Brings the panel back after the window was reloaded. */
  static restoreIn(blox: Blox) {
    const registration = window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: SuggestionsViewState | undefined) {
        panel.webview.options = viewOptions(blox.context.extensionUri);
        const address = state?.build === build ? state.address : undefined;
        SuggestionsPanel.current = new SuggestionsPanel(blox, panel, address);
      },
    });
    blox.context.subscriptions.push(registration);
  }

  private constructor(
    private readonly blox: Blox,
    private readonly panel: WebviewPanel,
    private address: NetworkAddress | undefined,
  ) {
    const { extensionUri } = blox.context;
    panel.iconPath = Uri.joinPath(extensionUri, "client", "icons", "blox.svg");
    panel.webview.onDidReceiveMessage((data: unknown) => {
      const message = open<FromSuggestionsView>(data, ["ready", "apply"]);
      if (message?.type === "ready") void this.refresh();
      if (message?.type === "apply") void this.apply(message.address, message.index);
    });
    const following = workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() === this.address?.uri) void this.refresh();
    });
    panel.onDidDispose(() => {
      following.dispose();
      SuggestionsPanel.current = undefined;
    });
    panel.webview.html = viewHtml(panel.webview, extensionUri, "suggestions");
  }

  private reveal(address: NetworkAddress) {
    this.address = address;
    void this.refresh();
    this.panel.reveal(undefined, true);
  }

  private post(message: ToSuggestionsView) {
    void this.panel.webview.postMessage(seal(message));
  }

  private refreshing: Promise<void> | undefined;
  private isStale = false;

  /** One request at a time: changes that come meanwhile are answered by one more. */
  private async refresh() {
    this.isStale = true;
    this.refreshing ??= this.catchUp().finally(() => {
      this.refreshing = undefined;
    });
    await this.refreshing;
  }

  private async catchUp() {
    while (this.isStale) {
      this.isStale = false;
      this.post(await this.fetch());
    }
  }

  private async fetch(): Promise<ToSuggestionsView> {
    const { address } = this;
    if (!address) {
      return {
        type: "failed",
        message: "Place the cursor in a network and run “Blox: Suggest Replacement Blocks”.",
      };
    }
    // After a reload the server may not have been told of the document yet.
    await workspace.openTextDocument(Uri.parse(address.uri));
    const answer = await ask(this.blox.client, suggestions, address);
    return isRefusal(answer)
      ? { type: "failed", message: answer.refusal }
      : { type: "suggestions", suggestions: answer };
  }

  private async apply(address: NetworkAddress, index: number) {
    const answer = await ask(this.blox.client, applyNetwork, { ...address, index });
    if (isRefusal(answer)) this.post({ type: "failed", message: answer.refusal });
    else await applyDocumentEdit(answer);
  }
}
