import { CancellationTokenSource, Uri, window, workspace } from "vscode";
import {
  type FromRowsView,
  type QueryResult,
  queryBenchmark,
  type RowsViewState,
  type ToRowsView,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import type { Query } from "../query-document";
import { type OpenPanel, Panel, type PanelHost } from "./panel";

/** What a query gives; the panel comes back after a reload with its last rows. */
export const rowsPanel = new Panel<Query, RowsViewState, FromRowsView, ToRowsView>({
  view: "rows",
  title: "Query Results",
  listensTo: ["ready", "cancel", "save"],
  start: (blox, panel, kept) => new RowsHost(blox, panel, kept?.result),
});

class RowsHost implements PanelHost<Query, FromRowsView> {
  private running: CancellationTokenSource | undefined;
  private latest: ToRowsView | undefined;

  constructor(
    private readonly blox: Blox,
    private readonly panel: OpenPanel<ToRowsView>,
    /** What is shown while a query runs, and where it is cancelled. */
    private result: QueryResult | undefined,
  ) {}

  async show(query: Query) {
    this.running?.cancel();
    const running = new CancellationTokenSource();
    this.running = running;
    this.tell({ type: "running", ...query });
    const outcome = await this.run(query, running);
    running.dispose();
    if (this.running !== running) return;
    this.running = undefined;
    if (outcome.type === "rows") this.result = outcome.result;
    if (outcome.type === "failed") this.result = undefined;
    this.tell(outcome);
  }

  receive(message: FromRowsView): void | Promise<void> {
    switch (message.type) {
      case "ready":
        return this.setUp();
      case "cancel":
        return this.running?.cancel();
      case "save":
        return save(message.csv);
    }
  }

  dispose() {
    this.running?.cancel();
    this.running = undefined;
  }

  /** Everything that a view needs to show again what there is. */
  private setUp() {
    if (this.result) this.panel.post({ type: "rows", result: this.result });
    if (this.latest && this.latest.type !== "rows") this.panel.post(this.latest);
  }

  private tell(message: ToRowsView) {
    this.latest = message;
    this.panel.post(message);
  }

  private async run(query: Query, { token }: CancellationTokenSource): Promise<ToRowsView> {
    try {
      const answer = await ask(this.blox.client, queryBenchmark, query, token);
      if (token.isCancellationRequested) return { type: "cancelled" };
      if (isRefusal(answer)) return { type: "failed", message: answer.refusal };
      return { type: "rows", result: answer };
    } catch (error) {
      if (token.isCancellationRequested) return { type: "cancelled" };
      return { type: "failed", message: error instanceof Error ? error.message : `${error}` };
    }
  }
}

/** Where a file cannot be written, the rows stay on screen: the editor says why. */
async function save(csv: string) {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  const file = await window.showSaveDialog({
    title: "Save Rows as CSV",
    filters: { CSV: ["csv"] },
    ...(folder && { defaultUri: Uri.joinPath(folder, "query-results.csv") }),
  });
  if (!file) return;
  try {
    await workspace.fs.writeFile(file, new TextEncoder().encode(csv));
    window.setStatusBarMessage("Blox: rows saved", 3000);
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    await window.showErrorMessage(`The rows could not be saved: ${reason}`);
  }
}
