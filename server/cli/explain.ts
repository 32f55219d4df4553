import type { Command } from "commander";
import { explain } from "../explanations/explanation";
import { explanationReport } from "../explanations/report";
import { databaseOption } from "./benchmark-place";
import { explanationLines } from "./explanation-lines";
import { knownBenchmarks } from "./known-benchmarks";
import { headingLines, networkReport } from "./network-report";
import { printLines } from "./output";
import { complete, pickNetwork } from "./pick-network";
import { readDocument } from "./read-document";

export function addExplain(program: Command) {
  program
    .command("explain")
    .description("How each number of a network came about, part by part and layer by layer")
    .argument("<file>", "a .blox file")
    .option("--network <name>", "the network; left out, the first of the file")
    .option(...databaseOption)
    .option("--json", "print a JSON object")
    .action(explainNetwork);
}

interface Options {
  readonly network?: string;
  readonly db?: string;
  readonly json?: boolean;
}

async function explainNetwork(file: string, { network, db, json }: Options) {
  const { name, space, architecture } = complete(
    file,
    pickNetwork(file, await readDocument(file), network),
  );
  const benchmark = (await knownBenchmarks(db))(space);
  const explanation = explain(benchmark, architecture);
  const report = networkReport(benchmark, name, architecture);
  await printLines(
    json
      ? [JSON.stringify({ ...report, ...explanationReport(explanation) })]
      : [...headingLines(report), ...explanationLines(explanation)],
  );
}
