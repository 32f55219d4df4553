import { type Command, InvalidArgumentError } from "commander";
import type { Benchmark } from "../../data/benchmark";
import { ExportProblem } from "../../data/export-problem";
import type { ExportedFile, Exporter } from "../exports/exporter";
import { exporters, findExporter } from "../exports/exporters";
import { fileName } from "../exports/file-name";
import { listed, similarNames } from "../model/spelling";
import { databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { knownBenchmarks } from "./known-benchmarks";
import { printLines, printWhole } from "./output";
import { type CompleteNetwork, complete, pickNetwork } from "./pick-network";
import { readDocument } from "./read-document";
import { writeFiles, writePlaces } from "./written-files";

export function addExport(program: Command) {
  program
    .command("export")
    .description("Write a network in another format, to run it or to show it elsewhere")
    .argument("<file>", "a .blox file")
    .option("--network <name>", "the network; left out, the first of the file")
    .requiredOption(
      "--to <format>",
      `the format: ${exporters.map(({ name }) => name).join(", ")}`,
      exporterNamed,
    )
    .option(
      "--out <path>",
      "the file, or the folder to write into; - prints it. Left out, text is printed, and all else goes into the current folder",
    )
    .option(
      "--seed <number>",
      "the same seed gives the same initial weights, where the format has some",
      seedNumber,
      1,
    )
    .option(...databaseOption)
    .option("--force", "write over files that are there")
    .addHelpText("after", `\nFormats:\n${formatLines().join("\n")}`)
    .action(exportNetwork);
}

interface Options {
  readonly network?: string;
  readonly to: Exporter;
  readonly out?: string;
  readonly seed: number;
  readonly db?: string;
  readonly force?: boolean;
}

async function exportNetwork(file: string, { network, to, out, seed, db, force }: Options) {
  const known = complete(file, pickNetwork(file, await readDocument(file), network));
  // The other formats need no benchmark, but a wrong name of one is told.
  const isAsked = to.holdsMetrics || db !== undefined;
  const benchmark = isAsked ? (await knownBenchmarks(db))(known.space) : undefined;
  const files = filesOf(file, known, to, seed, benchmark);
  const [only, another] = files;
  const isPrinted = out === "-" || (out === undefined && only && "text" in only);
  if (only && !another && isPrinted) return print(only);
  if (out === "-")
    throw new Failure(`${to.title} is several files: name a folder for them with --out`);
  const places = await writePlaces(files, out, fileName(known.name));
  await writeFiles(places, force === true);
  await printLines(places.map(({ path }) => `written to ${path}`));
}

function filesOf(
  path: string,
  { name, space, architecture }: CompleteNetwork,
  exporter: Exporter,
  seed: number,
  benchmark: Benchmark | undefined,
): readonly ExportedFile[] {
  try {
    return exporter.files(space, architecture, { name, seed, ...(benchmark && { benchmark }) });
  } catch (error) {
    if (!(error instanceof ExportProblem)) throw error;
    throw new Failure(`${path}: network ${name} cannot be exported: ${error.message}`);
  }
}

function print(file: ExportedFile): Promise<void> {
  if ("text" in file) return printWhole(file.text);
  if (process.stdout.isTTY)
    throw new Failure(`${file.path} is no text for a terminal: name a file with --out`);
  return printWhole(file.bytes);
}

function exporterNamed(name: string): Exporter {
  const exporter = findExporter(name);
  if (exporter) return exporter;
  const names = exporters.map((each) => each.name);
  const [similar] = similarNames(name, names);
  const question = similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
  throw new InvalidArgumentError(
    `There is no such format.${question} Known ${names.length === 1 ? "is" : "are"} ${listed(names)}.`,
  );
}

function formatLines(): string[] {
  const width = Math.max(...exporters.map(({ name }) => name.length));
  return exporters.map(
    ({ name, title, description }) => `  ${name.padEnd(width)}  ${title}: ${description}`,
  );
}

const largestSeed = 2 ** 32 - 1;

function seedNumber(text: string): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= largestSeed) return Number(text);
  throw new InvalidArgumentError(`Expected a whole number from 0 to ${largestSeed}.`);
}
