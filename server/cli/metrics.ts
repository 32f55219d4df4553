import type { Command } from "commander";
import type { NetworkModel } from "../model/network-model";
import { notesOf } from "../shown-values";
import { databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { knownBenchmarks } from "./known-benchmarks";
import { networkLines, networkReport } from "./network-report";
import { printLines, reportFailure } from "./output";
import { complete, pickNetworks } from "./pick-network";
import { readDocument } from "./read-document";

export function addMetrics(program: Command) {
  program
    .command("metrics")
    .description(
      "What the networks of a file cost and how good they are, and where that is known from",
    )
    .argument("<file>", "a .blox file")
    .option("--network <name>", "this network only")
    .option(...databaseOption)
    .option("--json", "print one JSON object a network, a line each")
    .action(metrics);
}

interface Options {
  readonly network?: string;
  readonly db?: string;
  readonly json?: boolean;
}

async function metrics(file: string, { network: name, db, json }: Options) {
  const networks = pickNetworks(file, await readDocument(file), name);
  const benchmarks = await knownBenchmarks(db);
  const notes = new Set<string>();
  for (const network of networks) {
    const known = completeOrReported(file, network);
    if (!known) continue;
    const benchmark = benchmarks(known.space);
    const report = networkReport(benchmark, known.name, known.architecture);
    await printLines(json ? [JSON.stringify(report)] : [...networkLines(benchmark, report), ""]);
    for (const note of notesOf(benchmark)) notes.add(note);
  }
  if (!json) await printLines([...notes]);
}

/** One network that is not complete does not keep the others of its file from being shown. */
function completeOrReported(file: string, network: NetworkModel) {
  try {
    return complete(file, network);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    reportFailure(error.message);
    return undefined;
  }
}
