import {
  type Disposable,
  type ExtensionContext,
  RelativePattern,
  Uri,
  window,
  workspace,
} from "vscode";
import {
  type BenchmarkFolderAddress,
  benchmarkFolderChanged,
  type Refusal,
} from "../server/messages";
import type { Blox } from "./blox";
import { Debounced } from "./debounced";
import { folderInWorkspace } from "./folder-in-workspace";

const setting = "blox.benchmarks.folder";

/** The name of the store that stands in for a folder where there are no files: in a browser. */
const browserStore: BenchmarkFolderAddress = { path: "blox-benchmarks" };

/** Files come in groups, and each is noticed more than once. */
const pauseMs = 500;

/** Whether server and editor read files by their paths. In a browser they do not. */
export function hasFiles({ globalStorageUri }: ExtensionContext): boolean {
  return globalStorageUri.scheme === "file";
}

/** Where the user's benchmarks lie, by the settings as they are now. */
export function benchmarkFolder(context: ExtensionContext): BenchmarkFolderAddress {
  if (!hasFiles(context)) return browserStore;
  const named = namedFolder(context);
  const folder =
    named instanceof Uri ? named : Uri.joinPath(context.globalStorageUri, "benchmarks");
  return { path: folder.fsPath };
}

/**
 * Tells the server of another folder and of files in it that others have changed, the user of a setting
 * that cannot be followed, and the terminals where the folder is.
 */
export function followBenchmarkFolder({ context, client }: Blox) {
  const tell = () => {
    // A server that starts is told with its start.
    if (!client.isRunning()) return;
    void client.sendNotification(benchmarkFolderChanged.method, benchmarkFolder(context));
  };
  const files = new Debounced(tell, pauseMs);
  let watching = follow(context, files);
  const move = () => {
    watching.dispose();
    watching = follow(context, files);
    tell();
  };
  context.subscriptions.push(
    files,
    { dispose: () => watching.dispose() },
    workspace.onDidChangeWorkspaceFolders(move),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(setting)) move();
    }),
  );
}

function follow(context: ExtensionContext, files: Debounced): Disposable {
  const named = namedFolder(context);
  if (named && !(named instanceof Uri)) void window.showWarningMessage(named.refusal);
  if (!hasFiles(context)) return { dispose() {} };
  const { path } = benchmarkFolder(context);
  const terminals = context.environmentVariableCollection;
  terminals.description = "Has `blox` use the benchmarks that the editor uses.";
  terminals.replace("BLOX_BENCHMARKS", path);
  const databases = new RelativePattern(Uri.file(path), "*.sqlite");
  const watcher = workspace.createFileSystemWatcher(databases);
  watcher.onDidCreate(() => files.call());
  watcher.onDidChange(() => files.call());
  watcher.onDidDelete(() => files.call());
  return watcher;
}

/** The folder that the setting names; undefined where it names none, or no workspace is open. */
function namedFolder(context: ExtensionContext): Uri | Refusal | undefined {
  const named = workspace.getConfiguration().get<string>(setting, "").trim();
  const [workspaceFolder] = workspace.workspaceFolders ?? [];
  if (named === "" || !workspaceFolder) return undefined;
  const names = folderInWorkspace(named);
  if ("refusal" in names) return names;
  if (hasFiles(context) && workspaceFolder.uri.scheme === "file")
    return Uri.joinPath(workspaceFolder.uri, ...names);
  return {
    refusal: `The setting ${setting} names ${named}, but the files of this workspace lie on no disk that Blox can read. Benchmarks are kept with the editor here.`,
  };
}
