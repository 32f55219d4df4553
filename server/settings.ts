import {
  type ClientCapabilities,
  type Connection,
  DidChangeConfigurationNotification,
} from "vscode-languageserver";

/** What the user has chosen in the editor, read at the first need and again once it has changed. */
export class Settings {
  private reading: Promise<boolean> | undefined;
  private client: ClientCapabilities = {};

  constructor(private readonly connection: Connection) {}

  start(client: ClientCapabilities): void {
    this.client = client;
    this.connection.onDidChangeConfiguration(() => {
      this.reading = undefined;
      if (client.workspace?.inlayHint?.refreshSupport) {
        void this.connection.languages.inlayHint.refresh();
      }
    });
  }

  /** Asks to be told of changes; once the editor is ready for requests. */
  follow(): void {
    if (!this.client.workspace?.didChangeConfiguration?.dynamicRegistration) return;
    const { type } = DidChangeConfigurationNotification;
    void this.connection.client.register(type, { section: "blox" });
  }

  /** `blox.inlayHints.enabled`; on in an editor that has no settings. */
  inlayHintsEnabled(): Promise<boolean> {
    if (!this.client.workspace?.configuration) return Promise.resolve(true);
    this.reading ??= this.connection.workspace
      .getConfiguration("blox.inlayHints.enabled")
      .then((enabled: unknown) => enabled !== false);
    return this.reading;
  }
}
