import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { Benchmark } from "../../data/benchmark";
import { fileProblem } from "../../data/library/file-problem-node";
import { messageOf } from "../../data/library/library";
import { checkpoints } from "../comparison/checkpoints";
import { type Comparison, type ComparisonRequest, compare } from "../comparison/comparison";
import { comparisonText, readComparison } from "../comparison/comparison-file";
import { plotFile } from "../comparison/comparison-plot";
import { type Entrant, parseAlgorithms } from "../comparison/parse-algorithms";
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
import { writeFiles } from "./written-files";

export function addCompare(program: Command) {
  program
    .command("compare")
    .description("Compare search algorithms over many seeds, by their regret to the known optimum")
    .option("--space <name>", "the space to search")
    .option(
      "--algorithms <list>",
      'such as "random, regularized-evolution(population 20, sample 10)"; blox search --help has them all',
      algorithmList,
    )
    .option("--maximize <metric>", "what to search for and to judge by")
    .option("--minimize <metric>", "the same, the lower the better")
    .option("--seeds <count>", "runs of each algorithm, with the seeds 1, 2, 3 …", wholeNumber)
    .option("--budget <evaluations>", "of each run", evaluations)
    .option(
      "--at <list>",
      "after how many evaluations to tell the regret, such as 50,100,200; left out, each quarter of the budget",
      wholeNumbers,
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
      "show what an earlier comparison wrote with --out; with --at, --json and --plot",
    )
    .option("--json", "print a JSON object")
    .action(compareOrShow);
}

interface Options {
  readonly space?: string;
  readonly algorithms?: readonly Entrant[];
  readonly maximize?: string;
  readonly minimize?: string;
  readonly seeds?: number;
  readonly budget?: number;
  readonly at?: readonly number[];
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

async function compareOrShow(options: Options, command: Command) {
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
    await show(comparison, options, options.at);
    return writePlot(comparison, options);
  }
  const { space, algorithms, seeds, budget } = options;
  const objective = objectiveOf(options);
  if (space === undefined) return command.error("error: name a space with --space");
  if (!algorithms) return command.error("error: name algorithms with --algorithms");
  if (!objective)
    return command.error("error: name one metric, with --maximize or with --minimize");
  if (seeds === undefined) return command.error("error: say how many runs with --seeds");
  if (budget === undefined) return command.error("error: say how many evaluations with --budget");
  refuseToReplace(options);
  const benchmark = (await knownBenchmarks(options.db))(spaceNamed(space));
  const request: ComparisonRequest = {
    entrants: algorithms,
    objective,
    seeds,
    budget,
    ...(options.at && { at: options.at }),
    observation: options.observe ?? "lowest seed",
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
const withFrom = ["from", "at", "json", "plot", "log", "force"];

/** One direction and metric; undefined of none or two. */
function objectiveOf({ maximize, minimize }: Options): Objective | undefined {
  if (maximize !== undefined && minimize !== undefined) return undefined;
  if (maximize !== undefined) return { direction: "maximize", metric: maximize };
  return minimize === undefined ? undefined : { direction: "minimize", metric: minimize };
}

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

async function show(
  comparison: Comparison,
  { json }: Options,
  asked: readonly number[] = comparison.at,
) {
  const at = orFailure(checkpoints(asked, comparison.budget));
  const rows = regretTable(comparison, at);
  await printLines(
    json
      ? [JSON.stringify(comparisonReport({ ...comparison, at }, rows))]
      : comparisonLines(comparison, rows),
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
