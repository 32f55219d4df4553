import {
  type ClientCapabilities,
  type Connection,
  type DiagnosticOptions,
  DiagnosticRefreshRequest,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type TextDocuments,
} from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Benchmarks } from "./benchmarks";
import { diagnostics } from "./features/diagnostics";
import type { Model } from "./model/model";
import { problemsOf } from "./requirements";

/** What the publisher reads; the connection keeps it. */
export interface DiagnosticsSource {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly modelOf: (uri: string) => Model | undefined;
  /** The same once what it imports is read. */
  readonly wholeModelOf: (uri: string) => Promise<Model | undefined>;
  /** Loads them at the first call. */
  readonly benchmarks: () => Promise<Benchmarks>;
}

/**
 * Brings the problems of each document to the editor, in one of two ways and never in both: an editor
 * that can ask is answered and told when to ask again, any other is told after every change. Nobody
 * waits for the benchmarks: what needs numbers follows once they are there.
 */
export class DiagnosticsPublisher {
  private isAsked = false;
  private canBeToldToAsk = false;
  private pages: string | undefined;
  private loading: Promise<void> | undefined;
  private loaded: Benchmarks | undefined;
  /** Counts what changed the problems of documents that did not change themselves. */
  private round = 0;
  private readonly reports = new WeakMap<Model, { readonly round: number; readonly id: string }>();
  private reportCount = 0;

  constructor(private readonly source: DiagnosticsSource) {
    const { connection, documents } = source;
    documents.onDidChangeContent(({ document }) => this.push(document));
    documents.onDidClose(({ document: { uri } }) => {
      if (!this.isAsked) void connection.sendDiagnostics({ uri, diagnostics: [] });
    });
  }

  /** Decides which way, and gives what to announce for it. */
  start(client: ClientCapabilities, pages?: string): DiagnosticOptions | undefined {
    this.pages = pages;
    this.isAsked = client.textDocument?.diagnostic !== undefined;
    this.canBeToldToAsk = client.workspace?.diagnostics?.refreshSupport === true;
    if (!this.isAsked) return undefined;
    const { connection } = this.source;
    connection.languages.diagnostics.on(({ textDocument, previousResultId }) =>
      this.report(textDocument.uri, previousResultId),
    );
    return { interFileDependencies: true, workspaceDiagnostics: false };
  }

  /** To be called when the problems of open documents may be others although their texts are not. */
  refresh(): void {
    this.round++;
    if (!this.isAsked) for (const document of this.source.documents.all()) this.push(document);
    else if (this.canBeToldToAsk) {
      // An editor that is closing down refuses, and then nobody is left to be told.
      this.source.connection.sendRequest(DiagnosticRefreshRequest.type).catch(() => {});
    }
  }

  /** To be called when the benchmarks are others. */
  benchmarksChanged(): void {
    if (!this.loading) return;
    this.loading = this.load();
  }

  private push({ uri }: TextDocument): void {
    const model = this.isAsked ? undefined : this.source.modelOf(uri);
    if (!model) return;
    const { version } = model;
    void this.source.connection.sendDiagnostics({
      uri,
      version,
      diagnostics: this.diagnosticsOf(model),
    });
    void this.loadFor(model);
  }

  private async report(uri: string, previous?: string): Promise<DocumentDiagnosticReport> {
    // Who can be told to ask again need not wait.
    if (!this.canBeToldToAsk) await this.source.wholeModelOf(uri);
    const waiting = this.source.modelOf(uri);
    const loading = waiting && this.loadFor(waiting);
    if (loading && !this.canBeToldToAsk) await loading;
    const model = this.source.modelOf(uri);
    if (!model) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const resultId = this.idOf(model);
    return resultId === previous
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId, items: this.diagnosticsOf(model) };
  }

  /** The version, and a number that tells apart what was reported for one version at different times. */
  private idOf(model: Model): string {
    const known = this.reports.get(model);
    if (known?.round === this.round) return known.id;
    this.reportCount++;
    const id = `${model.version}.${this.reportCount}`;
    this.reports.set(model, { round: this.round, id });
    return id;
  }

  private diagnosticsOf(model: Model) {
    const problems = this.loaded ? problemsOf(model, this.loaded) : model.problems;
    return diagnostics(model, problems, this.pages);
  }

  /** Loads the benchmarks where a document needs them and they are not there yet. */
  private loadFor(model: Model): Promise<void> | undefined {
    if (this.loaded || !needsNumbers(model)) return undefined;
    this.loading ??= this.load();
    return this.loading;
  }

  private async load(): Promise<void> {
    this.loaded = await this.source.benchmarks();
    this.refresh();
  }
}

function needsNumbers({ file, networks }: Model): boolean {
  return (
    file.declarations.some(({ kind }) => kind === "search") ||
    networks.some(({ declaration }) => declaration.requirements.length > 0)
  );
}
