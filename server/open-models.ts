import type { TextDocuments } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { NamedFile } from "./features/linked-symbols";
import { FileStore } from "./file-store";
import { addressOf } from "./model/file-address";
import { analyse, type Model } from "./model/model";
import type { WorkspaceFiles } from "./workspace-files";

/**
 * The models of the open documents, one a version, made anew where an imported file is another one now.
 * Files are read at the first need, and again whenever a document is opened, saved or closed.
 */
export class OpenModels {
  private readonly models = new WeakMap<TextDocument, Model>();
  private readonly open = new Map<string, TextDocument>();
  private readonly store: FileStore;
  private rereading: Promise<void> = Promise.resolve();
  private isRereadWaiting = false;

  /** `changed` is called when models are others although the texts of their documents are not. */
  constructor(
    private readonly documents: TextDocuments<TextDocument>,
    files: WorkspaceFiles,
    private readonly changed: () => void,
  ) {
    this.store = new FileStore(files, (address) => this.open.get(address));
    documents.onDidOpen(({ document }) => {
      this.open.set(addressOf(document.uri), document);
      this.reread();
    });
    documents.onDidClose(({ document }) => {
      this.open.delete(addressOf(document.uri));
      this.reread();
    });
    documents.onDidSave(() => this.reread());
    documents.onDidChangeContent(() => this.noticeImports());
  }

  /** The model of a document's present version, with the imported files that are known by now. */
  of(uri: string): Model | undefined {
    const document = this.documents.get(uri);
    if (!document) return undefined;
    const known = this.models.get(document);
    if (known?.version === document.version && this.isCurrent(known)) return known;
    const model = analyse(document, this.store);
    this.models.set(document, model);
    const waiting = unread(model);
    if (waiting.length > 0) void this.store.load(waiting).then(this.changed);
    return model;
  }

  /** The same once every file is read that it imports. */
  async whole(uri: string): Promise<Model | undefined> {
    for (let round = 0; round < mostRounds; round++) {
      const model = this.of(uri);
      const waiting = model ? unread(model) : [];
      if (waiting.length === 0) return model;
      await this.store.load(waiting);
    }
    return this.of(uri);
  }

  all(): Model[] {
    return this.documents.all().flatMap(({ uri }) => this.of(uri) ?? []);
  }

  /** The open documents, and what a model imports. */
  filesAround({ imported }: Model): NamedFile[] {
    return [...this.all(), ...imported.files.filter(({ uri }) => !this.isOpen(uri))];
  }

  /** The same, and all files of the workspace as they are at this moment. */
  async filesEverywhere(model: Model): Promise<NamedFile[]> {
    const closed = await this.store.closedFilesNow();
    const around = this.filesAround(model);
    const present = new Set(around.map(({ document }) => document.uri));
    return [...around, ...closed.filter(({ uri }) => !this.isOpen(uri) && !present.has(uri))];
  }

  /** The open documents and the files of the workspace. */
  async workspace(): Promise<NamedFile[]> {
    const closed = await this.store.closedFiles();
    return [...this.all(), ...closed.filter(({ uri }) => !this.isOpen(uri))];
  }

  /** The addresses of the workspace's `.blox` files. */
  addresses(): Promise<readonly string[]> {
    return this.store.addresses();
  }

  private isOpen(uri: string): boolean {
    return this.open.has(addressOf(uri));
  }

  private isCurrent({ imported: { asked } }: Model): boolean {
    for (const [address, found] of asked) if (this.store.at(address) !== found) return false;
    return true;
  }

  /** Tells of models that have become others by what was typed in a document that they import. */
  private noticeImports(): void {
    const isOther = this.documents.all().some((document) => {
      const known = this.models.get(document);
      return known?.version === document.version && !this.isCurrent(known);
    });
    if (isOther) this.changed();
  }

  /** Whoever saved or closed may have changed files elsewhere too. Several at once are one. */
  private reread(): void {
    this.noticeImports();
    if (this.isRereadWaiting) return;
    this.isRereadWaiting = true;
    this.rereading = this.rereading.then(async () => {
      this.isRereadWaiting = false;
      const used = new Set(this.all().flatMap(({ imported }) => [...imported.asked.keys()]));
      if (await this.store.refresh(used)) this.changed();
    });
  }
}

/** What is imported may import, and may be changed while it is read. */
const mostRounds = 5;

function unread({ imported: { asked } }: Model): string[] {
  return Array.from(asked).flatMap(([address, found]) => (found === undefined ? address : []));
}
