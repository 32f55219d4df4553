import type { ComparisonRequest } from "./comparison/comparison";
import type { ComparisonService } from "./comparison/comparison-service";
import { comparisonSetup } from "./comparison/comparison-setup";
import { openedComparison, plotOfFile } from "./comparison/shown-comparison";
import * as messages from "./messages";
import type { SearchParts } from "./search-requests";

/** What the requests about comparisons need of the server. */
export interface ComparisonParts
  extends Pick<SearchParts, "connection" | "on" | "benchmarks" | "spaceAt"> {
  readonly comparisons: ComparisonService;
  /** The names of the spaces that a document may name; of none, where it is not open. */
  readonly spacesIn: (uri: string) => readonly string[];
}

/** Answers the requests about comparisons of algorithms. */
export function serveComparisonRequests(parts: ComparisonParts): void {
  const { connection, on, comparisons, benchmarks, spaceAt, spacesIn } = parts;
  on(messages.comparisonSetup, async (address) =>
    comparisonSetup(
      (await benchmarks())(spaceAt(address)),
      address.uri === undefined ? [] : spacesIn(address.uri),
    ),
  );
  on(messages.compareAlgorithms, async ({ id, spec }, token) =>
    comparisons.run((await benchmarks())(spaceAt(spec)), requestOf(spec), token, (progress) => {
      const notification: messages.ComparisonProgressNotification = { id, progress };
      void connection.sendNotification(messages.comparisonProgress.method, notification);
    }),
  );
  on(messages.openComparison, ({ file }) => openedComparison(file));
  on(messages.comparisonPlot, plotOfFile);
}

/** The form asks for one objective. */
export function requestOf({ objective, ...request }: messages.ComparisonSpec): ComparisonRequest {
  return { ...request, objectives: [objective] };
}
