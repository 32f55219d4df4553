import { commands, EventEmitter, Uri, workspace } from "vscode";
import { benchmarks, type ImportSummary } from "../server/messages";
import { ask } from "./ask";
import { benchmarkPage } from "./benchmark-page";
import type { Blox } from "./blox";

/**
 * `blox-benchmark:/TITLE.md?DATABASES` is a page about benchmarks of the user's, named by their databases
 * in JSON. The manifest says that such a page is shown as Markdown, read.
 */
const scheme = "blox-benchmark";

/** What the last imports said, by the database; gone with the window. */
const notes = new Map<string, readonly string[]>();
/** What an import passed over, by the address of its page. */
const skipped = new Map<string, readonly string[]>();
const changes = new EventEmitter<Uri>();

/** Serves the pages, from what there is at the moment. */
export function serveBenchmarkPages({ context, client }: Blox) {
  const provider = {
    onDidChange: changes.event,
    async provideTextDocumentContent(uri: Uri) {
      const databases = databasesOf(uri);
      const list = await ask(client, benchmarks, null);
      const entries = list.benchmarks.filter(({ database }) => databases.includes(database));
      if (entries.length === 0) return "This benchmark has been removed.";
      return benchmarkPage(entries, notes, skipped.get(uri.toString()));
    },
  };
  const registration = workspace.registerTextDocumentContentProvider(scheme, provider);
  context.subscriptions.push(registration, changes);
}

export interface PageSubject {
  readonly title: string;
  readonly database: string;
}

export async function showBenchmark(subject: PageSubject) {
  await show(pageOf([subject]));
}

/** What an import gave: its benchmarks, and what it said of them. */
export async function showImport(summary: ImportSummary) {
  const page = pageOf(summary.benchmarks);
  for (const imported of summary.benchmarks) notes.set(imported.database, imported.notes);
  skipped.set(page.toString(), summary.skipped);
  changes.fire(page);
  await show(page);
}

function pageOf(subjects: readonly PageSubject[]): Uri {
  const title = subjects.map(({ title }) => title).join(", ");
  return Uri.from({
    scheme,
    path: `/${title.replace(/[/\\]/g, "-")}.md`,
    query: JSON.stringify(subjects.map(({ database }) => database)),
  });
}

function databasesOf({ query }: Uri): readonly unknown[] {
  const databases: unknown = JSON.parse(query);
  return Array.isArray(databases) ? databases : [];
}

async function show(page: Uri) {
  await commands.executeCommand("vscode.open", page);
}
