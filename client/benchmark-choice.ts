import type { ExtensionContext } from "vscode";
import { window } from "vscode";
import { useBenchmark } from "../server/messages";
import { ask } from "./ask";
import type { Blox } from "./blox";

/** Kept with the workspace: the benchmark that is to be used of each space, by the space's name. */
const key = "benchmarksInUse";

export function benchmarksInUse({ workspaceState }: ExtensionContext): Record<string, string> {
  return workspaceState.get<Record<string, string>>(key, {});
}

/** Keeps what is in use by now, for the next start. */
export async function keepInUse(context: ExtensionContext, space: string, benchmark: string) {
  const choices = { ...benchmarksInUse(context), [space]: benchmark };
  await context.workspaceState.update(key, choices);
}

/** Forgets a benchmark that is gone: its space has the one that it has without a choice. */
export async function forgetInUse(context: ExtensionContext, benchmark: string) {
  const choices = Object.entries(benchmarksInUse(context)).filter(([, name]) => name !== benchmark);
  await context.workspaceState.update(key, Object.fromEntries(choices));
}

/** Uses another benchmark of a space, now and at the next start. */
export async function use({ client, context }: Blox, space: string, name: string) {
  const answer = await ask(client, useBenchmark, { space, name });
  if (answer) await window.showErrorMessage(answer.refusal);
  else await keepInUse(context, space, name);
}
