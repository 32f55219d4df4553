import { type CancellationToken, env, ProgressLocation, Uri, window } from "vscode";
import {
  type ImportProgressNotification,
  type ImportSummary,
  importProgress,
  importBenchmark as importRequest,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import { keepInUse } from "../benchmark-choice";
import { hasFiles } from "../benchmark-folder";
import { showImport } from "../benchmark-pages";
import type { Blox } from "../blox";
import { importedPaths } from "../imported-paths";
import { spaceInUse } from "../space-in-use";

/** Imports the files and folders that the argument names, or else those that the user chooses. */
export async function importBenchmark(blox: Blox, argument: unknown) {
  const uris = urisOf(argument) ?? (await chosen());
  if (!uris || uris.length === 0) return;
  const summary = await window.withProgress(
    { location: ProgressLocation.Notification, title: "Importing", cancellable: true },
    (progress, token) => {
      let done = 0;
      return imported(blox, uris, token, (step) => {
        progress.report({ message: messageOf(step), increment: (step.done - done) * 100 });
        done = step.done;
      });
    },
  );
  if (!summary) return;
  for (const { space, name } of summary.benchmarks) await keepInUse(blox.context, space, name);
  const showDetails = "Show Details";
  const answer = await window.showInformationMessage(sentencesOf(summary), showDetails);
  if (answer === showDetails) await showImport(summary);
}

/** Undefined where it was refused or cancelled, and then the user has been told. */
async function imported(
  blox: Blox,
  uris: readonly Uri[],
  token: CancellationToken,
  advance: (progress: ImportProgressNotification) => void,
): Promise<ImportSummary | undefined> {
  lastId += 1;
  const id = lastId;
  const { client, context } = blox;
  const listening = client.onNotification(
    importProgress.method,
    (progress: ImportProgressNotification) => {
      if (progress.id === id) advance(progress);
    },
  );
  try {
    const files = await importedPaths(uris, hasFiles(context));
    if ("refusal" in files) throw new Error(files.refusal);
    const into = await spaceInUse(blox);
    const answer = await ask(client, importRequest, { id, files, into }, token);
    if (isRefusal(answer)) throw new Error(answer.refusal);
    return answer;
  } catch (error) {
    if (token.isCancellationRequested) sayCancelled();
    else void window.showErrorMessage(error instanceof Error ? error.message : `${error}`);
    return undefined;
  } finally {
    listening.dispose();
  }
}

let lastId = 0;

/** `blox-base-0.csv, 42 %`; once all is read, `merging`. */
function messageOf({ step, done }: ImportProgressNotification): string {
  return done < 1 ? `${step}, ${Math.floor(done * 100)} %` : step;
}

function sayCancelled() {
  window.setStatusBarMessage("Blox: import cancelled, nothing has changed", 5000);
}

/** `BLOX release: 91,125 networks.` */
function sentencesOf({ benchmarks, skipped }: ImportSummary): string {
  const what = benchmarks.map(
    ({ title, networks }) => `${title}: ${counted(networks, "network")}.`,
  );
  const passed = skipped.length > 0 ? [`Passed over: ${counted(skipped.length, "file")}.`] : [];
  return [...what, ...passed].join(" ");
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** From other extensions and from the product's own notices: an address or several, also as text. */
function urisOf(argument: unknown): readonly Uri[] | undefined {
  if (Array.isArray(argument)) return argument.flatMap((one: unknown) => urisOf(one) ?? []);
  if (argument instanceof Uri) return [argument];
  return typeof argument === "string" ? [Uri.parse(argument, true)] : undefined;
}

async function chosen(): Promise<readonly Uri[] | undefined> {
  const kinds = takesBoth() ? { canSelectFiles: true, canSelectFolders: true } : await kindChosen();
  return (
    kinds &&
    window.showOpenDialog({
      ...kinds,
      canSelectMany: true,
      title: "Import Benchmark",
      openLabel: "Import",
    })
  );
}

/**
 * Whether one dialog offers files and folders: that of macOS does, and the editor's own, which it has for
 * files of a remote machine. The others take one kind.
 */
function takesBoth(): boolean {
  const isMac = typeof process !== "undefined" && process.platform === "darwin";
  return env.remoteName !== undefined || isMac;
}

async function kindChosen() {
  const kind = await window.showQuickPick(
    [
      { label: "Files…", canSelectFiles: true, canSelectFolders: false },
      { label: "Folder…", canSelectFiles: false, canSelectFolders: true },
    ],
    { title: "Import Benchmark", placeHolder: "What to import" },
  );
  return kind && { canSelectFiles: kind.canSelectFiles, canSelectFolders: kind.canSelectFolders };
}
