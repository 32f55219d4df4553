import { type Command, InvalidArgumentError, Option } from "commander";
import { architectureAt } from "../../data/architecture";
import { hasVectors, vectorOf } from "../../data/architecture-vector";
import type { Benchmark } from "../../data/benchmark";
import { blocksOf } from "../../data/blocks";
import type { Space } from "../../data/space";
import type { Objective, Observation, SearchResult, SearchSpec } from "../messages";
import { metricReports } from "../metric-reports";
import { algorithms, findAlgorithm } from "../searches/algorithms";
import { effectiveParameters } from "../searches/effective-parameters";
import { observationOf } from "../searches/observation";
import { positionsOf } from "../searches/positions";
import { presetAlgorithm } from "../searches/preset-algorithm";
import { presetBudget } from "../searches/preset-budget";
import { runSearch } from "../searches/run-search";
import { notesOf } from "../shown-values";
import { resumeTraced, runTraced } from "../traces/run-traced";
import { alignedTable } from "./aligned-table";
import { databaseOption } from "./benchmark-place";
import { pickDeclaredSearch } from "./declared-search";
import { Failure } from "./failure";
import { interruptibly } from "./interruptibly";
import { knownBenchmarks, spaceNamed } from "./known-benchmarks";
import { observation } from "./observation";
import { printLines, reportWarning } from "./output";
import { pickNetwork, spaceOf } from "./pick-network";
import { readDocument } from "./read-document";
import { benchmarkOfTrace, readTraceFile, writeTrace } from "./trace-files";
import { withCurves } from "./with-curves";

export function addSearch(program: Command) {
  const objectives: Objective[] = [];
  const collect = (direction: Objective["direction"]) => (metric: string) => {
    objectives.push({ direction, metric });
  };
  program
    .command("search")
    .description(
      "Search a space for the best networks by a metric, or for a Pareto front by several",
    )
    .argument("[file]", "a file that declares the search, or whose network says the space")
    .addOption(
      new Option(
        "--search <name>",
        "run this search of the file as it is declared; left out, its only one",
      ),
    )
    .option("--network <name>", "the network of the file; left out, its first")
    .option("--space <name>", "the space to search, where no file is given")
    .option(
      "--algorithm <name>",
      `${algorithms.map(({ name }) => name).join(", ")}; left out: ${presetAlgorithm(1).name}, for several objectives ${presetAlgorithm(2).name}`,
    )
    .option("--set <name=number>", "a parameter of the algorithm; repeatable", collectSetting, {})
    .addOption(
      new Option("--maximize <metric>", "an objective; repeatable").argParser(collect("maximize")),
    )
    .addOption(
      new Option("--minimize <metric>", "an objective; repeatable").argParser(collect("minimize")),
    )
    .option("--subject-to <conditions>", 'such as "params <= 3 M, flops <= 250 M"', "")
    .option("--budget <evaluations>", "left out: 300, or what the algorithm needs", number)
    .addOption(
      new Option(
        "--observe <what>",
        'which of repeated trainings the algorithm sees: mean, or a seed such as "seed 1"; left out, the lowest seed',
      ).argParser(observation),
    )
    .option("--seed <number>", "the same seed gives the same search", number, 1)
    .option(...databaseOption)
    .option(
      "--trace <file>",
      "write every evaluated network to a file, for --resume and blox replay",
    )
    .option("--force", "let --trace write over a file that is there")
    .option("--resume <file>", "go on with the search of a trace that was interrupted")
    .option("--json", "print a JSON object")
    .addHelpText("after", parameterHelp())
    .action((file: string | undefined, options: Options, command: Command) => {
      if (options.resume !== undefined) {
        const given = givenOptions(command, ["resume", "db", "json"]);
        if (file !== undefined || given.length > 0)
          command.error(
            `error: the trace of --resume says all of its search: leave out ${[...(file === undefined ? [] : [file]), ...given].join(", ")}`,
          );
        return resume(options.resume, options);
      }
      if (file === undefined && options.space === undefined)
        command.error("error: name a file, or a space with --space");
      const isDeclared = options.search !== undefined || objectives.length === 0;
      if (file !== undefined && isDeclared) {
        const given = givenOptions(command, ["search", "db", "json", "trace", "force"]);
        if (given.length > 0)
          command.error(
            `error: a search that a file declares says all of itself: leave out ${given.join(", ")}, or name an objective with --maximize or --minimize and leave out --search`,
          );
        return searchDeclared(file, options);
      }
      if (objectives.length === 0)
        command.error("error: name an objective with --maximize or --minimize");
      return search(file, objectives, options);
    });
}

/** The options that the user gave but these: they say what a declared search or a trace says itself. */
function givenOptions(command: Command, others: readonly string[]): string[] {
  return command.options
    .filter((option) => !others.includes(option.attributeName()))
    .filter((option) => command.getOptionValueSource(option.attributeName()) === "cli")
    .map((option) => option.long ?? option.flags);
}

interface Options {
  readonly search?: string;
  readonly network?: string;
  readonly space?: string;
  readonly algorithm?: string;
  readonly set: Readonly<Record<string, number>>;
  readonly subjectTo: string;
  readonly budget?: number;
  readonly observe?: Observation;
  readonly seed: number;
  readonly db?: string;
  readonly trace?: string;
  readonly force?: boolean;
  readonly resume?: string;
  readonly json?: boolean;
}

async function searchDeclared(file: string, options: Options) {
  const model = await readDocument(file);
  const benchmarks = await knownBenchmarks(options.db);
  const { spec, benchmark } = pickDeclaredSearch(file, model, options.search, benchmarks);
  await run(benchmark, spec, options);
}

async function search(
  file: string | undefined,
  objectives: readonly Objective[],
  options: Options,
) {
  const space = await spaceToSearch(file, options);
  const benchmark = (await knownBenchmarks(options.db))(space);
  const algorithm = options.algorithm ?? presetAlgorithm(objectives.length).name;
  const spec: SearchSpec = {
    space: space.name,
    algorithm,
    parameters: options.set,
    objectives,
    subjectTo: options.subjectTo,
    budget: options.budget ?? usualBudget(space, algorithm, objectives.length),
    seed: options.seed,
    ...(options.observe && { observe: options.observe }),
  };
  await run(benchmark, spec, options);
}

async function run(benchmark: Benchmark, spec: SearchSpec, options: Options) {
  const { trace, force } = options;
  const searched = await searchedBenchmark(benchmark, spec, options);
  const result = await interruptibly((surroundings) =>
    trace === undefined
      ? runSearch(searched, spec, surroundings)
      : writeTrace(trace, force ? "replaced" : "none", (write) =>
          runTraced(searched, spec, surroundings, write),
        ),
  );
  await report(benchmark, result, options);
}

/** Prints what the search would have printed that was not interrupted. */
async function resume(path: string, options: Options) {
  const trace = await readTraceFile(path);
  const benchmark = await benchmarkOfTrace(path, trace, options.db);
  if (trace.end?.outcome === "finished")
    reportWarning(`${path}: the search in it is finished; nothing is added to it`);
  const searched = await searchedBenchmark(benchmark, trace.header.search, options);
  const result = await interruptibly((surroundings) =>
    writeTrace(path, { kept: trace.kept }, (write) =>
      resumeTraced(trace, searched, surroundings, write),
    ),
  );
  if (result.outcome === "refused") throw new Failure(`${path}: ${result.notes.join(" ")}`);
  await report(benchmark, result, options);
}

/** With the training curves that an algorithm needs. */
function searchedBenchmark(benchmark: Benchmark, spec: SearchSpec, { db }: Options) {
  return withCurves(benchmark, [spec.algorithm], observationOf(spec), db);
}

async function report(benchmark: Benchmark, result: SearchResult, options: Options) {
  if (result.outcome === "refused") throw new Failure(result.notes.join(" "));
  await printLines(
    options.json ? [JSON.stringify(reportOf(benchmark, result))] : linesOf(benchmark, result),
  );
}

async function spaceToSearch(file: string | undefined, options: Options): Promise<Space> {
  if (file === undefined) return spaceNamed(options.space ?? "");
  return spaceOf(file, pickNetwork(file, await readDocument(file), options.network));
}

function usualBudget(space: Space, algorithm: string, objectives: number): number {
  const choices = positionsOf(space).map(({ choices }) => choices.length);
  return presetBudget(findAlgorithm(algorithm), { choices, objectives });
}

/** Nothing in it depends on the clock: the same search prints the same bytes. */
function reportOf(
  benchmark: Benchmark,
  { spec, outcome, notes, evaluations, evaluated, best }: SearchResult,
) {
  const { space } = benchmark;
  return {
    ...(spec.name && { search: spec.name }),
    space: spec.space,
    ...(spec.choices && { choices: blocksToChooseAmong(space, spec.choices) }),
    algorithm: spec.algorithm,
    parameters: effectiveParameters(spec),
    objectives: spec.objectives,
    subject_to: spec.subjectTo,
    budget: spec.budget,
    ...(spec.gpuHours !== undefined && { gpu_hours: spec.gpuHours }),
    seed: spec.seed,
    outcome,
    evaluations,
    notes: [...notes, ...notesOf(benchmark)],
    best: best.map(({ index, blocks, feasible, isTied }) => ({
      index,
      hash: benchmark.hashOf(index) ?? null,
      vector: hasVectors(space) ? vectorOf(space, architectureAt(space, index)) : null,
      blocks,
      feasible,
      ...(isTied && { tied_with_best: true }),
      metrics: metricReports(benchmark, index),
    })),
    evaluated,
  };
}

/** Block expressions, stage by stage. */
function blocksToChooseAmong(space: Space, choices: NonNullable<SearchSpec["choices"]>) {
  return choices.map((allowed, stage) => {
    const blocks = blocksOf(space, stage);
    return allowed.map((block) => blocks[block]?.expression ?? "");
  });
}

function linesOf(
  benchmark: Benchmark,
  { outcome, notes, best, evaluated, elapsedMs, spec }: SearchResult,
): string[] {
  const { space } = benchmark;
  const shown = new Set(best.flatMap(({ values }) => values.map(({ metric }) => metric)));
  const columns = benchmark.columns.filter(({ metric }) => shown.has(metric.name));
  const stages = space.stages.map((_, stage) => `stage ${stage + 1}`);
  const what = spec.objectives.length === 1 ? "best" : "Pareto front";
  const heading = columns.map(({ metric, provenance }) =>
    provenance === "exact" ? `${metric.title} (exact)` : metric.title,
  );
  const rows = best.map(({ index, blocks, values, feasible, isTied }) => [
    `${index}`,
    ...columns.map(
      ({ metric }) => values.find((value) => value.metric === metric.name)?.text ?? "unknown",
    ),
    ...blocks,
    ...(feasible ? [] : ["breaks a constraint"]),
    ...(isTied ? ["≈ the best"] : []),
  ]);
  return [
    `${what} of ${evaluated.length} networks evaluated in ${Math.round(elapsedMs)} ms${outcome === "cancelled" ? ", interrupted" : ""}`,
    "",
    ...alignedTable([["index", ...heading, ...stages], ...rows]),
    "",
    ...notes,
    ...notesOf(benchmark),
  ];
}

function collectSetting(
  text: string,
  earlier: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const [, name, value] = /^([\w-]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError("Expected a name and a number, such as population=50.");
  return { ...earlier, [name]: number(value) };
}

function number(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError("Expected a number.");
  return value;
}

function parameterHelp(): string {
  const rows = algorithms.flatMap((algorithm) => [
    [algorithm.name, algorithm.description],
    ...algorithm.parameters.map((parameter) => [
      `  ${parameter.name}`,
      `${parameter.description}; ${parameter.minimum} to ${parameter.maximum}, default ${parameter.default}`,
    ]),
  ]);
  return ["", "Algorithms:", ...alignedTable(rows).map((line) => `  ${line}`)].join("\n");
}
