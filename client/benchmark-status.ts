import {
  type Disposable,
  MarkdownString,
  StatusBarAlignment,
  type StatusBarItem,
  type TextEditor,
  window,
  workspace,
} from "vscode";
import { type BenchmarkInUse, benchmarkInUse, benchmarksLoaded } from "../server/messages";
import { ask } from "./ask";
import type { Blox } from "./blox";
import { Debounced } from "./debounced";
import { spaceInUse } from "./space-in-use";

/** Long enough that typing goes on without a question to the server. */
const pauseMs = 300;

/** Says in the status bar which benchmark the numbers of the active `.blox` file are from. */
export function showBenchmarkStatus(blox: Blox) {
  const item = window.createStatusBarItem("blox.benchmark", StatusBarAlignment.Right, 100);
  item.name = "Blox Benchmark";
  item.command = "blox.useBenchmark";
  const status = new BenchmarkStatus(blox, item);
  blox.context.subscriptions.push(item, status);
}

class BenchmarkStatus implements Disposable {
  private readonly soon = new Debounced(() => void this.refresh(), pauseMs);
  private readonly listening: readonly Disposable[];

  constructor(
    private readonly blox: Blox,
    private readonly item: StatusBarItem,
  ) {
    const refreshFor = (editor: TextEditor | undefined) => {
      if (isOfBlox(editor)) this.soon.call();
      else this.item.hide();
    };
    this.listening = [
      window.onDidChangeActiveTextEditor(refreshFor),
      // The network at the cursor may be of another space.
      window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === window.activeTextEditor) refreshFor(textEditor);
      }),
      workspace.onDidOpenTextDocument(() => refreshFor(window.activeTextEditor)),
      blox.client.onNotification(benchmarksLoaded.method, () =>
        refreshFor(window.activeTextEditor),
      ),
    ];
    refreshFor(window.activeTextEditor);
  }

  dispose() {
    this.soon.dispose();
    for (const listener of this.listening) listener.dispose();
  }

  private async refresh() {
    const { blox } = this;
    if (!blox.client.isRunning() || !isOfBlox(window.activeTextEditor)) return;
    const inUse = await ask(blox.client, benchmarkInUse, await spaceInUse(blox));
    this.item.text = `$(database) ${titleOf(inUse)}`;
    this.item.tooltip = tooltipOf(inUse);
    if (isOfBlox(window.activeTextEditor)) this.item.show();
  }
}

function isOfBlox(editor: TextEditor | undefined): boolean {
  return editor?.document.languageId === "blox";
}

/** What is not measured says so. */
function titleOf({ title, accuracy }: BenchmarkInUse): string {
  return accuracy && accuracy !== "measured" ? `${title} (${accuracy})` : title;
}

function tooltipOf({ space, name, title, choices }: BenchmarkInUse): MarkdownString {
  const content = choices.find((choice) => choice.name === name)?.content;
  const tooltip = new MarkdownString();
  tooltip.appendText(`Benchmark of the space ${space}: ${title}`);
  if (content) tooltip.appendMarkdown("\n\n").appendText(content);
  return tooltip.appendMarkdown("\n\nClick to use another one.");
}
