import { join } from "node:path";
import { type Command, Option } from "commander";
import { networkCount } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import { ExportProblem } from "../../data/export-problem";
import type { Space } from "../../data/space";
import { type KitText, mostTrainedNetworks, trainingKit } from "../../data/training-kit/kit-files";
import { grouped } from "../searches/grouped";
import { seededRandom } from "../searches/random-source";
import { Failure } from "./failure";
import { inOneSpace } from "./one-space";
import { printLines } from "./output";
import { complete, pickNetworks } from "./pick-network";
import { readDocument } from "./read-document";
import { spaceFor } from "./space-for";
import { wholeNumber } from "./whole-number";
import { writeFiles } from "./written-files";

export function addTrainingKit(program: Command) {
  program
    .command("training-kit")
    .description("Write networks as PyTorch modules with a script that trains them all")
    .argument("[file]", "a .blox file: its networks, or the one that declares the space")
    .option("--all", "all networks of the space")
    .addOption(
      new Option("--sample <count>", "so many random networks of the space")
        .argParser(wholeNumber)
        .conflicts("all"),
    )
    .option("--space <name>", `the space of --all and --sample (default: ${bloxSpace.name})`)
    .requiredOption("--out <folder>", "the folder to write into")
    .option("--force", "write over files that are there")
    .action(writeKit);
}

interface Options {
  readonly all?: boolean;
  readonly sample?: number;
  readonly space?: string;
  readonly out: string;
  readonly force?: boolean;
}

async function writeKit(file: string | undefined, options: Options) {
  const { out, force } = options;
  const { space, networks } = await chosen(file, options);
  const files = textsOf(space, networks).map(({ path, text }) => ({
    path: join(out, path),
    bytes: new TextEncoder().encode(text),
  }));
  await writeFiles(files, force === true);
  const count = networks.length === 1 ? "1 network" : `${grouped(networks.length)} networks`;
  await printLines([
    `${count} of ${space.name} written to ${out}; README.txt in it says how to go on`,
  ]);
}

async function chosen(file: string | undefined, { all, sample, space: name }: Options) {
  if (!all && sample === undefined) {
    if (file !== undefined) return networksIn(file, name);
    throw new Failure("Say what to train: a file, --all or --sample.");
  }
  const space = await spaceFor(name ?? bloxSpace.name, file);
  const count = networkCount(space);
  const wanted = Math.min(sample ?? count, count);
  if (wanted > mostTrainedNetworks) {
    throw new Failure(
      `${grouped(wanted)} networks of ${space.name} are too many for one training kit: --sample takes up to ${grouped(mostTrainedNetworks)}.`,
    );
  }
  const networks = all
    ? Array.from({ length: count }, (_, index) => index)
    : randomIndices(count, wanted);
  return { space, networks };
}

/** So many different ones below `count`, each as likely as another; a larger sample has a smaller one. */
function randomIndices(count: number, wanted: number): number[] {
  const random = seededRandom(1);
  const drawn = new Set<number>();
  while (drawn.size < wanted) drawn.add(random.below(count));
  return [...drawn].sort((a, b) => a - b);
}

/** The complete networks of a file, in the space of the first or the one that is named. */
async function networksIn(file: string, name: string | undefined) {
  const found = pickNetworks(file, await readDocument(file), undefined)
    .filter(({ space }) => name === undefined || space?.name === name)
    .map((network) => complete(file, network));
  const [first] = found;
  if (!first) throw new Failure(`${file}: has no network of the space ${name}`);
  return inOneSpace(file, first, found, "a kit is of one space: name it with --space");
}

function textsOf(space: Space, networks: readonly number[]): readonly KitText[] {
  try {
    return trainingKit(space, networks);
  } catch (error) {
    if (!(error instanceof ExportProblem)) throw error;
    throw new Failure(`Networks of ${space.name} cannot be exported: ${error.message}`);
  }
}
