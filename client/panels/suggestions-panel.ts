import { Uri, workspace } from "vscode";
import {
  applyNetwork,
  type FromSuggestionsView,
  type NetworkAddress,
  type SuggestionsViewState,
  suggestions,
  type ToSuggestionsView,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { applyDocumentEdit } from "../document-edits";
import { DocumentFollower } from "./document-follower";
import { type OpenPanel, Panel, type PanelHost } from "./panel";

/** Every single-block replacement of one network, which is followed as it changes. */
export const suggestionsPanel = new Panel<
  NetworkAddress,
  SuggestionsViewState,
  FromSuggestionsView,
  ToSuggestionsView
>({
  view: "suggestions",
  title: "Replacement Blocks",
  listensTo: ["ready", "apply"],
  start: (blox, panel, kept) => new SuggestionsHost(blox, panel, kept?.address),
});

class SuggestionsHost implements PanelHost<NetworkAddress, FromSuggestionsView> {
  private readonly follower = new DocumentFollower(() =>
    this.panel.attempt(async () => this.panel.post(await this.fetch())),
  );

  constructor(
    private readonly blox: Blox,
    private readonly panel: OpenPanel<ToSuggestionsView>,
    private address: NetworkAddress | undefined,
  ) {}

  async show(address: NetworkAddress) {
    this.address = address;
    await this.follower.refresh();
  }

  async receive(message: FromSuggestionsView) {
    if (message.type === "ready") await this.follower.refresh();
    else await this.apply(message.address, message.index);
  }

  dispose() {
    this.follower.dispose();
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
    if (isRefusal(answer)) this.panel.post({ type: "failed", message: answer.refusal });
    else await applyDocumentEdit(answer);
  }
}
