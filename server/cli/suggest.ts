import { type Command, Option } from "commander";
import type { MetricColumn } from "../../data/benchmark";
import type { Change, ReplacedNetwork } from "../messages";
import { constraintsOf } from "../requirements";
import { isRefusal } from "../searches/searched-columns";
import { notesOf } from "../shown-values";
import { replacementsOf } from "../suggestions/one-replacement";
import { type PresentNetwork, presentNetwork } from "../suggestions/present-network";
import { safePath } from "../suggestions/safe-path";
import { twoBlocks } from "../suggestions/two-blocks";
import { alignedTable } from "./aligned-table";
import { databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { knownBenchmarks } from "./known-benchmarks";
import { printLines } from "./output";
import { complete, pickNetwork } from "./pick-network";
import { readDocument } from "./read-document";
import { wholeNumber } from "./whole-number";

export function addSuggest(program: Command) {
  program
    .command("suggest")
    .description("What replacing one block of a network, two, or one after the other leads to")
    .argument("<file>", "a .blox file")
    .option("--network <name>", "the network; left out, the first of the file")
    .option("--stage <number>", "replacements of one block in this stage only", wholeNumber)
    .addOption(
      new Option("--replace <blocks>", "how many blocks to replace at once")
        .choices(["1", "2"])
        .default("1"),
    )
    .addOption(
      new Option(
        "--path",
        "the shortest sequence of replacements to the most accurate network that breaks no requirement on the way",
      ).conflicts(["replace", "stage"]),
    )
    .option(...databaseOption)
    .option("--json", "print a JSON object")
    .action(suggest);
}

interface Options {
  readonly network?: string;
  readonly stage?: number;
  readonly replace: "1" | "2";
  readonly path?: boolean;
  readonly db?: string;
  readonly json?: boolean;
}

/** What is printed: as an object, and as lines. */
interface Report {
  readonly object: object;
  readonly table: readonly (readonly string[])[];
  /** Above the table. */
  readonly sentence?: string;
  readonly notes: readonly string[];
}

async function suggest(file: string, options: Options) {
  if (options.replace === "2" && options.stage !== undefined)
    throw new Failure("--stage is for replacements of one block: leave out --replace 2 or --stage");
  const model = await readDocument(file);
  const picked = pickNetwork(file, model, options.network);
  const { name, space, architecture } = complete(file, picked);
  const benchmark = (await knownBenchmarks(options.db))(space);
  const constraints = constraintsOf(model, picked, benchmark);
  const present = presentNetwork(name, architecture, benchmark, constraints);
  const { object, table, sentence, notes } = reportOn(present, options);
  const { columns } = present;
  const allNotes = [...notes, ...notesOf(benchmark)];
  if (options.json) {
    const about = { network: name, space: space.name, index: present.index };
    await printLines([JSON.stringify({ ...about, ...object, notes: allNotes })]);
  } else {
    const isDoubtful = table.some((row) => row.some((cell) => cell.startsWith(undecided)));
    await printLines([
      ...(sentence === undefined ? [] : [sentence, ""]),
      ...(table.length === 0 ? [] : [...alignedTable([headingOf(columns, options), ...table]), ""]),
      ...(isDoubtful ? [doubt] : []),
      ...allNotes,
    ]);
  }
}

const undecided = "≈ ";

const doubt =
  "≈: within two standard errors of the difference, √(se₁² + se₂²), so that the two networks cannot be told apart by it.";

function reportOn(present: PresentNetwork, { path, replace, stage }: Options): Report {
  if (path) return pathReport(present);
  return replace === "2" ? pairReport(present) : oneBlockReport(present, stage);
}

function oneBlockReport(
  { benchmark, columns, architecture }: PresentNetwork,
  stage: number | undefined,
): Report {
  const { space } = benchmark;
  const stages = space.stages.length;
  if (stage !== undefined && stage > stages) {
    throw new Failure(`${space.name} has stages 1 to ${stages}; there is no stage ${stage}`);
  }
  const replacements = replacementsOf({ ...benchmark, columns }, architecture).filter(
    (replacement) => stage === undefined || replacement.stage === stage,
  );
  return {
    object: {
      replacements: replacements.map(({ stage, block, index, changes }) => ({
        stage,
        block,
        index,
        changes: changesReport(columns, changes),
      })),
    },
    table: replacements.map(({ stage, block, changes }) => [
      `${stage}`,
      block,
      ...changeCells(columns, changes),
    ]),
    notes: [],
  };
}

function pairReport(present: PresentNetwork): Report {
  const { columns } = present;
  const found = twoBlocks(present);
  if (isRefusal(found)) throw new Failure(found.refusal);
  return {
    object: {
      summary: found.sentence,
      replacements: found.best.map((network) => networkReport(columns, network)),
    },
    table: found.best.map(({ replaced, changes }) => [
      replacedText(replaced),
      ...changeCells(columns, changes),
    ]),
    ...found,
  };
}

function pathReport(present: PresentNetwork): Report {
  const { columns } = present;
  const found = safePath(present);
  if (isRefusal(found)) throw new Failure(found.refusal);
  return {
    object: {
      summary: found.sentence,
      steps: found.steps.map((step) => networkReport(columns, step)),
    },
    table: found.steps.map(({ replaced, network, changes }, place) => [
      `${place + 1}`,
      replacedText(replaced),
      ...columns.map(({ metric }) => {
        const value = network.values.find(({ metric: name }) => name === metric.name);
        const change = changes.find(({ metric: name }) => name === metric.name);
        return marked(change, value?.text ?? "unknown");
      }),
    ]),
    ...found,
  };
}

function headingOf(columns: readonly MetricColumn[], { path, replace }: Options): string[] {
  const first = path ? ["step", "replaced"] : replace === "2" ? ["replaced"] : ["stage", "block"];
  const metrics = columns.map(({ metric, provenance }) =>
    provenance === "exact" ? `${metric.title} (exact)` : metric.title,
  );
  return [...first, ...metrics];
}

/** `stage 1: conv -> mbconv, stage 3: bconv` */
function replacedText(replaced: ReplacedNetwork["replaced"]): string {
  return replaced.map(({ stage, block }) => `stage ${stage}: ${block}`).join(", ");
}

function changeCells(columns: readonly MetricColumn[], changes: readonly Change[]): string[] {
  return columns.map(({ metric }) => {
    const change = changes.find((change) => change.metric === metric.name);
    return marked(change, change?.text ?? "unknown");
  });
}

function marked(change: Change | undefined, text: string): string {
  return change?.verdict === "undecided" ? undecided + text : text;
}

function networkReport(
  columns: readonly MetricColumn[],
  { replaced, network, changes }: ReplacedNetwork,
) {
  return {
    index: network.index,
    replaced,
    meets_requirements: network.feasible,
    metrics: Object.fromEntries(network.values.map(({ metric, value }) => [metric, value])),
    changes: changesReport(columns, changes),
  };
}

function changesReport(columns: readonly MetricColumn[], changes: readonly Change[]) {
  return Object.fromEntries(
    changes.map(({ metric, difference, verdict, provenance, standardError }) => [
      metric,
      {
        difference,
        unit: columns.find((column) => column.metric.name === metric)?.metric.unit,
        verdict,
        provenance,
        ...(standardError !== undefined && { standard_error: standardError }),
      },
    ]),
  );
}
