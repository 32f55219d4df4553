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
  /** What an open panel does, from what it is to show; after a reload, from what its view has kept. */
  start(
    blox: Blox,
    post: (message: To | Failure) => void,
    from: { readonly target?: Target | undefined; readonly kept?: State },
  ): PanelHost<Target, From>;
}

/** What a panel does while it is open. */
export interface PanelHost<Target, From> {
  /** It is opened again, for something else. */
  show(target: Target): void;
  /** Where this fails, the view is told why. */
  receive(message: From): void | Promise<void>;
  dispose(): void;
}

interface Message {
  readonly type: string;
}

interface Failure {
  readonly type: "failed";
  readonly message: string;
}

/** A panel of which there is at most one: it opens beside the editor and leaves the focus there. */
export class Panel<Target, State, From extends Message, To extends Message> {
  private current:
    | { readonly panel: WebviewPanel; readonly host: PanelHost<Target, From> }
    | undefined;

  constructor(private readonly type: PanelType<Target, State, From, To>) {}

  show(blox: Blox, target: Target) {
    if (this.current) {
      this.current.host.show(target);
      this.current.panel.reveal(undefined, true);
      return;
    }
    const panel = window.createWebviewPanel(
      this.viewType,
      this.type.title,
      { viewColumn: ViewColumn.Beside, preserveFocus: true },
      viewOptions(blox.context.extensionUri),
    );
    this.start(blox, panel, { target });
  }

  /** Brings the panel back after the window was reloaded, with what this build's view has kept. */
  restoreIn(blox: Blox) {
    const registration = window.registerWebviewPanelSerializer(this.viewType, {
      deserializeWebviewPanel: async (
        panel,
        state: (State & { readonly build: string }) | undefined,
      ) => {
        panel.webview.options = viewOptions(blox.context.extensionUri);
        this.start(blox, panel, state?.build === build ? { kept: state } : {});
      },
    });
    blox.context.subscriptions.push(registration);
  }

  private get viewType(): string {
    return `blox.${this.type.view}`;
  }

  private start(
    blox: Blox,
    panel: WebviewPanel,
    from: { readonly target?: Target; readonly kept?: State },
  ) {
    const { extensionUri } = blox.context;
    const { view, listensTo } = this.type;
    const post = (message: To | Failure) => void panel.webview.postMessage(seal(message));
    const host = this.type.start(blox, post, from);
    this.current = { panel, host };
    panel.iconPath = Uri.joinPath(extensionUri, "client", "icons", "blox.svg");
    panel.webview.onDidReceiveMessage(async (data: unknown) => {
      const message = open<From>(data, listensTo);
      if (!message) return;
      try {
        await host.receive(message);
      } catch (error) {
        post({ type: "failed", message: error instanceof Error ? error.message : `${error}` });
      }
    });
    panel.onDidDispose(() => {
      host.dispose();
      this.current = undefined;
    });
    panel.webview.html = viewHtml(panel.webview, extensionUri, view);
  }
}
