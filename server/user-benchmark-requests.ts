import type { CancellationToken, Connection } from "vscode-languageserver";
import { messageOf } from "../data/library/library";
import type { Space } from "../data/space";
import { embeddedName } from "../data/sqlite-benchmark";
import type { BenchmarkService } from "./benchmark-service";
import * as messages from "./messages";
import type { Model } from "./model/model";
import type { Platform } from "./platform";
import type { QueryService } from "./queries/query-service";
import { curveNetworks, curvesOf } from "./training-curves";
import type { UserBenchmarks } from "./user-benchmarks";

/** What the requests about the user's benchmarks work with. */
export interface UserBenchmarkServer {
  readonly connection: Connection;
  readonly on: <Parameters, Answer>(
    request: messages.Request<Parameters, Answer>,
    handler: (parameters: Parameters, token: CancellationToken) => Answer | Promise<Answer>,
  ) => void;
  readonly user: UserBenchmarks;
  readonly service: BenchmarkService;
  readonly queries: QueryService;
  readonly platform: Pick<Platform, "readAsset">;
  readonly spaceAt: (address: messages.SpaceAddress) => Space;
  readonly wholeModelOf: (uri: string) => Promise<Model | undefined>;
}

/** Routes what the editor asks about the user's benchmarks. */
export function serveUserBenchmarks(server: UserBenchmarkServer): void {
  const { connection, on, user, service, spaceAt, wholeModelOf } = server;

  on(messages.benchmarks, () => user.list());
  on(messages.benchmarkInUse, (address) => user.inUseOf(spaceAt(address)));
  on(messages.useBenchmark, ({ space, name }) => user.use(space, name));
  on(messages.importBenchmark, async ({ id, files, into }, token) => {
    const folder = user.folderOrRefusal();
    if (typeof folder !== "string") return folder;
    const summary = await orRefusal(() =>
      service.import(folder, files, spaceAt(into), token, ({ step, readBytes, totalBytes }) => {
        const done = totalBytes === 0 ? 1 : readBytes / totalBytes;
        const notification: messages.ImportProgressNotification = { id, step, done };
        void connection.sendNotification(messages.importProgress.method, notification);
      }),
    );
    await user.reload();
    // What was brought in just now is what its user wants to see.
    if ("benchmarks" in summary)
      for (const { space, name } of summary.benchmarks) await user.use(space, name);
    return summary;
  });
  on(messages.removeBenchmark, async ({ database }) => {
    const folder = user.folderOrRefusal();
    if (typeof folder !== "string") return folder;
    const removed = await orRefusal(() => service.remove(folder, database));
    await user.reload();
    return removed;
  });
  on(messages.queryBenchmark, (query, token) => orRefusal(() => queried(server, query, token)));
  on(messages.benchmarkSchema, ({ benchmark }, token) =>
    orRefusal(async () => {
      const { rows } = await queried(server, { benchmark, sql: schemaQuery }, token);
      return { schema: rows.map(([sql]) => `${sql};`).join("\n\n") };
    }),
  );
  on(messages.trainingCurves, async ({ networks, ...address }) => {
    const folder = user.folderOrRefusal();
    if (typeof folder !== "string") return folder;
    const space = spaceAt(address);
    const measurements = await user.measurementsInUse(space);
    if (!measurements) {
      return {
        refusal: `No training curves of ${space.name} have been imported. Import a benchmark that has them.`,
      };
    }
    return curvesOf(measurements, space.name, networks, (file, network) =>
      service.curve(folder, file, network),
    );
  });
  on(messages.completeNetworks, async ({ uri }) => {
    const model = await wholeModelOf(uri);
    if (!model) return [];
    const known = await user.curves();
    return curveNetworks(model, known);
  });
}

/** What a query may take, and give. */
const timeLimitMs = 10_000;
const mostRows = 10_000;

const schemaQuery =
  "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rootpage = 0, rootpage";

async function queried(
  { user, queries, platform }: UserBenchmarkServer,
  { benchmark, sql }: { readonly benchmark: string; readonly sql: string },
  token: CancellationToken,
): Promise<messages.QueryResult> {
  const cancellation = new AbortController();
  const listening = token.onCancellationRequested(() => cancellation.abort());
  try {
    const bytes =
      benchmark === embeddedName
        ? await platform.readAsset("data/blox.sqlite")
        : await user.bytesOf(benchmark);
    if (!bytes) throw new Error(`There is no benchmark ${benchmark} any more.`);
    const started = performance.now();
    const { signal } = cancellation;
    const rows = await queries.run(bytes, sql, { timeLimitMs, mostRows, signal });
    return { benchmark, sql, ...rows, elapsedMs: performance.now() - started };
  } finally {
    listening.dispose();
  }
}

/** What goes wrong with the user's files is for the user to read, not an error of the protocol. */
async function orRefusal<Answer>(
  action: () => Promise<Answer>,
): Promise<Answer | messages.Refusal> {
  try {
    return await action();
  } catch (error) {
    return { refusal: messageOf(error) };
  }
}
