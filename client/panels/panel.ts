import { Uri, ViewColumn, type WebviewPanel, window } from "vscode";
import { build, open, seal } from "../../server/messages";
import type { Blox } from "../blox";
import { viewHtml, viewOptions } from "./view-html";

/** A kind of panel: a view, what the view may say, and what the editor's side does about it. */
export interface PanelType<Target, State, From extends Message, To extends Message> {
  /** Names its bundle and its style sheet; its view type is `blox.VIEW`. */
  readonly view: string;
  readonly title: string;
  /** The messages of the view that are listened to. */
  readonly listensTo: readonly From["type"][];
  /** What an open panel does; after a reload, from what its view has kept. */
  start(blox: Blox, panel: OpenPanel<To>, kept?: State): PanelHost<Target, From>;
}

/** A panel as what happens in it sees it. */
export interface OpenPanel<To> {
  post(message: To): void;
  /** Takes a step of the panel's own accord; where it fails, the view is told why. */
  attempt(step: () => void | Promise<void>): Promise<void>;
  readonly tab: Pick<WebviewPanel, "title" | "visible" | "onDidChangeViewState">;
}

/** What a panel does while it is open. Where a step of it fails, the view is told why. */
export interface PanelHost<Target, From> {
  /** It is opened, or opened again for something else. */
  show(target: Target): void | Promise<void>;
  receive(message: From): void | Promise<void>;
  dispose(): void;
}

interface Current<Target, From> {
  readonly panel: WebviewPanel;
  readonly host: PanelHost<Target, From>;
}

interface Message {
  readonly type: string;
}

/** Every view shows it. */
interface Failure {
  readonly type: "failed";
  readonly message: string;
}

/** A panel of which there is at most one: it opens beside the editor and leaves the focus there. */
export class Panel<Target, State, From extends Message, To extends Message> {
  private current: Current<Target, From> | undefined;

  constructor(private readonly type: PanelType<Target, State, From, To>) {}

  show(blox: Blox, target: Target) {
    const { panel, host } = this.current ?? this.start(blox, this.newPanel(blox));
    void attempt(panel, () => host.show(target));
    panel.reveal(undefined, true);
  }

  /** Brings the panel back after the window was reloaded, with what this build's view has kept. */
  restoreIn(blox: Blox) {
    const registration = window.registerWebviewPanelSerializer(this.viewType, {
      deserializeWebviewPanel: async (
        panel,
        state: (State & { readonly build: string }) | undefined,
      ) => {
        panel.webview.options = viewOptions(blox.context.extensionUri);
        this.start(blox, panel, state?.build === build ? state : undefined);
      },
    });
    blox.context.subscriptions.push(registration);
  }

  private get viewType(): string {
    return `blox.${this.type.view}`;
  }

  private newPanel({ context }: Blox): WebviewPanel {
    return window.createWebviewPanel(
      this.viewType,
      this.type.title,
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      viewOptions(context.extensionUri),
    );
  }

  private start(blox: Blox, panel: WebviewPanel, kept?: State) {
    const { extensionUri } = blox.context;
    const { view, listensTo } = this.type;
    const post = (message: To) => void panel.webview.postMessage(seal(message));
    const own: OpenPanel<To> = { post, tab: panel, attempt: (step) => attempt(panel, step) };
    const host = this.type.start(blox, own, kept);
    this.current = { panel, host };
    panel.iconPath = Uri.joinPath(extensionUri, "client", "icons", "blox.svg");
    panel.webview.onDidReceiveMessage((data: unknown) => {
      const message = open<From>(data, listensTo);
      if (message) void attempt(panel, () => host.receive(message));
    });
    panel.onDidDispose(() => {
      host.dispose();
      this.current = undefined;
    });
    panel.webview.html = viewHtml(panel.webview, extensionUri, view);
    return this.current;
  }
}

async function attempt({ webview }: WebviewPanel, step: () => void | Promise<void>) {
  try {
    await step();
  } catch (error) {
    const message = error instanceof Error ? error.message : `${error}`;
    const failure: Failure = { type: "failed", message };
    await webview.postMessage(seal(failure));
  }
}
