import type { Command } from "commander";
import { architectureAt, networkText } from "../../data/architecture";
import type { Benchmark } from "../../data/benchmark";
import type { Space } from "../../data/space";
import { listed, similarNames } from "../model/spelling";
import { findArchitecture } from "../network-requests";
import { databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { knownBenchmarks, spaceNamed } from "./known-benchmarks";
import { networkLines, networkReport } from "./network-report";
import { printLines, reportFailure } from "./output";
import { readDocument } from "./read-document";

export function addVector(program: Command) {
  program
    .command("vector")
    .description(
      "The networks that architecture vectors, model hashes or indices mean, as text and with their metrics",
    )
    .argument(
      "<vector...>",
      "such as [[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]], 32 hexadecimal digits, or a number (123, #123); - reads lines",
    )
    .option("--space <name>", "the space that they are of", "blox")
    .option("--file <file>", "a .blox file that declares the space, or imports it")
    .option(...databaseOption)
    .option("--json", "print one JSON object a network, a line each")
    .action(vector);
}

interface Options {
  readonly space: string;
  readonly file?: string;
  readonly db?: string;
  readonly json?: boolean;
}

async function vector(vectors: readonly string[], { space, file, db, json = false }: Options) {
  const known = file === undefined ? spaceNamed(space) : await spaceIn(file, space);
  const benchmark = (await knownBenchmarks(db))(known);
  for (const given of vectors) {
    if (given === "-") {
      for await (const lines of linesOfInput()) await printVectors(benchmark, lines, json);
    } else {
      await printVectors(benchmark, [given], json);
    }
  }
}

async function spaceIn(file: string, name: string): Promise<Space> {
  const { spaces } = await readDocument(file);
  const space = spaces.named(name);
  if (space) return space;
  const [similar] = similarNames(name, spaces.names);
  const question = similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
  throw new Failure(
    `${file}: there is no space \`${name}\` without mistakes.${question} Known are ${listed(spaces.names)}.`,
  );
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
    const found = findArchitecture(benchmark, vector);
    if ("index" in found) {
      lines.push(...linesOf(benchmark, found.index, json));
      continue;
    }
    process.exitCode = 1;
    if (json) lines.push(JSON.stringify({ vector, error: found.refusal }));
    else reportFailure(`${shortened(vector)}: ${found.refusal}`);
  }
  await printLines(lines);
}

function linesOf(benchmark: Benchmark, index: number, json: boolean): string[] {
  const { space } = benchmark;
  const architecture = architectureAt(space, index);
  const name = `${space.name}-${index}`;
  const report = networkReport(benchmark, name, architecture);
  const text = networkText(space, architecture, name);
  return json
    ? [JSON.stringify({ ...report, text })]
    : [...networkLines(benchmark, report), "", text];
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
