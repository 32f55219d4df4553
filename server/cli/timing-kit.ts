import { join } from "node:path";
import type { Command } from "commander";
import { architectureAt, networkCount } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import { expectClassifier } from "../../data/classifier";
import { ExportProblem } from "../../data/export-problem";
import type { Space } from "../../data/space";
import { sampleNetworks } from "../../data/timing/visit-plan";
import type { KitNetwork } from "../../data/timing-kit/kit-network";
import { kitBytes, mostKitNetworks, tooManyNetworks } from "../../data/timing-kit/kit-size";
import { onnx } from "../exports/onnx";
import { listed } from "../model/spelling";
import { grouped } from "../searches/grouped";
import { completeIn, kitNetwork, kitSeed, kitTexts, modelName } from "../timing-kit";
import { Failure } from "./failure";
import { spaceNamed } from "./known-benchmarks";
import { printLines, reportWarning } from "./output";
import { complete, pickNetworks, spaceOf } from "./pick-network";
import { ProgressBar } from "./progress-bar";
import { readDocument } from "./read-document";
import { wholeNumber } from "./whole-number";
import { type PlacedFile, writeFiles } from "./written-files";

export function addTimingKit(program: Command) {
  program
    .command("timing-kit")
    .description("Write networks with a script that times them on another device")
    .argument("[file]", "a .blox file; all its complete networks, or the one of --network")
    .option("--network <name>", "this network of the file only")
    .option("--sample <count>", `so many random networks, ${mostKitNetworks} at most`, wholeNumber)
    .option("--space <name>", "the space of --sample, or of the networks of the file to take")
    .requiredOption("--out <folder>", "the folder to write into")
    .option("--force", "write over files that are there")
    .action(writeKit);
}

interface Options {
  readonly network?: string;
  readonly sample?: number;
  readonly space?: string;
  readonly out: string;
  readonly force?: boolean;
}

async function writeKit(file: string | undefined, options: Options) {
  const { space, networks } = await chosen(file, options);
  expectToRun(space);
  const indices = networks.map(({ index }) => index);
  const megabytes = grouped(Math.ceil(kitBytes(space, indices) / 1e6));
  const count = networks.length === 1 ? "1 network" : `${networks.length} networks`;
  await printLines([`${count} of ${space.name}, about ${megabytes} MB`]);
  await write(space, networks, options);
  await printLines([
    `written to ${options.out}; README.txt in it says how to go on where they are to be timed`,
  ]);
}

/** What to time. Fails where it is not said, said twice, or there is nothing. */
async function chosen(
  file: string | undefined,
  { network, sample, space: name }: Options,
): Promise<{ readonly space: Space; readonly networks: readonly KitNetwork[] }> {
  if ((file === undefined) === (sample === undefined))
    throw new Failure("Say what to time: a file or --sample, one of them.");
  if (file !== undefined) return networksIn(file, network, name);
  const space = spaceNamed(name ?? bloxSpace.name);
  const count = Math.min(sample ?? 0, networkCount(space));
  expectFew(count);
  const { networks } = sampleNetworks(space, count, 1);
  return { space, networks: networks.map((index) => kitNetwork(space, index, "")) };
}

/** The complete networks of a file, of one space. */
async function networksIn(file: string, name: string | undefined, spaceName: string | undefined) {
  const picked = pickNetworks(file, await readDocument(file), name);
  const wanted = picked.filter(({ space }) => spaceName === undefined || space?.name === spaceName);
  const [first] = wanted;
  if (!first) throw new Failure(`${file}: has no network of the space ${spaceName}`);
  const space = spaceOf(file, first);
  const other = wanted.find((network) => network.space !== space);
  if (other) {
    throw new Failure(
      `${file}: has networks of ${space.name} and of ${spaceOf(file, other).name}; a kit is of one space: name it with --space`,
    );
  }
  const incomplete = wanted.filter(({ architecture }) => !architecture);
  if (incomplete.length === wanted.length) complete(file, first);
  if (incomplete.length > 0) {
    const names = listed(incomplete.map((network) => network.name));
    reportWarning(`${file}: ${names} left out: every stage needs a block`);
  }
  const networks = completeIn(space, wanted);
  expectFew(networks.length);
  return { space, networks };
}

function expectFew(count: number) {
  const problem = tooManyNetworks(count);
  if (problem !== undefined) throw new Failure(problem);
}

function expectToRun(space: Space) {
  try {
    expectClassifier(space);
  } catch (error) {
    if (!(error instanceof ExportProblem)) throw error;
    throw new Failure(`Networks of ${space.name} cannot be exported: ${error.message}`);
  }
}

async function write(space: Space, networks: readonly KitNetwork[], { out, force }: Options) {
  const models = networks.map(({ index, file }) => modelFile(space, index, join(out, file)));
  const texts = kitTexts(space, networks).map(({ path, text }) => ({
    path: join(out, path),
    bytes: new TextEncoder().encode(text),
  }));
  const bar = process.stderr.isTTY ? new ProgressBar() : undefined;
  let written = 0;
  try {
    // The script comes last: a folder without it is not complete.
    await writeFiles([...models, ...texts], force === true, ({ path }) => {
      written += 1;
      bar?.show(written / (models.length + texts.length), path);
    });
  } finally {
    bar?.clear();
  }
}

/** It is made when it is written: all of them at once may be more than there is memory for. */
function modelFile(space: Space, index: number, path: string): PlacedFile {
  return {
    path,
    get bytes() {
      const about = { name: modelName(space, index), seed: kitSeed };
      const [file] = onnx.files(space, architectureAt(space, index), about);
      if (!file || !("bytes" in file)) throw new RangeError("an export to ONNX is one file");
      return file.bytes;
    },
  };
}
