import { CodeLens, type ExtensionContext, languages, Range, type TextDocument } from "vscode";
import { benchmarkAskedBy, type Query } from "./query-document";
import { statementsIn } from "./sql-statements";

/** "Run query" above each statement of a document that asks a benchmark. */
export function showQueryLenses(context: ExtensionContext) {
  const provider = { provideCodeLenses: lensesOf };
  context.subscriptions.push(languages.registerCodeLensProvider({ language: "sql" }, provider));
}

function lensesOf(document: TextDocument): CodeLens[] {
  // Of other documents, which may be long, the first line is enough.
  const benchmark = benchmarkAskedBy(document.lineAt(0).text);
  if (benchmark === undefined) return [];
  const text = document.getText();
  return statementsIn(text).map(({ start, end }) => {
    const query: Query = { benchmark, sql: text.slice(start, end) };
    const place = document.positionAt(start);
    return new CodeLens(new Range(place, place), {
      title: "Run query",
      command: "blox.runQuery",
      arguments: [query],
    });
  });
}
