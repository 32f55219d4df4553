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
  type DeclaredSearch,
  type FromSearchView,
  type NetworkAddress,
  type NetworkHere,
  networkText,
  open,
  type SearchProgress,
  type SearchProgressNotification,
  type SearchResult,
  type SearchSpec,
  type SearchViewState,
  type SpaceAddress,
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
const usualSpace: SpaceAddress = { space: "blox" };
const usualTitle = "Architecture Search";

/** The search panel's host: it owns the search and its result, the view only shows them. */
export class SearchPanel {
  private static current: SearchPanel | undefined;

  /** For a network, in its space. */
  static show(blox: Blox, target: NetworkHere | undefined) {
    SearchPanel.current ??= new SearchPanel(blox, newPanel(blox), target);
    const { current } = SearchPanel;
    current.reveal(target);
    const { space, uri } = target ?? {};
    // A search that is running goes on in its own space.
    if (space && uri && !current.running)
      void current.attempt(() => current.moveTo({ space, uri }));
  }

  /** Opens the panel filled in with what a search declares, and runs it at once. */
  static run(blox: Blox, { spec, target }: DeclaredSearch) {
    SearchPanel.current ??= new SearchPanel(blox, newPanel(blox), target);
    const { current } = SearchPanel;
    current.target = target;
    current.reveal(target);
    void current.attempt(() => current.runDeclared(spec));
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
  private space: SpaceAddress;
  /** Whether a view is there that has been set up. */
  private isReady = false;
  /** A search that the view's form has not been filled in with yet. */
  private declared: SearchSpec | undefined;
  private progress: SearchProgress | undefined;

  private constructor(
    private readonly blox: Blox,
    private readonly panel: WebviewPanel,
    private target: NetworkAddress | undefined,
    private result?: SearchResult | undefined,
  ) {
    this.space = result ? spaceOf(result.spec) : usualSpace;
    const { extensionUri } = blox.context;
    panel.iconPath = Uri.joinPath(extensionUri, "client", "icons", "blox.svg");
    panel.webview.onDidReceiveMessage((data: unknown) => {
      const message = open<FromSearchView>(data, ["ready", "run", "cancel", "insert", "apply"]);
      if (message) void this.attempt(() => this.receive(message));
    });
    // A panel in the background has no view, and its next one asks for everything.
    panel.onDidChangeViewState(() => {
      this.isReady &&= panel.visible;
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

  /** What goes wrong is said in the view. */
  private async attempt(step: () => unknown) {
    try {
      await step();
    } catch (error) {
      this.post({ type: "failed", message: error instanceof Error ? error.message : `${error}` });
    }
  }

  private receive(message: FromSearchView) {
    switch (message.type) {
      case "ready":
        return this.setUp();
      case "run":
        return this.run(message.spec);
      case "cancel":
        return this.running?.cancel();
      case "insert":
        return this.insert(message.index);
      case "apply":
        return this.apply(message.index);
    }
  }

  /** Everything that a view needs to show again what there is. */
  private async setUp() {
    const { client } = this.blox;
    const { space } = this;
    const setup = await ask(client, searchSetup, space);
    this.post({ type: "setup", setup, ...(this.target && { target: this.target }) });
    this.isReady = true;
    this.fillIn();
    this.post({ type: "cloud", cloud: await ask(client, cloud, space) });
    if (this.running && this.spec) {
      this.post({ type: "started", spec: this.spec });
      if (this.progress) this.post({ type: "progress", progress: this.progress });
    } else if (this.result) {
      this.post({ type: "result", result: this.result });
    }
  }

  private async runDeclared(spec: SearchSpec) {
    this.declared = spec;
    const moving = this.moveTo(spaceOf(spec));
    await Promise.all([this.run(spec), moving]);
  }

  /** Shows another space; what was found in the one before goes with it. */
  private async moveTo(address: SpaceAddress) {
    const { space, uri } = this.space;
    if (address.space === space && address.uri === uri) return;
    if (address.space !== space) this.result = undefined;
    this.space = address;
    if (!this.isReady) return;
    this.isReady = false;
    await this.setUp();
  }

  /** Once: what a person then changes in the form stays. */
  private fillIn() {
    if (!this.declared) return;
    this.post({ type: "declared", spec: this.declared });
    this.declared = undefined;
  }

  private async run(spec: SearchSpec) {
    this.running?.cancel();
    const running = new CancellationTokenSource();
    this.running = running;
    this.spec = spec;
    this.panel.title = spec.name ? `Search ${spec.name}` : usualTitle;
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
    if (this.isReady) this.fillIn();
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

  /** Into the document of the target or of the search, or the visible `.blox` file, or a new one. */
  private async insert(index: number) {
    const visible = window.visibleTextEditors.map(({ document }) => document);
    const home = this.target?.uri ?? this.spec?.uri;
    const known = home
      ? await workspace.openTextDocument(Uri.parse(home))
      : visible.find(({ languageId }) => languageId === "blox");
    const document = known ?? (await workspace.openTextDocument({ language: "blox" }));
    const uri = document.uri.toString();
    if (!known) await window.showTextDocument(document, ViewColumn.One);
    const { text } = await ask(this.blox.client, networkText, {
      space: this.space.space,
      index,
      uri,
    });
    await insertNetworkText(document, text);
  }
}

function spaceOf({ space, uri }: SearchSpec): SpaceAddress {
  return { space, ...(uri !== undefined && { uri }) };
}

function newPanel({ context }: Blox): WebviewPanel {
  return window.createWebviewPanel(
    viewType,
    usualTitle,
    { viewColumn: ViewColumn.Beside, preserveFocus: true },
    viewOptions(context.extensionUri),
  );
}
