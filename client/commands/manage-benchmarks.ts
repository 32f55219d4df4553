import {
  commands,
  env,
  type QuickInputButton,
  type QuickPick,
  type QuickPickItem,
  QuickPickItemKind,
  ThemeIcon,
  UIKind,
  Uri,
  window,
} from "vscode";
import {
  type BenchmarkEntry,
  type BenchmarkList,
  benchmarkInUse,
  benchmarks,
  removeBenchmark,
} from "../../server/messages";
import { ask } from "../ask";
import { forgetInUse, use } from "../benchmark-choice";
import { benchmarkFolder, hasFiles } from "../benchmark-folder";
import { showBenchmark } from "../benchmark-pages";
import type { Blox } from "../blox";
import { cursorPlace } from "../cursor-place";
import { shownBytes } from "../shown-bytes";

/** Lists everything that has been imported, with what can be done about each. */
export async function manageBenchmarks(blox: Blox) {
  const picker = window.createQuickPick<Item>();
  picker.title = "Benchmarks";
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.onDidHide(() => picker.dispose());
  picker.onDidAccept(() => {
    const [item] = picker.selectedItems;
    if (!item?.run) return;
    picker.hide();
    void item.run();
  });
  picker.onDidTriggerItemButton(({ item, button }) => {
    const action = item.actions?.find((action) => action.button === button);
    if (action) void attempt(picker, () => action.run(picker));
  });
  picker.show();
  await attempt(picker, () => fill(blox, picker));
}

interface Item extends QuickPickItem {
  /** What choosing the item does. */
  readonly run?: () => unknown;
  readonly actions?: readonly Action[];
}

interface Action {
  readonly button: QuickInputButton;
  run(picker: QuickPick<Item>): Promise<unknown>;
}

const importItem: Item = {
  label: "$(cloud-download) Import Benchmark…",
  alwaysShow: true,
  run: () => commands.executeCommand("blox.importBenchmark"),
};

/** Shows that something goes on, and what came in its way. */
async function attempt(picker: QuickPick<Item>, step: () => Promise<unknown>) {
  picker.busy = true;
  try {
    await step();
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : `${error}`);
  } finally {
    picker.busy = false;
  }
}

/** Fills the list with what there is by now. */
async function fill(blox: Blox, picker: QuickPick<Item>) {
  const list = await ask(blox.client, benchmarks, null);
  const inUse = await namesInUse(blox, list);
  picker.placeholder =
    list.benchmarks.length > 0 ? `In ${list.place}` : "Nothing has been imported yet";
  picker.items = [
    ...list.benchmarks.map((entry) => itemOf(blox, entry, inUse.get(entry.space) === entry.name)),
    ...list.problems.map(problemItem),
    { label: "", kind: QuickPickItemKind.Separator },
    importItem,
  ];
}

/** By the space; without those that no open file declares. */
async function namesInUse(
  { client }: Blox,
  { benchmarks }: BenchmarkList,
): Promise<ReadonlyMap<string, string>> {
  const home = cursorPlace();
  const names = new Map<string, string>();
  for (const space of new Set(benchmarks.map(({ space }) => space))) {
    const address = { space, ...(home && { uri: home.uri }) };
    const inUse = await ask(client, benchmarkInUse, address).catch(() => undefined);
    if (inUse) names.set(space, inUse.name);
  }
  return names;
}

function itemOf(blox: Blox, entry: BenchmarkEntry, isInUse: boolean): Item {
  const actions = [
    ...(isInUse ? [] : [useAction(blox, entry)]),
    queryAction(entry),
    ...(canReveal(blox) ? [revealAction(blox, entry)] : []),
    removeAction(blox, entry),
  ];
  const about = [...(isInUse ? ["in use"] : []), `space ${entry.space}`, entry.content];
  return {
    label: `$(database) ${entry.title}`,
    description: about.join(" · "),
    detail: [
      entry.database,
      shownBytes(entry.bytes),
      entry.licence,
      entry.importedAt.slice(0, "2026-11-24".length),
      entry.checksum.slice(0, "sha256:".length + 8),
    ].join(" · "),
    buttons: actions.map(({ button }) => button),
    actions,
    run: () => showBenchmark(entry),
  };
}

function problemItem(problem: string): Item {
  return { label: "$(warning) Cannot be read", detail: problem, alwaysShow: true };
}

function useAction(blox: Blox, { name, space }: BenchmarkEntry): Action {
  return {
    button: { iconPath: new ThemeIcon("check"), tooltip: `Use for the Space ${space}` },
    run: async (picker) => {
      await use(blox, space, name);
      await fill(blox, picker);
    },
  };
}

function queryAction({ name }: BenchmarkEntry): Action {
  return {
    button: { iconPath: new ThemeIcon("table"), tooltip: "Query in SQL" },
    run: async (picker) => {
      picker.hide();
      await commands.executeCommand("blox.queryBenchmark", name);
    },
  };
}

/** The system's own file manager shows the files of its own machine. */
function canReveal({ context }: Blox): boolean {
  return hasFiles(context) && env.uiKind === UIKind.Desktop && env.remoteName === undefined;
}

function revealAction({ context }: Blox, { database }: BenchmarkEntry): Action {
  const folder = Uri.file(benchmarkFolder(context).path);
  return {
    button: { iconPath: new ThemeIcon("folder-opened"), tooltip: "Open Its Folder" },
    run: async () => commands.executeCommand("revealFileInOS", Uri.joinPath(folder, database)),
  };
}

function removeAction(blox: Blox, entry: BenchmarkEntry): Action {
  return {
    button: { iconPath: new ThemeIcon("trash"), tooltip: "Remove" },
    run: async (picker) => {
      // The question takes the focus, and the list is to be there after it.
      picker.ignoreFocusOut = true;
      const isSure = await confirmed(entry);
      picker.ignoreFocusOut = false;
      if (!isSure) return;
      const answer = await ask(blox.client, removeBenchmark, { database: entry.database });
      if (answer) throw new Error(answer.refusal);
      await forgetInUse(blox.context, entry.name);
      await fill(blox, picker);
    },
  };
}

async function confirmed({ title, content, database, bytes }: BenchmarkEntry): Promise<boolean> {
  const remove = "Remove";
  const detail = `This deletes ${database} with its curves, ${shownBytes(bytes)}: ${content}. The files that it was imported from stay as they are.`;
  const answer = await window.showWarningMessage(
    `Remove the benchmark ${title}?`,
    { modal: true, detail },
    remove,
  );
  return answer === remove;
}
