import { Uri, workspace } from "vscode";
import {
  type CurvesRequest,
  type CurvesViewState,
  type FromCurvesView,
  type ToCurvesView,
  trainingCurves,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { type OpenPanel, Panel, type PanelHost } from "./panel";

/** The training curves of some networks; the panel comes back after a reload with the same ones. */
export const curvesPanel = new Panel<CurvesRequest, CurvesViewState, FromCurvesView, ToCurvesView>({
  view: "curves",
  title: "Training Curves",
  listensTo: ["ready"],
  start: (blox, panel, kept) => new CurvesHost(blox, panel, kept?.request),
});

class CurvesHost implements PanelHost<CurvesRequest, FromCurvesView> {
  constructor(
    private readonly blox: Blox,
    private readonly panel: OpenPanel<ToCurvesView>,
    private request: CurvesRequest | undefined,
  ) {}

  async show(request: CurvesRequest) {
    this.request = request;
    await this.refresh();
  }

  receive() {
    return this.refresh();
  }

  dispose() {
    this.request = undefined;
  }

  private async refresh() {
    const { request } = this;
    const message = await this.fetch(request);
    // Unless others were asked for meanwhile.
    if (this.request === request) this.panel.post(message);
  }

  private async fetch(request: CurvesRequest | undefined): Promise<ToCurvesView> {
    if (!request) {
      return {
        type: "failed",
        message: "Open a .blox file and run “Blox: Plot Training Curves”.",
      };
    }
    if (request.uri !== undefined) await openIfThere(request.uri);
    const answer = await ask(this.blox.client, trainingCurves, request);
    return isRefusal(answer)
      ? { type: "failed", message: answer.refusal }
      : { type: "curves", request, curves: answer };
  }
}

/**
 * After a reload the server may not have been told of the document yet. Built-in spaces need none: where it
 * is gone, the server says whether it is missed.
 */
async function openIfThere(uri: string) {
  try {
    await workspace.openTextDocument(Uri.parse(uri));
  } catch {
    // The server's answer counts.
  }
}
