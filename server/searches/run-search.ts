import { numberAt } from "../../data/benchmark";
import type { FoundNetwork, Refusal, SearchProgress, SearchResult, SearchSpec } from "../messages";
import { foundNetwork, tableColumns } from "../shown-values";
import { isPartial, type Network, type PartialTraining } from "./algorithm";
import { bestList } from "./best-list";
import { type Candidate, tieOrder } from "./candidate";
import { grouped } from "./grouped";
import { indistinguishableNotes, tiedWithFirst } from "./indistinguishable";
import type { LeastSums } from "./least-sums";
import { meanOf } from "./observation";
import { paretoFront } from "./pareto-front";
import { seededRandom } from "./random-source";
import { proposalsOf } from "./scalarised";
import { type CheckedSearch, checkSpec, type ObjectiveColumn } from "./search-spec";
import { isRefusal, type SearchedColumns } from "./searched-columns";
import { trainer } from "./trainer";

/** What a search needs of the world around it. */
export interface Surroundings {
  /** Milliseconds from any beginning. */
  now(): number;
  /** Lets messages in, a cancellation among them; awaited at least every 10 ms or so. */
  pause(): Promise<void>;
  readonly signal: { readonly aborted: boolean };
  onProgress?(progress: SearchProgress): void;
  /** Told of each network once, in order. */
  onEvaluated?(index: number): void;
  /** Loads what solves integer programs in a space that is too large to write out. */
  loadIntegerPrograms?(): Promise<LeastSums>;
}

/**
 * Runs a search to the end of its budget, of its algorithm, or to its cancellation. The same
 * specification and benchmark give the same result but for the time it took.
 */
export async function runSearch(
  benchmark: SearchedColumns,
  spec: SearchSpec,
  surroundings: Surroundings,
): Promise<SearchResult> {
  const checked = checkSpec(benchmark, spec);
  if (isRefusal(checked)) return refused(spec, checked);
  const search = await withSolver(checked, surroundings);

  const run = startRun(benchmark, search, surroundings);
  const started = surroundings.now();
  const elapsedMs = () => surroundings.now() - started;
  let reportedMs = 0;
  while (!surroundings.signal.aborted && run.goOn()) {
    if (elapsedMs() - reportedMs >= progressEveryMs) {
      reportedMs = elapsedMs();
      surroundings.onProgress?.(run.progress(reportedMs));
    }
    await surroundings.pause();
  }
  surroundings.onProgress?.(run.progress(elapsedMs()));
  return run.result(spec, surroundings.signal.aborted, elapsedMs());
}

async function withSolver(
  search: CheckedSearch,
  { loadIntegerPrograms }: Surroundings,
): Promise<CheckedSearch> {
  if (!search.algorithm.solvesPrograms || search.leastSums || !loadIntegerPrograms) return search;
  return { ...search, leastSums: await loadIntegerPrograms() };
}

const sliceMs = 8;
const progressEveryMs = 50;

/** So many proposals in a row that were evaluated before mean that nothing new is to be expected. */
export const mostRepeatsInARow = 10_000;

/** The result of a search that was not run, or that broke off. */
export function refused(spec: SearchSpec, { refusal }: Refusal): SearchResult {
  return {
    spec,
    outcome: "refused",
    notes: [refusal],
    evaluations: 0,
    elapsedMs: 0,
    evaluated: [],
    best: [],
  };
}

/** A search under way. */
function startRun(benchmark: SearchedColumns, search: CheckedSearch, surroundings: Surroundings) {
  const { budget, trainingBudget, algorithm, objectiveColumns, breach } = search;
  const random = seededRandom(search.seed);
  const proposals = proposalsOf(algorithm, search, random, search.parameter);
  const { train, wholeEpochs } = trainer(search);
  const shownColumns = tableColumns(benchmark.columns, search.about);

  const flops = benchmark.columns.find(({ metric }) => metric.name === "flops");
  const best = search.objectives === 1 ? bestList(tieOrder(flops)) : paretoFront(tieOrder(flops));
  const evaluated: number[] = [];
  const candidate = { index: 0, objectives: new Float64Array(search.objectives), breach: 0 };
  const notes = [...observationNotes(objectiveColumns), ...search.notes];
  let unknown = 0;
  let charged = 0;
  let partialTrainings = 0;
  let trainedMs = 0;
  let repeats = 0;
  let reported = 0;
  let isOver = false;
  let isThinking = false;
  let shown: { readonly version: number; readonly networks: FoundNetwork[] } | undefined;

  function evaluate(proposal: Network | PartialTraining) {
    const added = train(proposal, candidate);
    if (added === 0) {
      repeats++;
      return;
    }
    if (charged + added > budget * wholeEpochs) {
      isOver = true;
      return;
    }
    charged += added;
    repeats = 0;
    const { index } = candidate;
    // Where it is not known how long a training takes, none can be charged.
    if (trainingBudget)
      trainedMs += ((numberAt(trainingBudget.trainTimeMs, index) || 0) * added) / wholeEpochs;
    // What is trained in part is no candidate: it only shows the algorithm where to go on.
    if (isPartial(proposal)) {
      partialTrainings++;
      return;
    }
    evaluated.push(index);
    if (candidate.breach === Number.POSITIVE_INFINITY) unknown++;
    best.offer(candidate);
    surroundings.onEvaluated?.(index);
  }

  /** What was charged, in hundredths at most. */
  function evaluations(): number {
    return Math.round((100 * charged) / wholeEpochs) / 100;
  }

  /** Works for a slice of time; false when there is nothing left to do. */
  function goOn(): boolean {
    const { now, signal } = surroundings;
    const until = now() + sliceMs;
    // Looking at the clock costs more than a network, and less than a program to solve.
    const stepsToLook = algorithm.solvesPrograms ? 1 : 16;
    for (let steps = 1; !isOver; steps++) {
      if (signal.aborted) return true;
      if ((isThinking || steps % stepsToLook === 0) && now() >= until) return true;
      const { done, value } = proposals.next(candidate);
      if (done) {
        isOver = true;
        break;
      }
      isThinking = value === undefined;
      if (value === undefined) continue;
      evaluate(value);
      if (charged === budget * wholeEpochs) isOver = true;
      if (trainingBudget && trainedMs >= trainingBudget.budgetMs) isOver = true;
      if (repeats === mostRepeatsInARow) {
        isOver = true;
        notes.push(
          `Ended before its budget: the last ${grouped(repeats)} networks that \`${algorithm.name}\` proposed had all been evaluated before.`,
        );
      }
    }
    return false;
  }

  function bestNetworks(): FoundNetwork[] {
    if (shown?.version !== best.version) {
      const list = best.list();
      const isTied = tiedWithFirst(objectiveColumns, list);
      const networks = list.map(({ index, breach }) => ({
        ...foundNetwork({ space: benchmark.space, columns: shownColumns }, index, breach === 0),
        ...(isTied(index) && { isTied: true as const }),
      }));
      shown = { version: best.version, networks };
    }
    return shown.networks;
  }

  function progress(elapsedMs: number): SearchProgress {
    const since = evaluated.slice(reported);
    reported = evaluated.length;
    return {
      evaluations: evaluations(),
      budget,
      elapsedMs,
      evaluated: since,
      best: bestNetworks(),
    };
  }

  function result(spec: SearchSpec, isCancelled: boolean, elapsedMs: number): SearchResult {
    return {
      spec,
      // A cancellation that comes with the last evaluation has ended nothing.
      outcome: isCancelled && !isOver ? "cancelled" : "finished",
      notes: [
        ...notes,
        ...partialNotes(partialTrainings, evaluated.length, evaluations()),
        ...unknownNotes(unknown),
        ...feasibilityNotes(best.list()),
        ...indistinguishableNotes(objectiveColumns, best.list(), evaluated, breach),
      ],
      evaluations: evaluations(),
      elapsedMs,
      evaluated,
      best: bestNetworks(),
    };
  }

  return { goOn, progress, result };
}

function observationNotes(objectives: readonly ObjectiveColumn[]): string[] {
  return objectives
    .filter(({ column, judged }) => column !== judged)
    .map(
      ({ column, judged, of }) =>
        `The algorithm saw \`${column.metric.name}\` (${of}), and what it found is in that order; \`${judged.metric.name}\` (${meanOf(judged)}) is shown beside it.`,
    );
}

function partialNotes(partial: number, whole: number, charged: number): string[] {
  if (partial === 0) return [];
  return [
    `${grouped(partial)} times a network was trained in part or further, and ${grouped(whole)} networks were trained to the end, which together cost as much as ${grouped(charged)} whole trainings. Only networks trained to the end are shown.`,
  ];
}

function unknownNotes(unknown: number): string[] {
  if (unknown === 0) return [];
  return [
    `${grouped(unknown)} of the evaluated networks lack a value of an objective or a constraint and were passed over.`,
  ];
}

function feasibilityNotes(best: readonly Candidate[]): string[] {
  if (best.length === 0 || best.some(({ breach }) => breach === 0)) return [];
  return ["No evaluated network meets the constraints. Shown are those that break them least."];
}
