import { commands } from "vscode";
import type { Blox } from "../blox";
import { compare } from "./compare";
import { explain } from "./explain";
import { exportNetwork, exportOnnx, exportPyTorch } from "./export-network";
import { exportTimingKit } from "./export-timing-kit";
import { importBenchmark } from "./import-benchmark";
import { insertArchitecture } from "./insert-architecture";
import { manageBenchmarks } from "./manage-benchmarks";
import { measure } from "./measure";
import { newNetwork } from "./new-network";
import { openExample } from "./open-example";
import { plotCurves } from "./plot-curves";
import { queryBenchmark } from "./query-benchmark";
import { restartServer } from "./restart-server";
import { runQuery } from "./run-query";
import { runSearch } from "./run-search";
import { search } from "./search";
import { showGraph } from "./show-graph";
import { suggest } from "./suggest";
import { useBenchmark } from "./use-benchmark";

/** The commands of the palette. A new one is a file beside this one, a line here and one in the manifest. */
const table = {
  "blox.search": search,
  "blox.runSearch": runSearch,
  "blox.compare": compare,
  "blox.suggest": suggest,
  "blox.showGraph": showGraph,
  "blox.explain": explain,
  "blox.export": exportNetwork,
  "blox.exportOnnx": exportOnnx,
  "blox.exportPyTorch": exportPyTorch,
  "blox.exportTimingKit": exportTimingKit,
  "blox.plotCurves": plotCurves,
  "blox.measure": measure,
  "blox.newNetwork": newNetwork,
  "blox.openExample": openExample,
  "blox.insertArchitecture": insertArchitecture,
  "blox.queryBenchmark": queryBenchmark,
  "blox.runQuery": runQuery,
  "blox.importBenchmark": importBenchmark,
  "blox.manageBenchmarks": manageBenchmarks,
  "blox.useBenchmark": useBenchmark,
  "blox.restartServer": restartServer,
};

export function registerCommands(blox: Blox) {
  for (const [id, run] of Object.entries(table)) {
    const command = commands.registerCommand(id, (argument?: unknown) => run(blox, argument));
    blox.context.subscriptions.push(command);
  }
}
