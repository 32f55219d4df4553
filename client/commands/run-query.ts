import { type TextEditor, window } from "vscode";
import type { Blox } from "../blox";
import { rowsPanel } from "../panels/rows-panel";
import { benchmarkAskedBy, type Query } from "../query-document";
import { statementAt } from "../sql-statements";

/** Runs the query that a code lens names, or else what is selected, or else the one at the cursor. */
export async function runQuery(blox: Blox, argument: unknown) {
  const editor = window.activeTextEditor;
  const query = isQuery(argument) ? argument : editor && queryIn(editor);
  if (query) return rowsPanel.show(blox, query);
  await window.showInformationMessage(
    "There is no query here. “Blox: Query Benchmark (SQL)” opens a file to write one in.",
  );
}

function queryIn({ document, selection }: TextEditor): Query | undefined {
  const text = document.getText();
  const benchmark = benchmarkAskedBy(text);
  if (benchmark === undefined) return undefined;
  const selected = document.getText(selection);
  if (selected.trim() !== "") return { benchmark, sql: selected };
  const statement = statementAt(text, document.offsetAt(selection.active));
  return statement && { benchmark, sql: text.slice(statement.start, statement.end) };
}

function isQuery(argument: unknown): argument is Query {
  return (
    typeof argument === "object" &&
    argument !== null &&
    "benchmark" in argument &&
    "sql" in argument
  );
}
