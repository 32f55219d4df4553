import { type Disposable, workspace } from "vscode";

/**
 * Keeps up with what people type: refreshes at each change of a `.blox` document, whichever it is,
 * since a network may use blocks and spaces of others.
 */
export class DocumentFollower implements Disposable {
  private readonly listening: Disposable;
  private refreshing: Promise<void> | undefined;
  private isStale = false;

  constructor(private readonly refreshOnce: () => Promise<void>) {
    this.listening = workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === "blox") void this.refresh();
    });
  }

  /** One request at a time: changes that come meanwhile are answered by one more. */
  async refresh() {
    this.isStale = true;
    this.refreshing ??= this.catchUp().finally(() => {
      this.refreshing = undefined;
    });
    await this.refreshing;
  }

  dispose() {
    this.listening.dispose();
  }

  private async catchUp() {
    while (this.isStale) {
      this.isStale = false;
      await this.refreshOnce();
    }
  }
}
