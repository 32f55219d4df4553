import { type Command, InvalidArgumentError } from "commander";
import { indexOf } from "../../data/architecture";
import type { Benchmark } from "../../data/benchmark";
import type { Replacement } from "../messages";
import { notesOf, tableColumns } from "../shown-values";
import { replacementsOf } from "../suggestions";
import { alignedTable } from "./aligned-table";
import { databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { knownBenchmarks } from "./known-benchmarks";
import { printLines } from "./output";
import { complete, pickNetwork } from "./pick-network";
import { readDocument } from "./read-document";

export function addSuggest(program: Command) {
  program
    .command("suggest")
    .description("Every replacement of one block of a network, and what it changes")
    .argument("<file>", "a .blox file")
    .option("--network <name>", "the network; left out, the first of the file")
    .option("--stage <number>", "replacements in this stage only", wholeNumber)
    .option(...databaseOption)
    .option("--json", "print a JSON object")
    .action(suggest);
}

interface Options {
  readonly network?: string;
  readonly stage?: number;
  readonly db?: string;
  readonly json?: boolean;
}

async function suggest(file: string, { network: name, stage, db, json }: Options) {
  const network = complete(file, pickNetwork(file, await readDocument(file), name));
  const stages = network.space.stages.length;
  if (stage !== undefined && (stage < 1 || stage > stages))
    throw new Failure(
      `${network.space.name} has stages 1 to ${stages}; there is no stage ${stage}`,
    );
  const benchmark = (await knownBenchmarks(db))(network.space);
  const replacements = replacementsOf(benchmark, network.architecture).filter(
    (replacement) => stage === undefined || replacement.stage === stage,
  );
  if (json) {
    const report = {
      network: network.name,
      space: network.space.name,
      index: indexOf(network.space, network.architecture),
      replacements: replacements.map((replacement) => reportOf(benchmark, replacement)),
      notes: notesOf(benchmark),
    };
    await printLines([JSON.stringify(report)]);
  } else {
    await printLines([...tableOf(benchmark, replacements), "", ...notesOf(benchmark)]);
  }
}

function reportOf({ columns }: Benchmark, { stage, block, index, changes }: Replacement) {
  return {
    stage,
    block,
    index,
    changes: Object.fromEntries(
      changes.map(({ metric, difference, provenance, standardError }) => [
        metric,
        {
          difference,
          unit: columns.find((column) => column.metric.name === metric)?.metric.unit,
          provenance,
          ...(standardError !== undefined && { standard_error: standardError }),
        },
      ]),
    ),
  };
}

function tableOf(benchmark: Benchmark, replacements: readonly Replacement[]): string[] {
  const columns = tableColumns(benchmark.columns);
  const heading = columns.map(({ metric, provenance }) =>
    provenance === "exact" ? `${metric.title} (exact)` : metric.title,
  );
  return alignedTable([
    ["stage", "block", ...heading],
    ...replacements.map(({ stage, block, changes }) => [
      `${stage}`,
      block,
      ...columns.map(
        ({ metric }) => changes.find((change) => change.metric === metric.name)?.text ?? "unknown",
      ),
    ]),
  ]);
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Expected a whole number.");
  return Number(text);
}
