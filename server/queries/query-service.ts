import type { Platform, Port } from "../platform";
import { QueryProblem, type QueryRows } from "./run-query";
import type { FromQueryWorker, ToQueryWorker } from "./worker-messages";

export interface QueryLimits {
  /** How long the query itself may run, in milliseconds; what waits before it does not count. */
  readonly timeLimitMs: number;
  readonly mostRows: number;
  /** Aborted, it ends the query. */
  readonly signal?: AbortSignal;
}

/** Runs queries off this thread, one after the other in one worker, which starts with the first. */
export class QueryService {
  private worker: QueryWorker | undefined;
  private isClosed = false;
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly platform: Platform) {}

  /**
   * Runs SQL on the bytes of a database. Rejects with a `QueryProblem` where there are no rows: what is
   * wrong with the query, that it took too long, that it was cancelled. A query that is ended so takes
   * the worker with it, and the next one gets another.
   */
  run(bytes: Uint8Array, sql: string, limits: QueryLimits): Promise<QueryRows> {
    const turn = this.lastTurn.then(() => this.runNow(bytes, sql, limits));
    this.lastTurn = turn.catch(() => {});
    return turn;
  }

  /** Ends the worker and whatever it is doing, for good. */
  close() {
    this.isClosed = true;
    this.worker?.end(shutDown());
  }

  private async runNow(
    bytes: Uint8Array,
    sql: string,
    { timeLimitMs, mostRows, signal }: QueryLimits,
  ): Promise<QueryRows> {
    const wasm = await this.platform.readAsset("sql-wasm.wasm");
    if (signal?.aborted) throw cancelled();
    if (this.isClosed) throw shutDown();
    if (!this.worker || this.worker.isDead)
      this.worker = new QueryWorker(this.platform.startWorker("query-worker"));
    const worker = this.worker;
    const cancel = () => worker.end(cancelled());
    signal?.addEventListener("abort", cancel);
    try {
      return await worker.ask({ wasm, bytes, sql, mostRows }, timeLimitMs);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  }
}

function cancelled(): QueryProblem {
  return new QueryProblem("The query was cancelled.");
}

function shutDown(): QueryProblem {
  return new QueryProblem("The query was ended: what runs it was shut down.");
}

function tookTooLong(timeLimitMs: number): QueryProblem {
  return new QueryProblem(
    `The query took longer than ${timeLimitMs / 1000} s and was ended. Ask for less, or look for a recursion or a join without end.`,
  );
}

interface OpenQuery {
  readonly timeLimitMs: number;
  timer?: ReturnType<typeof setTimeout>;
  finish(rows: QueryRows): void;
  fail(problem: QueryProblem): void;
}

class QueryWorker {
  isDead = false;
  private open: OpenQuery | undefined;

  constructor(private readonly port: Port) {
    port.onError((reason) =>
      this.end(new QueryProblem(`The query broke off and has no result: ${reason}.`)),
    );
    port.onMessage((message) => this.receive(message as FromQueryWorker));
  }

  ask(query: ToQueryWorker, timeLimitMs: number): Promise<QueryRows> {
    return new Promise((finish, fail) => {
      this.open = { timeLimitMs, finish, fail };
      this.port.post(query);
    });
  }

  end(problem: QueryProblem) {
    this.isDead = true;
    this.port.close();
    this.closed()?.fail(problem);
  }

  private receive(message: FromQueryWorker) {
    switch (message.type) {
      case "started":
        if (this.open) this.limit(this.open);
        break;
      case "rows":
        this.closed()?.finish(message.result);
        break;
      case "problem":
        this.closed()?.fail(new QueryProblem(message.message));
        break;
    }
  }

  private limit(query: OpenQuery) {
    const { timeLimitMs } = query;
    query.timer = setTimeout(() => this.end(tookTooLong(timeLimitMs)), timeLimitMs);
  }

  /** The query that is open, which is so no longer. */
  private closed(): OpenQuery | undefined {
    const { open } = this;
    this.open = undefined;
    clearTimeout(open?.timer);
    return open;
  }
}
