import type { Command } from "commander";
import { indexOf, networkText } from "../../data/architecture";
import { parseVector, VectorError } from "../../data/architecture-vector";
import type { Benchmark } from "../../data/benchmark";
import { databaseOption } from "./benchmark-place";
import { knownBenchmarks, spaceNamed } from "./known-benchmarks";
import { networkLines, networkReport } from "./network-report";
import { printLines, reportFailure } from "./output";

export function addVector(program: Command) {
  program
    .command("vector")
    .description("The networks that architecture vectors mean, as text and with their metrics")
    .argument(
      "<vector...>",
      "such as [[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]; - reads lines",
    )
    .option("--space <name>", "the space that the vectors are of", "blox")
    .option(...databaseOption)
    .option("--json", "print one JSON object a vector, a line each")
    .action(vector);
}

interface Options {
  readonly space: string;
  readonly db?: string;
  readonly json?: boolean;
}

async function vector(vectors: readonly string[], { space, db, json = false }: Options) {
  const benchmark = (await knownBenchmarks(db))(spaceNamed(space));
  for (const given of vectors) {
    if (given === "-") {
      for await (const lines of linesOfInput()) await printVectors(benchmark, lines, json);
    } else {
      await printVectors(benchmark, [given], json);
    }
  }
}

/** The lines of standard input that are not blank, as they come. */
async function* linesOfInput(): AsyncGenerator<string[]> {
  let rest = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) {
    const lines = `${rest}${chunk}`.split("\n");
    rest = lines.pop() ?? "";
    yield lines.map((line) => line.trim()).filter((line) => line !== "");
  }
  if (rest.trim() !== "") yield [rest.trim()];
}

async function printVectors(benchmark: Benchmark, vectors: readonly string[], json: boolean) {
  const lines: string[] = [];
  for (const vector of vectors) {
    try {
      lines.push(...linesOf(benchmark, vector, json));
    } catch (error) {
      if (!(error instanceof VectorError)) throw error;
      process.exitCode = 1;
      if (json) lines.push(JSON.stringify({ vector, error: error.message }));
      else reportFailure(`${shortened(vector)}: ${error.message}`);
    }
  }
  await printLines(lines);
}

function linesOf(benchmark: Benchmark, vector: string, json: boolean): string[] {
  const { space } = benchmark;
  const architecture = parseVector(space, vector);
  const name = `${space.name}-${indexOf(space, architecture)}`;
  const report = networkReport(benchmark, name, architecture);
  const text = networkText(space, architecture, name);
  return json
    ? [JSON.stringify({ ...report, text })]
    : [...networkLines(benchmark, report), "", text];
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
