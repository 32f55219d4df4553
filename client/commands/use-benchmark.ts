import { commands, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import { type BenchmarkChoice, benchmarkInUse } from "../../server/messages";
import { ask } from "../ask";
import { use } from "../benchmark-choice";
import type { Blox } from "../blox";
import { spaceInUse } from "../space-in-use";

/** Asks which benchmark is to be used of the space of the network at the cursor. */
export async function useBenchmark(blox: Blox) {
  const { space, name, choices } = await ask(blox.client, benchmarkInUse, await spaceInUse(blox));
  const item = await window.showQuickPick([...choices.map(itemOf(name)), between, importItem], {
    title: `Benchmark of the Space ${space}`,
    placeHolder: "Where its accuracies and latencies are to come from",
    matchOnDetail: true,
  });
  if (item === importItem) await commands.executeCommand("blox.importBenchmark");
  else if (item?.choice && item.choice !== name) await use(blox, space, item.choice);
}

interface ChoiceItem extends QuickPickItem {
  readonly choice?: string;
}

const between: ChoiceItem = { label: "", kind: QuickPickItemKind.Separator };
const importItem: ChoiceItem = { label: "$(cloud-download) Import Benchmark…" };

function itemOf(nameInUse: string) {
  return ({ name, title, content }: BenchmarkChoice): ChoiceItem => ({
    label: `$(database) ${title}`,
    ...(name === nameInUse && { description: "in use" }),
    detail: content,
    choice: name,
  });
}
