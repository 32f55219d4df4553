import initSqlJs, { type SqlJsStatic } from "sql.js";
import type { Port } from "./platform";
import { runQuery } from "./queries/run-query";
import type { FromQueryWorker, ToQueryWorker } from "./queries/worker-messages";

/**
 * The worker's side of queries. SQLite cannot be interrupted: whoever will not wait for the answer ends
 * the worker.
 */
export function serveQueries(port: Pick<Port, "post" | "onMessage">): void {
  const post = (message: FromQueryWorker) => port.post(message);
  let loading: Promise<SqlJsStatic> | undefined;

  async function run({ wasm, bytes, sql, mostRows }: ToQueryWorker) {
    try {
      loading ??= initSqlJs(wasm && { wasmBinary: wasm.slice().buffer });
      const sqlJs = await loading;
      post({ type: "started" });
      post({ type: "rows", result: runQuery(bytes, sql, sqlJs, mostRows) });
    } catch (error) {
      post({ type: "problem", message: error instanceof Error ? error.message : String(error) });
    }
  }

  port.onMessage((message) => void run(message as ToQueryWorker));
}
