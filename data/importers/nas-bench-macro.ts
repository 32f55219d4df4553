import { networkCount } from "../architecture";
import { findSpace } from "../built-in-spaces";
import type { BenchmarkInfo, TrainingRun } from "../library/measurements";
import type { Space } from "../space";
import {
  FileProblem,
  type Findings,
  type FoundTraining,
  type Importer,
  type ImportSource,
} from "./importer";
import { quoted } from "./quoted";
import { headText, sourceText } from "./source-text";

/**
 * The table of NAS-Bench-Macro (repository xiusu/NAS-Bench-Macro): a JSON object of networks by eight
 * digits, one a layer, each an operation of the space. The accuracies are percent on CIFAR-10.
 */
export const nasBenchMacro: Importer = {
  title: "the NAS-Bench-Macro table",
  looks:
    "a JSON object of networks by eight digits, with `test_acc`, `mean_acc`, `std`, `params` and `flops`",
  recognises: (head) => /^\s*\{\s*("[0-9]{8}"|"[^"]*"\s*:\s*\{\s*"test_acc")/.test(headText(head)),
  async read(source, surroundings) {
    const text = await sourceText(source, surroundings);
    const rows = entriesOf(source, text).sort((one, other) => one.network - other.network);
    refuseRepeatedNames(source, text);
    return findings(rows);
  },
};

const benchmark: BenchmarkInfo = {
  name: "nas-bench-macro",
  title: "NAS-Bench-Macro",
  licence: "Apache-2.0",
  citation:
    "X. Su, T. Huang, Y. Li, S. You, F. Wang, C. Qian, C. Zhang, C. Xu. Prioritized Architecture Sampling with Monto-Carlo Tree Search. CVPR 2021.",
};

const layers = 8;
/** What is longer is no network, and is cut in messages. */
const longestKey = 40;
const runs = 3;
const fields = ["test_acc", "mean_acc", "std", "params", "flops"];

interface Entry {
  readonly network: number;
  readonly accuracies: readonly number[];
  readonly params: number;
  readonly flops: number;
}

function entriesOf(source: ImportSource, text: string): Entry[] {
  const table = parsed(source, text);
  if (!isRecord(table))
    throw new FileProblem(source, {}, "expected a JSON object of networks, found something else");
  const entries = Object.entries(table);
  if (entries.length === 0) throw new FileProblem(source, {}, "there is no network in this file");
  return entries.map(([key, value]) => entryOf(source, key, value));
}

function parsed(source: ImportSource, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const notJson = /[:[,]\s*(-?(?:NaN|Infinity))\b/.exec(text);
    if (notJson) {
      const [key] = Array.from(text.slice(0, notJson.index).matchAll(/"([^"]*)"\s*:\s*\{/g)).slice(
        -1,
      );
      throw problem(source, key?.[1] ?? "", `expected a number, found ${notJson[1]}`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new FileProblem(
      source,
      {},
      `this is not the whole of a JSON file (${reason}): get it again from xiusu/NAS-Bench-Macro`,
    );
  }
}

function entryOf(source: ImportSource, key: string, value: unknown): Entry {
  const wrong = (what: string) => problem(source, key, what);
  if (!/^[012]{8}$/.test(key))
    throw wrong(`expected ${layers} digits, each 0 (identity), 1 (mb3_k3) or 2 (mb6_k5)`);
  if (!isRecord(value)) throw wrong("expected an object of measurements");
  const missing = fields.find((field) => !Object.hasOwn(value, field));
  if (missing) throw wrong(`\`${missing}\` is missing`);
  const unknown = Object.keys(value).find((field) => !fields.includes(field));
  if (unknown !== undefined) throw wrong(`${quoted(unknown)} is no field of this table`);
  const { test_acc: accuracies, mean_acc: mean, std, params, flops } = value;
  if (!isAccuracies(accuracies))
    throw wrong(`expected \`test_acc\` to be ${runs} numbers from 0 to 100`);
  const computed = meanAndDeviation(accuracies);
  if (!isAbout(mean, computed.mean))
    throw wrong(`\`mean_acc\` is ${shown(mean)}, but the mean of \`test_acc\` is ${computed.mean}`);
  if (!isAbout(std, computed.deviation))
    throw wrong(
      `\`std\` is ${shown(std)}, but the standard deviation of \`test_acc\` is ${computed.deviation}`,
    );
  if (!isCount(params)) throw wrong("expected `params` to be a whole number, 0 or more");
  if (!isCount(flops)) throw wrong("expected `flops` to be a whole number, 0 or more");
  return { network: networkOf(key), accuracies, params, flops };
}

/** In every stage the first operation counts least, and so does the first stage. */
function networkOf(key: string): number {
  return [...key].reduceRight((index, digit) => 3 * index + Number(digit), 0);
}

function isAccuracies(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length === runs &&
    value.every((item) => typeof item === "number" && item >= 0 && item <= 100)
  );
}

function meanAndDeviation(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** To a millionth of it, and of nothing to a millionth. */
function isAbout(value: unknown, expected: number): value is number {
  return typeof value === "number" && Math.abs(value - expected) <= 1e-6 * Math.max(1, expected);
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : "no number";
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * JSON lets a name stand twice and the last one counts, so names are looked at in the text. To be called
 * for a table whose only strings are names.
 */
function refuseRepeatedNames(source: ImportSource, text: string): void {
  const keys = new Set<string>();
  const ofEntry = new Set<string>();
  let key = "";
  for (const [string] of text.matchAll(/"(?:[^"\\]|\\.)*"/g)) {
    const name: string = JSON.parse(string);
    if (fields.includes(name)) {
      if (ofEntry.has(name)) throw problem(source, key, `${quoted(name)} is there twice`);
      ofEntry.add(name);
    } else {
      if (keys.has(name)) throw problem(source, name, "it is in the file twice");
      keys.add(name);
      ofEntry.clear();
      key = name;
    }
  }
}

function problem(source: ImportSource, key: string, what: string): FileProblem {
  return new FileProblem(source, {}, `network ${key.slice(0, longestKey)}: ${what}`);
}

function findings(entries: readonly Entry[]): Findings {
  const space = spaceOfTable();
  const networks = Float64Array.from(entries, ({ network }) => network);
  const column = (value: (entry: Entry) => number) => Float64Array.from(entries, value);
  const trainings = Array.from({ length: runs }, (_, place): FoundTraining => {
    const run: TrainingRun = { seed: place, epochs: null, dataset: "cifar10" };
    const test_top1 = column(({ accuracies }) => accuracies[place] ?? Number.NaN);
    return { run, networks, columns: { test_top1 }, curves: [] };
  });
  const params = column((entry) => entry.params);
  const flops = column((entry) => entry.flops);
  const missing = networkCount(space) - entries.length;
  return {
    benchmark,
    space,
    content: "table of CIFAR-10",
    format: "json",
    rows: entries.length,
    trainings,
    latencies: [],
    statics: [{ networks, columns: { params, flops } }],
    environments: [],
    signatures: [],
    notes: [
      "The file numbers its trainings by their place only: seeds 0, 1 and 2 are these places.",
      ...(missing > 0
        ? [`${missing} of the ${networkCount(space)} networks are not in the file.`]
        : []),
    ],
  };
}

function spaceOfTable(): Space {
  const space = findSpace("nas-bench-macro");
  if (!space) throw new Error("the space nas-bench-macro is not there");
  return space;
}
