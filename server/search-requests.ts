import type { Connection } from "vscode-languageserver";
import type { Benchmark } from "../data/benchmark";
import { benchmarkChecksum } from "../data/benchmark-checksum";
import type { Space } from "../data/space";
import type { Benchmarks } from "./benchmarks";
import * as messages from "./messages";
import { refused } from "./searches/run-search";
import type { Cancellation, SearchService } from "./searches/search-service";
import { isRefusal } from "./searches/searched-columns";
import { readTrace, type Trace } from "./traces/read-trace";
import type { TraceStore } from "./traces/trace-store";

/** What the requests about searches need of the server. */
export interface SearchParts {
  readonly connection: Pick<Connection, "sendNotification">;
  readonly on: <Parameters, Answer>(
    request: messages.Request<Parameters, Answer>,
    handler: (parameters: Parameters, token: Cancellation) => Answer | Promise<Answer>,
  ) => void;
  readonly searches: SearchService;
  readonly benchmarks: () => Promise<Benchmarks>;
  readonly spaceAt: (address: messages.SpaceAddress) => Space;
  readonly traces: () => TraceStore;
}

/** Answers the requests about searches and their traces. */
export function serveSearchRequests(parts: SearchParts): void {
  const { on, benchmarks, spaceAt, traces } = parts;
  on(messages.search, async ({ id, spec, trace }, token) => {
    const benchmark = (await benchmarks())(spaceAt(spec));
    const runs = { id, spec, benchmark, ...(trace !== undefined && { trace: { name: trace } }) };
    return run(parts, runs, token);
  });
  on(messages.resumeSearch, async ({ id, spec, trace: name }, token) => {
    const past = await traceNamed(traces(), name);
    if (isRefusal(past)) return refused(spec, past);
    const benchmark = (await benchmarks())(spaceAt(spec));
    return run(parts, { id, spec, benchmark, trace: { name, past } }, token);
  });
  on(messages.interruptedSearch, async ({ trace: name }) => {
    const past = await traceNamed(traces(), name);
    return isRefusal(past) || past.end ? null : { evaluations: past.evaluations };
  });
  on(messages.traceText, async ({ trace: name }) => {
    const trace = await traceNamed(traces(), name);
    return isRefusal(trace) ? trace : { text: trace.text };
  });
}

interface Run {
  readonly id: number;
  readonly spec: messages.SearchSpec;
  readonly benchmark: Benchmark;
  readonly trace?: { readonly name: string; readonly past?: Trace };
}

async function run(
  { connection, searches, traces, benchmarks }: SearchParts,
  { id, spec, benchmark, trace }: Run,
  token: Cancellation,
): Promise<messages.SearchResult> {
  const onProgress = (progress: messages.SearchProgress) => {
    const notification: messages.SearchProgressNotification = { id, progress };
    void connection.sendNotification(messages.searchProgress.method, notification);
  };
  const kept = trace && keptTrace(traces(), trace);
  const result = await searches.run(benchmark, spec, token, onProgress, kept);
  // That it is on the disk is not waited for: it is with the system, from which it is read as well.
  void kept?.close();
  const now = (await benchmarks())(benchmark.space);
  const notes = [...(kept?.problems() ?? []), ...changeNotes(benchmark, now)];
  // A trace does not say which document its search is of.
  return {
    ...result,
    spec,
    notes: result.outcome === "refused" ? result.notes : [...notes, ...result.notes],
  };
}

/** A trace that cannot be written ends no search; its result says so. */
function keptTrace(
  traces: TraceStore,
  { name, past }: { readonly name: string; readonly past?: Trace },
) {
  const file = traces.open(name, past?.kept);
  const problems: string[] = [];
  return {
    ...(past && { past }),
    write(line: string) {
      if (problems.length > 0) return;
      try {
        file.write(line);
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        problems.push(`This search cannot be resumed or saved as a trace: ${why}`);
      }
    },
    close: () => file.close(),
    problems: () => problems,
  };
}

async function traceNamed(traces: TraceStore, name: string): Promise<Trace | messages.Refusal> {
  const text = await traces.read(name);
  if (text === undefined)
    return { refusal: "The trace of this search is not there any more. Run the search again." };
  const trace = readTrace(text);
  return isRefusal(trace) ? { refusal: `The trace ${name}: ${trace.refusal}` } : trace;
}

/** A search runs to its end on the numbers that it began with, whatever is imported meanwhile. */
function changeNotes(began: Benchmark, now: Benchmark): string[] {
  if (now === began || benchmarkChecksum(now) === benchmarkChecksum(began)) return [];
  return [
    `The benchmark has changed since this search began: these are its networks and numbers of before, from ${began.name}. Run it again for those of ${now.name} as it is now.`,
  ];
}
