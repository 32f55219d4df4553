import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Benchmark } from "../../data/benchmark";
import { fileProblem } from "../../data/library/file-problem-node";
import { messageOf } from "../../data/library/library";
import { checkpoints, hourCheckpoints } from "../comparison/checkpoints";
import { type Comparison, type ComparisonRequest, compare } from "../comparison/comparison";
import { comparisonText, readComparison } from "../comparison/comparison-file";
import { plotFile } from "../comparison/comparison-plot";
import { type Entrant, parseAlgorithms } from "../comparison/parse-algorithms";
import { hoursReached } from "../comparison/regret";
import { regretTable } from "../comparison/regret-table";
import type { Objective, Observation, Refusal } from "../messages";
import { grouped } from "../searches/grouped";
import { databaseOption } from "./benchmark-place";
import { comparisonLines, comparisonReport } from "./comparison-report";
import { Failure } from "./failure";
import { knownBenchmarks, spaceNamed } from "./known-benchmarks";
import { observation } from "./observation";
import { printLines, reportFailure } from "./output";
import { programPlatform } from "./program-platform";
import { ProgressBar } from "./progress-bar";
import { wholeNumber } from "./whole-number";
import { withCurves } from "./with-curves";
import { writeFiles } from "./written-files";

export function addCompare(program: Command) {
  const objectives: Objective[] = [];
  const collect = (direction: Objective["direction"]) => (metric: string) => {
    objectives.push({ direction, metric });
  };
  program
    .command("compare")
    .description("Compare search algorithms over many seeds, by their regret to the known optimum")
    .option("--space <name>", "the space to search")
    .option(
      "--algorithms <list>",
      'such as "random, regularized-evolution(population 20, sample 10)"; blox search --help has them all',
      algorithmList,
    )
    .addOption(
      new Option(
        "--maximize <metric>",
        "what to search for and to judge by; with two objectives, by the hypervolume of the Pareto front",
      ).argParser(collect("maximize")),
    )
    .addOption(
      new Option("--minimize <metric>", "the same, the lower the better").argParser(
        collect("minimize"),
      ),
    )
    .option("--subject-to <conditions>", 'such as "params <= 3 M, flops <= 250 M"')
    .option("--seeds <count>", "runs of each algorithm, with the seeds 1, 2, 3 …", wholeNumber)
    .option("--budget <evaluations>", "of each run", evaluations)
    .option(
      "--at <list>",
      "after how many evaluations to tell the regret, such as 50,100,200; left out, each quarter of the budget",
      wholeNumbers,
    )
    .option(
      "--at-hours <list>",
      "after how many hours of training to tell it too, such as 10,100; where the benchmark has train_time",
      positiveNumbers,
    )
    .addOption(
      new Option(
        "--observe <what>",
        'which of repeated trainings the algorithms see: mean, or a seed such as "seed 1"; left out, the lowest seed. They are judged by the mean',
      ).argParser(observation),
    )
    .option("--count-repeats", "charge a network that comes again as an evaluation too")
    .option("--workers <count>", "threads at most; left out, one a core", wholeNumber)
    .option(...databaseOption)
    .option("--out <file>", "write all that was found to a file, for --from")
    .option("--plot <file>", "draw the regrets of all algorithms into an SVG file")
    .option("--log", "with --plot: the logarithm of the regret")
    .option("--force", "write over files that are there")
    .option(
      "--from <file>",
      "show what an earlier comparison wrote with --out; with --at, --at-hours, --json and --plot",
    )
    .option("--json", "print a JSON object")
    .action((options: Options, command: Command) => compareOrShow(objectives, options, command));
}

interface Options {
  readonly space?: string;
  readonly algorithms?: readonly Entrant[];
  readonly subjectTo?: string;
  readonly seeds?: number;
  readonly budget?: number;
  readonly at?: readonly number[];
  readonly atHours?: readonly number[];
  readonly observe?: Observation;
  readonly countRepeats?: boolean;
  readonly workers?: number;
  readonly db?: string;
  readonly out?: string;
  readonly plot?: string;
  readonly log?: boolean;
  readonly force?: boolean;
  readonly from?: string;
  readonly json?: boolean;
}

async function compareOrShow(objectives: readonly Objective[], options: Options, command: Command) {
  if (options.log && options.plot === undefined)
    return command.error("error: --log is for the plot of --plot: name its file");
  if (options.from !== undefined) {
    const others = command.options
      .filter((option) => !withFrom.includes(option.attributeName()))
      .filter((option) => command.getOptionValueSource(option.attributeName()) === "cli")
      .map(({ long, flags }) => long ?? flags);
    if (others.length > 0)
      command.error(`error: the file of --from says all else: leave out ${others.join(", ")}`);
    refuseToReplace(options);
    const comparison = await comparisonIn(options.from);
    await show(comparison, options);
    return writePlot(comparison, options);
  }
  const { space, algorithms, seeds, budget } = options;
  if (space === undefined) return command.error("error: name a space with --space");
  if (!algorithms) return command.error("error: name algorithms with --algorithms");
  if (objectives.length === 0)
    return command.error("error: name a metric, with --maximize or with --minimize");
  if (seeds === undefined) return command.error("error: say how many runs with --seeds");
  if (budget === undefined) return command.error("error: say how many evaluations with --budget");
  refuseToReplace(options);
  const observed = options.observe ?? "lowest seed";
  const benchmark = await withCurves(
    (await knownBenchmarks(options.db))(spaceNamed(space)),
    algorithms.map(({ name }) => name),
    observed,
    options.db,
  );
  const request: ComparisonRequest = {
    entrants: algorithms,
    objectives,
    ...(options.subjectTo !== undefined && { subjectTo: options.subjectTo }),
    seeds,
    budget,
    ...(options.at && { at: options.at }),
    ...(options.atHours && { atHours: options.atHours }),
    observation: observed,
    repeats: options.countRepeats ? "counted" : "free",
  };
  const comparison = await compareInterruptibly(benchmark, request, options.workers);
  if (!comparison) return reportCancelled();
  await show(comparison, options);
  if (options.out !== undefined) {
    const bytes = new TextEncoder().encode(comparisonText(comparison));
    await writeFiles([{ path: options.out, bytes }], true);
  }
  await writePlot(comparison, options);
}

/** What may be said beside `--from`. */
const withFrom = ["from", "at", "atHours", "json", "plot", "log", "force"];

/** Before the work, not after it. */
function refuseToReplace({ out, plot, force }: Options) {
  if (force) return;
  for (const [option, path] of Object.entries({ out, plot })) {
    if (path === undefined || !existsSync(path)) continue;
    throw new Failure(
      `${path}: is there already; name another place with --${option}, or write over it with --force`,
    );
  }
}

async function writePlot(comparison: Comparison, { plot, log }: Options) {
  if (plot === undefined) return;
  const bytes = new TextEncoder().encode(plotFile(comparison, log === true));
  await writeFiles([{ path: plot, bytes }], true);
}

/** Ctrl-C ends it, and what was found until then is no comparison: undefined. */
async function compareInterruptibly(
  benchmark: Benchmark,
  request: ComparisonRequest,
  most = Number.POSITIVE_INFINITY,
): Promise<Comparison | undefined> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  const bar = process.stderr.isTTY ? new ProgressBar() : undefined;
  process.once("SIGINT", interrupt);
  try {
    const platform = programPlatform();
    const found = await compare(benchmark, request, {
      platform,
      workers: Math.min(most, platform.parallelism),
      signal: interruption.signal,
      onProgress: (done, runs) =>
        bar?.show(done / runs, `${grouped(done)} of ${grouped(runs)} runs`),
    });
    return found && orFailure(found);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`The comparison broke off and has no result: ${messageOf(error)}`);
  } finally {
    process.off("SIGINT", interrupt);
    bar?.clear();
  }
}

function reportCancelled() {
  reportFailure("Cancelled: half a comparison is none, so that nothing was shown or written.");
  process.exitCode = 130;
}

async function comparisonIn(path: string): Promise<Comparison> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new Failure(`${path}: ${fileProblem(error, "to read it")}`);
  });
  const comparison = readComparison(text);
  if ("refusal" in comparison) throw new Failure(`${path}: ${comparison.refusal}`);
  return comparison;
}

async function show(comparison: Comparison, { json, ...asked }: Options) {
  const { budget, algorithms } = comparison;
  const at = orFailure(checkpoints(asked.at ?? comparison.at, budget));
  const reached = Math.min(...algorithms.map(({ traces }) => hoursReached(traces, budget)));
  const { hours, notes } = orFailure(hourCheckpoints(asked.atHours ?? comparison.atHours, reached));
  const rows = regretTable(comparison, at, hours);
  const shown = { ...comparison, at, atHours: hours, notes: [...comparison.notes, ...notes] };
  await printLines(
    json ? [JSON.stringify(comparisonReport(shown, rows))] : comparisonLines(shown, rows),
  );
}

function orFailure<Found extends object>(found: Found | Refusal): Found {
  if ("refusal" in found) throw new Failure(found.refusal);
  return found;
}

function algorithmList(text: string): readonly Entrant[] {
  const entrants = parseAlgorithms(text);
  if ("refusal" in entrants) throw new InvalidArgumentError(entrants.refusal);
  return entrants;
}

/** Whether there can be so many is for the search to say. */
function evaluations(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number.");
}

function wholeNumbers(text: string): readonly number[] {
  return text.split(",").map((part) => wholeNumber(part.trim()));
}

function positiveNumbers(text: string): readonly number[] {
  return text.split(",").map((part) => {
    const value = part.trim() === "" ? Number.NaN : Number(part);
    if (value > 0 && Number.isFinite(value)) return value;
    throw new InvalidArgumentError("Expected numbers above 0.");
  });
}
