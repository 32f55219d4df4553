import {
  CancellationTokenSource,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import {
  applyNetwork,
  build,
  cloud,
  type FromSearchView,
  type NetworkAddress,
  networkText,
  open,
  type SearchProgress,
  type SearchProgressNotification,
  type SearchResult,
  type SearchSpec,
  type SearchViewState,
  seal,
  search,
  searchProgress,
  searchSetup,
  type ToSearchView,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { applyDocumentEdit, insertNetworkText } from "../document-edits";
import { viewHtml, viewOptions } from "./view-html";

const viewType = "blox.search";
const space = "blox";

/** The search panel's host: it owns the search and its result, the view only shows them. */
export class SearchPanel {
  private static current: SearchPanel | undefined;

  static show(blox: Blox, target: NetworkAddress | undefined) {
    if (SearchPanel.current) return SearchPanel.current.reveal(target);
    const panel = window.createWebviewPanel(
      viewType,
      "Architecture Search",
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      viewOptions(blox.context.extensionUri),
    );
    SearchPanel.current = new SearchPanel(blox, panel, target);
  }

  /** Brings the panel back after the window was reloaded, with its last result. */
  static restoreIn(blox: Blox) {
    const registration = window.registerWebviewPanelSerializer(viewType, {
      async deserializeWebviewPanel(panel, state: SearchViewState | undefined) {
        panel.webview.options = viewOptions(blox.context.extensionUri);
        const kept = state?.build === build ? state : undefined;
        SearchPanel.current = new SearchPanel(blox, panel, kept?.target, kept?.result);
      },
    });
    blox.context.subscriptions.push(registration);
  }

  private static lastId = 0;

  private running: CancellationTokenSource | undefined;
  private spec: SearchSpec | undefined;
  private progress: SearchProgress | undefined;

  private constructor(
    private readonly blox: Blox,
    private readonly panel: WebviewPanel,
    private target: NetworkAddress | undefined,
    private result?: SearchResult,
  ) {
    const { extensionUri } = blox.context;
    panel.iconPath = Uri.joinPath(extensionUri, "client", "icons", "blox.svg");
    panel.webview.onDidReceiveMessage((data: unknown) => {
      const message = open<FromSearchView>(data, ["ready", "run", "cancel", "insert", "apply"]);
      if (message) void this.receive(message);
    });
    panel.onDidDispose(() => {
      this.running?.cancel();
      SearchPanel.current = undefined;
    });
    panel.webview.html = viewHtml(panel.webview, extensionUri, "search");
  }

  private reveal(target: NetworkAddress | undefined) {
    this.target = target ?? this.target;
    this.post({ type: "target", ...(this.target && { target: this.target }) });
    this.panel.reveal(undefined, true);
  }

  private post(message: ToSearchView) {
    void this.panel.webview.postMessage(seal(message));
  }

  private async receive(message: FromSearchView) {
    try {
      switch (message.type) {
        case "ready":
          return await this.setUp();
        case "run":
          return await this.run(message.spec);
        case "cancel":
          return this.running?.cancel();
        case "insert":
          return await this.insert(message.index);
        case "apply":
          return await this.apply(message.index);
      }
    } catch (error) {
      this.post({ type: "failed", message: error instanceof Error ? error.message : `${error}` });
    }
  }

  /** Everything that a view needs to show again what there is. */
  private async setUp() {
    const { client } = this.blox;
    const setup = await ask(client, searchSetup, { space });
    this.post({ type: "setup", setup, ...(this.target && { target: this.target }) });
    this.post({ type: "cloud", cloud: await ask(client, cloud, { space }) });
    if (this.running && this.spec) {
      this.post({ type: "started", spec: this.spec });
      if (this.progress) this.post({ type: "progress", progress: this.progress });
    } else if (this.result) {
      this.post({ type: "result", result: this.result });
    }
  }

  private async run(spec: SearchSpec) {
    this.running?.cancel();
    const running = new CancellationTokenSource();
    this.running = running;
    this.spec = spec;
    this.progress = undefined;
    SearchPanel.lastId += 1;
    const id = SearchPanel.lastId;
    const { client } = this.blox;
    const listening = client.onNotification(
      searchProgress.method,
      (notification: SearchProgressNotification) => {
        if (notification.id === id) this.advance(notification.progress);
      },
    );
    this.post({ type: "started", spec });
    try {
      const result = await ask(client, search, { id, spec }, running.token);
      if (this.running !== running) return;
      this.result = result;
      this.post({ type: "result", result });
    } finally {
      listening.dispose();
      running.dispose();
      if (this.running === running) this.running = undefined;
    }
  }

  private advance(progress: SearchProgress) {
    this.post({ type: "progress", progress });
    // A view that comes back is told of all networks evaluated so far.
    const evaluated = [...(this.progress?.evaluated ?? []), ...progress.evaluated];
    this.progress = { ...progress, evaluated };
  }

  private async apply(index: number) {
    if (!this.target) return;
    const answer = await ask(this.blox.client, applyNetwork, { ...this.target, index });
    if (isRefusal(answer)) this.post({ type: "failed", message: answer.refusal });
    else await applyDocumentEdit(answer);
  }

  /** Into the target's document, or the visible `.blox` file, or a new one. */
  private async insert(index: number) {
    const visible = window.visibleTextEditors.map(({ document }) => document);
    const known = this.target
      ? await workspace.openTextDocument(Uri.parse(this.target.uri))
      : visible.find(({ languageId }) => languageId === "blox");
    const document = known ?? (await workspace.openTextDocument({ language: "blox" }));
    const uri = document.uri.toString();
    if (!known) await window.showTextDocument(document, ViewColumn.One);
    const { text } = await ask(this.blox.client, networkText, { space, index, uri });
    await insertNetworkText(document, text);
  }
}
