import {
  type CancellationToken,
  CodeLensRefreshRequest,
  type Connection,
  type GenericRequestHandler,
  type InitializeResult,
  LSPErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { builtInSpaceText, findSpace } from "../data/built-in-spaces";
import type { Space } from "../data/space";
import { isDatasetFile } from "../grammar/dataset-file";
import { parse } from "../grammar/parser";
import { BenchmarkService } from "./benchmark-service";
import { ComparisonService } from "./comparison/comparison-service";
import { serveComparisonRequests } from "./comparison-requests";
import { declaredSearch, searchAt } from "./declared-search";
import { DiagnosticsPublisher } from "./diagnostics-publisher";
import { explanationOf } from "./explain-request";
import { exportFormats, exportNetwork } from "./export-request";
import {
  codeActionKinds,
  codeActions,
  deferredEdit,
  resolveCodeAction,
} from "./features/code-actions";
import { codeLenses, headlineData, resolveCodeLens } from "./features/code-lens";
import { completion, completionTriggers } from "./features/completion/completion";
import { resolveCompletion, trialOf } from "./features/completion/trial";
import { definition } from "./features/definition";
import { documentHighlights } from "./features/document-highlight";
import { documentSymbols } from "./features/document-symbols";
import { foldingRanges } from "./features/folding";
import {
  formatting,
  formattingTriggers,
  onTypeFormatting,
  rangeFormatting,
} from "./features/formatting";
import { hover } from "./features/hover";
import { importCompletion, isInImportPath } from "./features/import-completion";
import { importLinks } from "./features/import-links";
import { inlayHints } from "./features/inlay-hints";
import { linkedEditing } from "./features/linked-editing";
import { references } from "./features/references";
import { prepareRename, rename } from "./features/rename";
import { selectionRanges } from "./features/selection-range";
import { semanticTokens, semanticTokensLegend } from "./features/semantic-tokens";
import { signatureHelp, signatureTriggers } from "./features/signature-help";
import { workspaceSymbols } from "./features/workspace-symbols";
import { measureNetwork } from "./measure-request";
import { MeasureService } from "./measure-service";
import * as messages from "./messages";
import type { Model } from "./model/model";
import { networkGraph } from "./network-graph";
import * as networks from "./network-requests";
import { networkSkeleton } from "./network-skeleton";
import { OpenModels } from "./open-models";
import type { Platform } from "./platform";
import { QueryService } from "./queries/query-service";
import { serveSearchRequests } from "./search-requests";
import { type ReadCurves, SearchService } from "./searches/search-service";
import { Settings } from "./settings";
import { timingKit, timingKitNetwork } from "./timing-kit-request";
import { memoryTraces, type TraceStore } from "./traces/trace-store";
import { serveUserBenchmarks } from "./user-benchmark-requests";
import { UserBenchmarks } from "./user-benchmarks";
import { editorFiles } from "./workspace-files";

/** Answers an editor over a connection: keeps a model a document and routes each request to its feature. */
export function serve(connection: Connection, platform: Platform): void {
  const documents = new TextDocuments(TextDocument);
  const models = new OpenModels(documents, editorFiles(connection), () => publisher.refresh());
  const queries = new QueryService(platform);
  const measuring = new MeasureService(platform);
  const settings = new Settings(connection);

  const benchmarkService = new BenchmarkService(platform);
  const user = new UserBenchmarks(
    benchmarkService,
    () => {
      publisher.benchmarksChanged();
      if (canRefreshLenses)
        void connection.sendRequest(CodeLensRefreshRequest.type).catch(() => {});
      void connection.sendNotification(messages.benchmarksLoaded.method);
    },
    (problem) => connection.window.showWarningMessage(problem),
  );
  const validationCurves: ReadCurves = (space, observation) =>
    user.validationCurves(space, observation);
  const searches = new SearchService(platform, validationCurves);
  const comparisons = new ComparisonService(platform, validationCurves);
  const benchmarks = () => user.benchmarks();
  let canRefreshLenses = false;
  let traces: TraceStore = memoryTraces();

  const modelOf = (uri: string) => models.of(uri);
  const wholeModelOf = (uri: string) => models.whole(uri);

  /** A feature's answer on a document; `nothing` for one that is not open. */
  const answer = <Answer, Nothing>(
    { uri }: { readonly uri: string },
    nothing: Nothing,
    feature: (model: Model) => Answer,
  ): Answer | Nothing => {
    const model = modelOf(uri);
    return model ? feature(model) : nothing;
  };

  /** The same for a feature that looks into what the document imports. */
  const answerWhole = async <Answer, Nothing>(
    { uri }: { readonly uri: string },
    nothing: Nothing,
    feature: (model: Model) => Answer | Promise<Answer>,
  ): Promise<Answer | Nothing> => {
    const model = await wholeModelOf(uri);
    return model ? feature(model) : nothing;
  };

  const publisher = new DiagnosticsPublisher({
    connection,
    documents,
    modelOf,
    wholeModelOf,
    benchmarks,
  });
  let editsCanWait = false;
  connection.onInitialize(({ capabilities: client, initializationOptions }) => {
    const options: messages.InitializationOptions = initializationOptions ?? {};
    const diagnosticProvider = publisher.start(client, options.problemPages);
    const { dataSupport, resolveSupport } = client.textDocument?.codeAction ?? {};
    settings.start(client);
    user.start(options);
    if (options.traceFolder !== undefined) traces = platform.traces(options.traceFolder);
    canRefreshLenses = client.workspace?.codeLens?.refreshSupport === true;
    editsCanWait = dataSupport === true && resolveSupport?.properties.includes("edit") === true;
    return {
      capabilities: {
        ...capabilities.capabilities,
        ...(diagnosticProvider && { diagnosticProvider }),
      },
    };
  });
  // The parser is built when it first parses: better now than at the first keystroke.
  connection.onInitialized(() => {
    settings.follow();
    parse("");
  });

  connection.onHover(async ({ textDocument, position }) => {
    const known = await benchmarks();
    const curves = await user.curves();
    return answerWhole(
      textDocument,
      null,
      (model) => hover(model, position, known, curves) ?? null,
    );
  });
  connection.onCompletion(({ textDocument, position, context }) =>
    answerWhole(textDocument, [], async (model) =>
      isInImportPath(model, position)
        ? importCompletion(model, position, await models.addresses())
        : completion(model, position, await benchmarks(), context),
    ),
  );
  connection.onCompletionResolve(async (item) => {
    const known = await benchmarks();
    return resolveCompletion(item, await wholeModelOf(trialOf(item)?.uri ?? ""), known);
  });
  connection.onDocumentSymbol(({ textDocument }) => answer(textDocument, [], documentSymbols));
  connection.languages.inlayHint.on(async ({ textDocument, range }) => {
    if (!(await settings.inlayHintsEnabled())) return [];
    return answerWhole(textDocument, [], (model) => inlayHints(model, range));
  });
  connection.onCodeLens(({ textDocument }) => answerWhole(textDocument, [], codeLenses));
  connection.onCodeLensResolve(async (lens) => {
    const known = await benchmarks();
    return resolveCodeLens(lens, await wholeModelOf(headlineData(lens)?.uri ?? ""), known);
  });
  connection.onCodeAction(async ({ textDocument, range, context }) => {
    const known = await benchmarks();
    return answerWhole(textDocument, [], (model) =>
      codeActions(model, range, known, context, editsCanWait),
    );
  });
  connection.onCodeActionResolve(async (action) => {
    const known = await benchmarks();
    const model = await wholeModelOf(deferredEdit(action)?.uri ?? "");
    return resolveCodeAction(action, model, known);
  });
  connection.onDocumentFormatting(({ textDocument, options }) =>
    answer(textDocument, [], (model) => formatting(model, options)),
  );
  connection.onDocumentRangeFormatting(({ textDocument, range, options }) =>
    answer(textDocument, [], (model) => rangeFormatting(model, range, options)),
  );
  connection.onDocumentOnTypeFormatting(({ textDocument, position, ch, options }) =>
    answer(textDocument, [], (model) => onTypeFormatting(model, position, ch, options)),
  );
  connection.onDefinition(({ textDocument, position }) =>
    answerWhole(textDocument, [], (model) =>
      definition(model, position, models.filesAround(model)),
    ),
  );
  connection.onReferences(({ textDocument, position, context }) =>
    answerWhole(textDocument, [], async (model) =>
      references(model, position, context.includeDeclaration, await models.filesEverywhere(model)),
    ),
  );
  connection.onDocumentHighlight(({ textDocument, position }) =>
    answer(textDocument, [], (model) => documentHighlights(model, position)),
  );
  connection.onPrepareRename(({ textDocument, position }) =>
    answerWhole(
      textDocument,
      null,
      (model) => prepareRename(model, position, models.filesAround(model)) ?? null,
    ),
  );
  connection.onRenameRequest(({ textDocument, position, newName }) =>
    answerWhole(
      textDocument,
      null,
      async (model) =>
        rename(model, position, newName, await models.filesEverywhere(model)) ?? null,
    ),
  );
  connection.languages.onLinkedEditingRange(({ textDocument, position }) =>
    answer(textDocument, null, (model) => linkedEditing(model, position) ?? null),
  );
  connection.onFoldingRanges(({ textDocument }) => answer(textDocument, [], foldingRanges));
  connection.onSelectionRanges(({ textDocument, positions }) =>
    answer(textDocument, [], (model) => selectionRanges(model, positions)),
  );
  connection.languages.semanticTokens.on(({ textDocument }) =>
    answer(textDocument, { data: [] }, semanticTokens),
  );
  connection.onSignatureHelp(({ textDocument, position }) =>
    answerWhole(textDocument, null, (model) => signatureHelp(model, position) ?? null),
  );
  connection.onWorkspaceSymbol(async ({ query }) =>
    workspaceSymbols(query, await models.workspace()),
  );
  connection.onDocumentLinks(({ textDocument }) => answerWhole(textDocument, [], importLinks));

  /** The space that an address means; a request for another one is refused. */
  const spaceAt = ({ space, uri }: messages.SpaceAddress): Space => {
    const found = (uri && modelOf(uri)?.spaces.named(space)) || findSpace(space);
    if (found) return found;
    throw new ResponseError(LSPErrorCodes.RequestFailed, `There is no space ${space}.`);
  };

  /** Routes one of the product's own requests. */
  const on = <Parameters, Answer>(
    request: messages.Request<Parameters, Answer>,
    handler: (parameters: Parameters, token: CancellationToken) => Answer | Promise<Answer>,
  ) => {
    const handle: GenericRequestHandler<unknown, void> = (parameters: Parameters, token) =>
      handler(parameters, token);
    connection.onRequest(request.method, handle);
  };

  on(messages.networkAt, ({ uri, position }) =>
    answer({ uri }, null, (model) => networks.networkAt(model, position)),
  );
  on(messages.searchAt, ({ uri, position }) =>
    answer({ uri }, null, (model) => searchAt(model, position)),
  );
  on(messages.declaredSearch, async (address) => {
    const known = await benchmarks();
    return declaredSearch(await wholeModelOf(address.uri), address, known);
  });
  on(messages.searchSetup, async (address) =>
    networks.searchSetup((await benchmarks())(spaceAt(address))),
  );
  on(messages.cloud, async (address) => networks.cloudOf((await benchmarks())(spaceAt(address))));
  on(messages.suggestions, async (address) =>
    networks.suggestionsFor(await wholeModelOf(address.uri), address, await benchmarks()),
  );
  on(messages.networkGraph, async (request) =>
    networkGraph(await wholeModelOf(request.uri), request),
  );
  on(messages.explanation, async (address) => {
    const known = await benchmarks();
    return explanationOf(await wholeModelOf(address.uri), address, known);
  });
  on(messages.exportFormats, exportFormats);
  on(messages.exportNetwork, async (request) => {
    const known = await benchmarks();
    return exportNetwork(await wholeModelOf(request.uri), request, benchmarkService, known);
  });
  on(messages.timingKit, async (address) => timingKit(await wholeModelOf(address.uri), address));
  on(messages.timingKitNetwork, async (request) =>
    timingKitNetwork(await wholeModelOf(request.uri), request, benchmarkService),
  );
  on(messages.builtInSpaceText, ({ name }) => builtInSpaceText(name) ?? null);
  on(messages.isDatasetHead, ({ head }) => isDatasetFile(head));
  on(messages.applyNetwork, async (request) =>
    networks.applyTo(await wholeModelOf(request.uri), request),
  );
  on(messages.networkText, ({ space, index, uri, name }) => ({
    text: networks.textOf(
      spaceAt({ space, ...(uri !== undefined && { uri }) }),
      index,
      uri ? modelOf(uri) : undefined,
      name,
    ),
  }));
  on(messages.networkSnippet, (address) => ({ snippet: networkSkeleton(spaceAt(address)) }));
  on(messages.findArchitecture, async ({ text, ...address }) =>
    networks.findArchitecture((await benchmarks())(spaceAt(address)), text),
  );
  serveSearchRequests({
    connection,
    on,
    searches,
    benchmarks,
    spaceAt,
    traces: () => traces,
  });
  serveComparisonRequests({
    connection,
    on,
    comparisons,
    benchmarks,
    spaceAt,
    spacesIn: (uri) => modelOf(uri)?.spaces.names ?? [],
  });

  connection.onNotification(
    messages.benchmarkFolderChanged.method,
    (folder?: messages.BenchmarkFolderAddress) => user.reload(folder?.path),
  );
  serveUserBenchmarks({
    connection,
    on,
    user,
    service: benchmarkService,
    queries,
    platform,
    spaceAt,
    wholeModelOf,
  });
  on(messages.measure, async ({ id, ...address }, token) =>
    measureNetwork(
      await wholeModelOf(address.uri),
      address,
      { user, service: benchmarkService, measuring },
      token,
      (done, step) => {
        const notification: messages.MeasureProgressNotification = { id, done, step };
        void connection.sendNotification(messages.measureProgress.method, notification);
      },
    ),
  );

  connection.onShutdown(() => {
    searches.close();
    comparisons.close();
    measuring.close();
    benchmarkService.close();
    queries.close();
  });
  documents.listen(connection);
  connection.listen();
}

const capabilities: InitializeResult = {
  capabilities: {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    hoverProvider: true,
    completionProvider: { triggerCharacters: completionTriggers, resolveProvider: true },
    documentSymbolProvider: true,
    inlayHintProvider: true,
    codeLensProvider: { resolveProvider: true },
    codeActionProvider: { codeActionKinds: [...codeActionKinds], resolveProvider: true },
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: formattingTriggers,
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    linkedEditingRangeProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    semanticTokensProvider: { legend: semanticTokensLegend, full: true },
    signatureHelpProvider: { triggerCharacters: signatureTriggers },
    workspaceSymbolProvider: true,
    documentLinkProvider: {},
  },
};
