import { deepEqual, equal, throws } from "node:assert/strict";
import { resolve } from "node:path";
import initSqlJs, { type SqlJsStatic } from "sql.js";
import { nodePlatform } from "../../../server/platform-node";
import { QueryService } from "../../../server/queries/query-service";
import { QueryProblem, runQuery } from "../../../server/queries/run-query";
import type { FromQueryWorker } from "../../../server/queries/worker-messages";

const limits = { timeLimitMs: 60_000, mostRows: 10 };
const endless =
  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

describe("a query on a database", () => {
  let sqlJs: SqlJsStatic;
  let bytes: Uint8Array;

  before(async () => {
    sqlJs = await initSqlJs();
    const database = new sqlJs.Database();
    database.run(`
      CREATE TABLE network (id INTEGER PRIMARY KEY, hash BLOB, params INTEGER);
      INSERT INTO network VALUES (1, x'0AFF', 300), (2, NULL, 200), (3, x'', 100);
      CREATE VIEW small AS SELECT id FROM network WHERE params < 250;
    `);
    bytes = database.export();
    database.close();
  });

  const ask = (sql: string, mostRows = 10) => runQuery(bytes, sql, sqlJs, mostRows);
  const problem = (sql: string) => {
    try {
      ask(sql);
    } catch (error) {
      if (error instanceof QueryProblem) return error.message;
      throw error;
    }
    throw new Error(`nothing was wrong with ${sql}`);
  };

  it("gives columns and rows, blobs as hexadecimal digits", () => {
    deepEqual(ask("SELECT id, hash, params / 7.0 AS p FROM network ORDER BY id"), {
      columns: ["id", "hash", "p"],
      rows: [
        [1, "0aff", 300 / 7],
        [2, null, 200 / 7],
        [3, "", 100 / 7],
      ],
      isCut: false,
    });
  });

  it("stops at the most rows, and says whether there are more", () => {
    const sql = "SELECT id FROM network ORDER BY id";
    deepEqual(ask(sql, 2), { columns: ["id"], rows: [[1], [2]], isCut: true });
    equal(ask(sql, 3).isCut, false);
    equal(
      ask("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT i FROM n", 5)
        .isCut,
      true,
    );
  });

  it("gives what the last statement does", () => {
    deepEqual(
      ask("SELECT 1 AS a; VALUES (2); SELECT count(*) AS n FROM small; -- that is all").rows,
      [[2]],
    );
    deepEqual(ask("/* what there is; */ PRAGMA table_info(small)").rows[0]?.[1], "id");
    deepEqual(ask("EXPLAIN QUERY PLAN SELECT * FROM network").columns[0], "id");
  });

  const changes = [
    "INSERT INTO network VALUES (9, NULL, 1)",
    "WITH w AS (SELECT 1) DELETE FROM network",
    "SELECT 1; DROP TABLE network",
    "SELECT 1; -- now\n UPDATE nothing SET a = 1",
    "CREATE TABLE network (id)",
    "create temp table t (id)",
    "ATTACH 'other' AS other",
    "PRAGMA query_only = OFF",
    "PRAGMA query_only = OFF; DELETE FROM network",
    "BEGIN",
  ];
  for (const sql of changes) {
    it(`refuses ${JSON.stringify(sql)}`, () => {
      throws(() => ask(sql), /^QueryProblem: A benchmark can only be read:.* ask with SELECT\.$/);
    });
  }

  it("says what SQLite says of a mistake", () => {
    equal(problem("SELEC 1"), 'SQLite cannot run this: near "SELEC": syntax error.');
    equal(problem("SELECT wrong(1)"), "SQLite cannot run this: no such function: wrong.");
    equal(problem(" ; -- nothing"), "There is no query: expected one such as `SELECT …`.");
  });

  it("says which tables and columns there are", () => {
    equal(
      problem("SELECT * FROM netwrk"),
      "There is no table `netwrk`. Did you mean `network`? There are `network` and `small`.",
    );
    equal(
      problem("SELECT n.parms FROM network AS n"),
      "There is no column `n.parms`. Did you mean `params`? `network` has `id`, `hash` and `params`.",
    );
  });

  it("says of what is no database that it is none", () => {
    throws(
      () => runQuery(new TextEncoder().encode("x".repeat(5000)), "SELECT 1 FROM a", sqlJs, 1),
      /^QueryProblem: SQLite cannot run this: file is not a database\.$/,
    );
  });

  describe("in its worker", () => {
    const platform = nodePlatform(resolve(import.meta.dirname, "../../../server"));
    const service = new QueryService(platform);
    /** A service that tells when a query has begun. */
    const watched = (onStarted: () => void) =>
      new QueryService({
        ...platform,
        startWorker(name) {
          const port = platform.startWorker(name);
          port.onMessage((message) => {
            if ((message as FromQueryWorker).type === "started") onStarted();
          });
          return port;
        },
      });
    const run = (sql: string, more: object = {}) => service.run(bytes, sql, { ...limits, ...more });
    const messageOf = (asked: Promise<unknown>) =>
      asked.then(
        () => "",
        (error: unknown) => (error instanceof QueryProblem ? error.message : `not one: ${error}`),
      );

    after(() => service.close());

    it("gives the same, or the same message", async () => {
      const sql = "SELECT * FROM network";
      deepEqual(await run(sql), ask(sql));
      equal(await messageOf(run("SELEC 1")), problem("SELEC 1"));
    });

    it("is ended after its time, and the next one gets another worker", async () => {
      const [late, next] = await Promise.all([
        messageOf(run(endless, { timeLimitMs: 100 })),
        run("SELECT 1 AS one"),
      ]);
      equal(
        late,
        "The query took longer than 0.1 s and was ended. Ask for less, or look for a recursion or a join without end.",
      );
      deepEqual(next.rows, [[1]]);
    });

    it("is ended when it is cancelled, before it begins too", async () => {
      const cancellation = new AbortController();
      const { signal } = cancellation;
      const other = watched(() => cancellation.abort());
      const [running, waiting, next] = await Promise.all([
        messageOf(other.run(bytes, endless, { ...limits, signal })),
        messageOf(other.run(bytes, "SELECT 1", { ...limits, signal })),
        other.run(bytes, "SELECT 1", limits),
      ]);
      other.close();
      equal(running, "The query was cancelled.");
      equal(waiting, "The query was cancelled.");
      deepEqual(next.rows, [[1]]);
    });

    it("is ended when all is shut down", async () => {
      const other = watched(() => other.close());
      const asked = [endless, "SELECT 1"].map((sql) => messageOf(other.run(bytes, sql, limits)));
      const shutDown = "The query was ended: what runs it was shut down.";
      deepEqual(await Promise.all(asked), [shutDown, shutDown]);
    });
  });
});
