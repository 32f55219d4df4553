import { window, workspace } from "vscode";
import { benchmarkSchema, benchmarks } from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { newQueryDocument } from "../query-document";

const embedded = "embedded";

/** Opens a document to ask a benchmark in: the one that is named, or one of those there are. */
export async function queryBenchmark(blox: Blox, argument: unknown) {
  const benchmark = typeof argument === "string" ? argument : await chosenBenchmark(blox);
  if (benchmark === undefined) return;
  const answer = await ask(blox.client, benchmarkSchema, { benchmark });
  if (isRefusal(answer)) {
    await window.showErrorMessage(answer.refusal);
    return;
  }
  const content = newQueryDocument(benchmark, answer.schema);
  await window.showTextDocument(await workspace.openTextDocument({ language: "sql", content }));
}

async function chosenBenchmark({ client }: Blox): Promise<string | undefined> {
  const { benchmarks: imported } = await ask(client, benchmarks, null);
  if (imported.length === 0) return embedded;
  const choices = [
    { name: embedded, label: "Embedded", detail: "What comes with Blox" },
    ...imported.map(({ name, title, content }) => ({
      name,
      label: title,
      description: name,
      detail: content,
    })),
  ];
  const chosen = await window.showQuickPick(choices, {
    title: "Query Benchmark (SQL)",
    placeHolder: "The benchmark to ask",
    matchOnDescription: true,
  });
  return chosen?.name;
}
