import type { CancellationToken, Connection } from "vscode-languageserver";
import { messageOf } from "../data/library/library";
import type { Space } from "../data/space";
import type { BenchmarkService } from "./benchmark-service";
import * as messages from "./messages";
import type { Model } from "./model/model";
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
  readonly spaceAt: (address: messages.SpaceAddress) => Space;
  readonly wholeModelOf: (uri: string) => Promise<Model | undefined>;
}

/** Routes what the editor asks about the user's benchmarks. */
export function serveUserBenchmarks(server: UserBenchmarkServer): void {
  const { connection, on, user, service, spaceAt } = server;

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
    return summary;
  });
  on(messages.removeBenchmark, async ({ database }) => {
    const folder = user.folderOrRefusal();
    if (typeof folder !== "string") return folder;
    const removed = await orRefusal(() => service.remove(folder, database));
    await user.reload();
    return removed;
  });
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
