import { deepEqual, equal } from "node:assert/strict";
import { indexOf } from "../../data/architecture";
import type { CurveColumn, Measurements, Training } from "../../data/library/measurements";
import { curveNetworks, curvesOf } from "../../server/training-curves";
import { modelOf } from "./marked-text";

/** Made up, as are all values here. */
const benchmark: Measurements = {
  benchmark: { name: "made-up", title: "Made-up runs", licence: "CC0", citation: "Nobody, 1900" },
  space: { name: "blox", fingerprint: "" },
  trainings: [],
  latencies: [],
  statics: { networks: new Float64Array(), columns: {} },
  environments: [],
  signatures: [],
  files: [],
};

function training(seed: number | null, ...columns: readonly CurveColumn[]): Training {
  return {
    run: { seed, epochs: 3, dataset: seed === null ? null : "made-up-100" },
    networks: new Float64Array(),
    columns: {},
    curves: columns.map((column) => ({ column, file: `${column}-${seed}` })),
  };
}

const [one, two] = [
  { name: "one", index: 11 },
  { name: "two", index: 22 },
];

describe("training curves of a benchmark", () => {
  it("are all columns and seeds that there are, column by column and network by network", async () => {
    const trainings = [training(4, "train_loss", "val_top1"), training(7, "val_top1")];
    const files = new Map([
      ["val_top1-4/11", [1, 2, 3]],
      ["val_top1-7/11", [4, 5, 6]],
      ["val_top1-4/22", [7, 8, 9]],
      ["train_loss-4/22", [3.5, 2.5, 1.5]],
    ]);
    const found = await curvesOf(
      { ...benchmark, trainings },
      "blox",
      [one, two],
      async (file, network) => {
        const values = files.get(`${file}/${network}`);
        return values && Float64Array.from(values);
      },
    );
    const top1 = { title: "Validation top-1", split: "validation", unit: "%", better: "higher" };
    const loss = { title: "Training loss", split: "training", unit: "", better: "lower" };
    const of4 = { seed: 4, dataset: "made-up-100" };
    deepEqual(found, {
      space: "blox",
      benchmark: "Made-up runs",
      source: "Made-up runs, CC0. Nobody, 1900",
      curves: [
        { network: one, ...of4, column: "val_top1", ...top1, values: [1, 2, 3] },
        { network: one, ...of4, seed: 7, column: "val_top1", ...top1, values: [4, 5, 6] },
        { network: two, ...of4, column: "val_top1", ...top1, values: [7, 8, 9] },
        { network: two, ...of4, column: "train_loss", ...loss, values: [3.5, 2.5, 1.5] },
      ],
      notes: [],
    });
  });

  it("say of which networks there are none", async () => {
    const trainings = [training(null, "val_top1"), training(1)];
    const { curves, notes } = await curvesOf(
      { ...benchmark, trainings },
      "blox",
      [one, two],
      async (_, network) => (network === two.index ? Float64Array.of(50) : undefined),
    );
    deepEqual(
      curves.map(({ network, seed, dataset }) => [network.name, seed, dataset]),
      [["two", null, null]],
    );
    deepEqual(notes, ["`one` has no training curves in Made-up runs."]);
  });

  it("that are damaged are told once, and leave the others", async () => {
    const trainings = [training(1, "val_top1"), training(2, "val_top1")];
    const { curves, notes } = await curvesOf(
      { ...benchmark, trainings },
      "blox",
      [one, two],
      async (file) => {
        if (file === "val_top1-1") throw new Error("The curves in val_top1-1 are damaged.");
        return Float64Array.of(50);
      },
    );
    deepEqual(
      curves.map(({ network, seed }) => [network.name, seed]),
      [
        ["one", 2],
        ["two", 2],
      ],
    );
    deepEqual(notes, ["The curves in val_top1-1 are damaged."]);
  });

  it("have holes where a training gave no number, since JSON has none", async () => {
    const { curves } = await curvesOf(
      { ...benchmark, trainings: [training(1, "train_loss")] },
      "blox",
      [one],
      async () => Float64Array.of(2, Number.NaN, Number.POSITIVE_INFINITY),
    );
    deepEqual(curves[0]?.values, [2, null, null]);
  });

  it("of a benchmark without any are notes", async () => {
    const { curves, notes, source } = await curvesOf(
      { ...benchmark, benchmark: { ...benchmark.benchmark, licence: "", citation: "" } },
      "blox",
      [one],
      () => Promise.reject(new Error("There is no file to read.")),
    );
    deepEqual(curves, []);
    equal(notes.length, 1);
    equal(source, "Made-up runs");
  });
});

describe("the networks of a document whose curves can be asked for", () => {
  const complete = (name: string, block: string) =>
    `network ${name} {\n stage 1: ${block}\n stage 2: conv\n stage 3: conv\n}\n`;
  const text = [
    complete("first", "conv"),
    "network open {\n stage 1: ?\n stage 2: conv\n stage 3: conv\n}\n",
    "network partial {\n stage 1: conv\n}\n",
    complete("first", "mbconv"),
    complete("second", "mbconv -> conv"),
    complete("", "bconv"),
  ].join("\n");

  it("are the complete ones, each name once, with its index and its space", () => {
    const model = modelOf(text);
    const asked: (string | number)[] = [];
    const found = curveNetworks(model, (space, index) => {
      asked.push(space.name, index);
      return asked.length === 2;
    });
    const indexOfNetwork = (place: number) => {
      const { space, architecture } = model.networks[place] ?? {};
      return space && architecture && indexOf(space, architecture);
    };
    deepEqual(found, [
      { name: "first", index: indexOfNetwork(0), space: "blox", hasCurves: true },
      { name: "second", index: indexOfNetwork(4), space: "blox", hasCurves: false },
    ]);
    deepEqual(asked, ["blox", found[0]?.index, "blox", found[1]?.index]);
  });
});
