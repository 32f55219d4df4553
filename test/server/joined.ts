import { resolve } from "node:path";
import { PassThrough, type Readable, type Writable } from "node:stream";
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  type ServerCapabilities,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { serve } from "../../server/connection";
import type { Platform } from "../../server/platform";
import { nodePlatform } from "../../server/platform-node";

export const serverFolder = resolve(import.meta.dirname, "../../server");

/** An editor's end of a connection to the real server. */
export class Editor {
  private readonly waiting = new Map<string, (diagnostics: Diagnostic[]) => void>();
  private readonly watching: (() => void)[] = [];
  private readonly latest = new Map<string, Diagnostic[]>();
  private version = 0;

  private constructor(
    readonly connection: ProtocolConnection,
    /** What the server announced. */
    readonly announced: ServerCapabilities,
  ) {
    connection.onNotification(PublishDiagnosticsNotification.type, (parameters) => {
      this.receive(parameters);
    });
  }

  /** Client and server in this process, joined in memory. */
  static start(
    platform: Platform = nodePlatform(serverFolder),
    abilities: Partial<InitializeParams> = {},
  ): Promise<Editor> {
    const [up, down] = [new PassThrough(), new PassThrough()];
    serve(createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)), platform);
    return Editor.over(down, up, abilities);
  }

  /** At the other end of two streams is a server. */
  static async over(
    from: Readable,
    to: Writable,
    abilities: Partial<InitializeParams> = {},
  ): Promise<Editor> {
    const connection = createProtocolConnection(
      new StreamMessageReader(from),
      new StreamMessageWriter(to),
    );
    connection.listen();
    const nothing: InitializeParams = { processId: null, rootUri: null, capabilities: {} };
    const parameters = { ...nothing, ...abilities };
    const { capabilities } = await connection.sendRequest<InitializeResult>(
      "initialize",
      parameters,
    );
    await connection.sendNotification("initialized", {});
    return new Editor(connection, capabilities);
  }

  /** Opens a document; its diagnostics when they come. */
  open(uri: string, text: string): Promise<Diagnostic[]> {
    this.version = 1;
    const textDocument = { uri, languageId: "blox", version: this.version, text };
    return this.changed(uri, "textDocument/didOpen", { textDocument });
  }

  /** Types at a position; the diagnostics of that version when they come. */
  type(uri: string, line: number, character: number, text: string): Promise<Diagnostic[]> {
    return this.edit(uri, { line, character }, { line, character }, text);
  }

  /** Takes so many characters away from a position on; the diagnostics of that version when they come. */
  erase(uri: string, line: number, character: number, count: number): Promise<Diagnostic[]> {
    return this.edit(uri, { line, character }, { line, character: character + count }, "");
  }

  /** The diagnostics of a document once they are as expected, now or after what is still under way. */
  published(uri: string, isExpected: (diagnostics: Diagnostic[]) => boolean) {
    return new Promise<Diagnostic[]>((resolve) => {
      const look = () => {
        const diagnostics = this.latest.get(uri);
        if (diagnostics && isExpected(diagnostics)) resolve(diagnostics);
      };
      this.watching.push(look);
      look();
    });
  }

  async close() {
    await this.connection.sendRequest("shutdown");
    this.connection.dispose();
  }

  private edit(uri: string, start: Position, end: Position, text: string): Promise<Diagnostic[]> {
    this.version += 1;
    return this.changed(uri, "textDocument/didChange", {
      textDocument: { uri, version: this.version },
      contentChanges: [{ range: { start, end }, text }],
    });
  }

  private changed(uri: string, method: string, parameters: object): Promise<Diagnostic[]> {
    const answer = new Promise<Diagnostic[]>((resolve) => {
      this.waiting.set(`${uri}#${this.version}`, resolve);
    });
    void this.connection.sendNotification(method, parameters);
    return answer;
  }

  private receive({ uri, version, diagnostics }: PublishDiagnosticsParams) {
    this.latest.set(uri, diagnostics);
    for (const look of this.watching) look();
    const key = `${uri}#${version}`;
    this.waiting.get(key)?.(diagnostics);
    this.waiting.delete(key);
  }
}
