import {
  CancellationTokenSource,
  type Disposable,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import {
  applyNetwork,
  cloud,
  type DeclaredSearch,
  type FromSearchView,
  interruptedSearch,
  type NetworkAddress,
  type NetworkHere,
  networkText,
  resumeSearch,
  type SearchProgress,
  type SearchProgressNotification,
  type SearchResult,
  type SearchSpec,
  type SearchViewState,
  type SpaceAddress,
  search,
  searchProgress,
  searchSetup,
  type ToSearchView,
  traceText,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { applyDocumentEdit, insertNetworkText } from "../document-edits";
import { saveTrace } from "../saved-trace";
import { type OpenPanel, Panel, type PanelHost } from "./panel";

const usualSpace: SpaceAddress = { space: "blox" };
const usualTitle = "Architecture Search";

/** What the panel is opened for: a network, where there is one, or a search that is written, to run at once. */
export type SearchTarget =
  | { readonly network: NetworkHere | undefined }
  | { readonly declared: DeclaredSearch };

/** Architecture searches; the panel comes back with its last result, or offers to resume what was interrupted. */
export const searchPanel = new Panel<SearchTarget, SearchViewState, FromSearchView, ToSearchView>({
  view: "search",
  title: usualTitle,
  listensTo: ["ready", "run", "cancel", "resume", "saveTrace", "insert", "apply"],
  start: (blox, panel, kept) => new SearchHost(blox, panel, kept),
});

/** Owns the search and its result; the view only shows them. */
class SearchHost implements PanelHost<SearchTarget, FromSearchView> {
  private static lastId = 0;

  private running: CancellationTokenSource | undefined;
  private spec: SearchSpec | undefined;
  private space: SpaceAddress;
  /** Whether a view is there that has been set up. */
  private isReady = false;
  /** A search that the view's form has not been filled in with yet. */
  private declared: SearchSpec | undefined;
  private progress: SearchProgress | undefined;
  private target: NetworkAddress | undefined;
  private result: SearchResult | undefined;
  /** The name of the trace of the last search. */
  private trace: string | undefined;
  /** What was running when the last view was seen, until it runs again or another search does. */
  private interrupted: SearchSpec | undefined;
  /** A server that is started again knows how far its predecessor had come. */
  private readonly following: Disposable;

  constructor(
    private readonly blox: Blox,
    private readonly panel: OpenPanel<ToSearchView>,
    kept: Partial<SearchViewState> = {},
  ) {
    this.target = kept.target;
    this.result = kept.result;
    this.trace = kept.trace;
    this.interrupted = kept.running;
    const shown = kept.running ?? kept.result?.spec;
    this.space = shown ? spaceOf(shown) : usualSpace;
    // A panel in the background has no view, and its next one asks for everything.
    panel.tab.onDidChangeViewState(() => {
      this.isReady &&= panel.tab.visible;
    });
    this.following = blox.client.onDidChangeState(() => {
      if (blox.client.isRunning() && this.isReady) void panel.attempt(() => this.offerToResume());
    });
  }

  async show(opened: SearchTarget) {
    if ("declared" in opened) {
      const { spec, target } = opened.declared;
      this.target = target;
      this.postTarget();
      await this.runDeclared(spec);
      return;
    }
    const { network } = opened;
    this.target = network ?? this.target;
    this.postTarget();
    // A search that is running goes on in its own space.
    if (network && !this.running) await this.moveTo({ space: network.space, uri: network.uri });
  }

  dispose() {
    this.running?.cancel();
    this.following.dispose();
  }

  private postTarget() {
    this.post({ type: "target", ...(this.target && { target: this.target }) });
  }

  private post(message: ToSearchView) {
    this.panel.post(message);
  }

  receive(message: FromSearchView): void | Promise<void> {
    switch (message.type) {
      case "ready":
        return this.setUp();
      case "run":
        return this.run(this.inItsDocument(message.spec));
      case "cancel":
        return this.running?.cancel();
      case "resume":
        return this.resume();
      case "saveTrace":
        return this.saveTrace();
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
    if (this.running && this.spec && this.trace !== undefined) {
      this.post({ type: "started", spec: this.spec, trace: this.trace });
      if (this.progress) this.post({ type: "progress", progress: this.progress });
    } else {
      if (this.result) this.post({ type: "result", result: this.result });
      await this.offerToResume();
    }
  }

  /** What was interrupted, where its trace is there still. */
  private async offerToResume() {
    const { trace, interrupted } = this;
    if (!interrupted || trace === undefined) return;
    const found = await ask(this.blox.client, interruptedSearch, { trace });
    if (this.running || this.trace !== trace) return;
    if (found) this.post({ type: "interrupted", spec: interrupted, ...found });
    else this.interrupted = undefined;
  }

  private async resume() {
    if (this.interrupted && this.trace !== undefined)
      await this.run(this.interrupted, { resumed: this.trace });
  }

  private async saveTrace() {
    if (this.trace === undefined) return;
    const answer = await ask(this.blox.client, traceText, { trace: this.trace });
    if (isRefusal(answer)) this.post({ type: "failed", message: answer.refusal });
    else await saveTrace(this.blox, answer.text, this.spec?.uri ?? this.target?.uri);
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
    if (address.space !== space) {
      this.result = undefined;
      this.interrupted = undefined;
    }
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

  private async run(spec: SearchSpec, { resumed }: { readonly resumed?: string } = {}) {
    this.running?.cancel();
    const running = new CancellationTokenSource();
    this.running = running;
    this.spec = spec;
    this.panel.tab.title = spec.name ? `Search ${spec.name}` : usualTitle;
    this.progress = undefined;
    this.interrupted = undefined;
    const trace = resumed ?? `${crypto.randomUUID()}.blox-trace`;
    this.trace = trace;
    SearchHost.lastId += 1;
    const id = SearchHost.lastId;
    const { client } = this.blox;
    const listening = client.onNotification(
      searchProgress.method,
      (notification: SearchProgressNotification) => {
        if (notification.id === id) this.advance(notification.progress);
      },
    );
    if (this.isReady) this.fillIn();
    this.post({ type: "started", spec, trace });
    const request = resumed === undefined ? search : resumeSearch;
    try {
      const result = await ask(client, request, { id, spec, trace }, running.token);
      if (this.running !== running) return;
      this.result = result;
      this.post({ type: "result", result });
      // What runs the searches may have broken off; the trace goes as far as it came.
      if (result.outcome === "refused") this.interrupted = spec;
    } catch (error) {
      // The server has gone, and is started again.
      if (this.running === running) this.interrupted = spec;
      throw error;
    } finally {
      listening.dispose();
      running.dispose();
      if (this.running === running) this.running = undefined;
    }
    await this.offerToResume();
  }

  /** A view names the space alone: which document declares it is known here. */
  private inItsDocument(spec: SearchSpec): SearchSpec {
    return spec.space === this.space.space ? { ...spec, ...this.space } : spec;
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
