import { Position, Range, Uri, ViewColumn, window, workspace } from "vscode";
import {
  type FromGraphView,
  type GraphViewState,
  type NetworkAddress,
  type NetworkGraph,
  networkGraph,
  type Place,
  type Refusal,
  type ToGraphView,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { DocumentFollower } from "./document-follower";
import { type OpenPanel, Panel, type PanelHost } from "./panel";

/** The drawing of one network, which is followed as it changes. */
export const graphPanel = new Panel<NetworkAddress, GraphViewState, FromGraphView, ToGraphView>({
  view: "graph",
  title: "Network Graph",
  listensTo: ["ready", "goTo"],
  start: (blox, panel, kept) => new GraphHost(blox, panel, kept?.address, kept?.position),
});

class GraphHost implements PanelHost<NetworkAddress, FromGraphView> {
  private readonly follower = new DocumentFollower(() =>
    this.panel.attempt(async () => this.panel.post(await this.fetch())),
  );

  constructor(
    private readonly blox: Blox,
    private readonly panel: OpenPanel<ToGraphView>,
    private address: NetworkAddress | undefined,
    /** Where the network's name stood last: a network that is renamed is found there. */
    private position: Place["position"] | undefined,
  ) {}

  async show(address: NetworkAddress) {
    this.address = address;
    this.position = undefined;
    await this.follower.refresh();
  }

  async receive(message: FromGraphView) {
    if (message.type === "ready") await this.follower.refresh();
    else await this.goTo(message.stage);
  }

  dispose() {
    this.follower.dispose();
  }

  private async fetch(): Promise<ToGraphView> {
    const { address } = this;
    if (!address) {
      return {
        type: "failed",
        message: "Place the cursor in a network and run “Blox: Show Graph”.",
      };
    }
    const answer = await this.graphOf(address);
    return isRefusal(answer)
      ? { type: "failed", message: answer.refusal }
      : { type: "graph", graph: answer };
  }

  private async graphOf(address: NetworkAddress): Promise<NetworkGraph | Refusal> {
    // After a reload the server may not have been told of the document yet.
    await workspace.openTextDocument(Uri.parse(address.uri));
    const { position } = this;
    const answer = await ask(this.blox.client, networkGraph, {
      ...address,
      ...(position && { position }),
    });
    // Unless another network was asked for meanwhile.
    if (!isRefusal(answer) && this.address === address) {
      this.address = answer.address;
      this.position = answer.position;
    }
    return answer;
  }

  /** Asks where the stage stands now: the drawing may be a keystroke behind. */
  private async goTo(stage: number) {
    if (!this.address) return;
    const graph = await this.graphOf(this.address);
    if (isRefusal(graph)) return;
    const place = graph.parts.find((part) => part.kind === "stage" && part.stage === stage);
    if (!place?.position) return;
    const uri = Uri.parse(graph.address.uri);
    const cursor = new Position(place.position.line, place.position.character);
    const shown = window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === graph.address.uri,
    );
    await window.showTextDocument(uri, {
      viewColumn: shown?.viewColumn ?? ViewColumn.One,
      selection: new Range(cursor, cursor),
    });
  }
}
