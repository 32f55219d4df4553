import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { type Architecture, architectureAt } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import { bloxSpace, builtInSpaces, findSpace } from "../../data/built-in-spaces";
import { networkCost } from "../../data/costs";
import { layerText, paramsText } from "../../data/layer-text";
import { networkParts } from "../../data/network-parts";
import type { Space } from "../../data/space";
import { topologies } from "../../data/topologies";
import { randomNumbers } from "./library/random-numbers";

/** Blocks of up to three operations, one of which does nothing. */
const wideSpace: Space = {
  ...bloxSpace,
  name: "wide",
  operations: [...bloxSpace.operations, { name: "nothing", documentation: "", layers: [] }],
  stages: bloxSpace.stages.map((stage) => ({
    ...stage,
    block: { kind: "joined", topologies: topologies(1, 3) },
  })),
};
const spaces = [...builtInSpaces, wideSpace];

/** Every block of every stage at least once, and networks drawn at random. */
function* networksOf(space: Space): Generator<Architecture> {
  const blocks = space.stages.map((_, stage) => blocksOf(space, stage).length);
  for (let turn = 0; turn < Math.max(...blocks); turn++)
    yield blocks.map((count, stage) => (turn + stage) % count);
  const random = randomNumbers(11);
  for (let draw = 0; draw < 200; draw++) yield blocks.map((count) => random(count));
}

describe("the parts of a network", () => {
  for (const space of spaces) {
    it(`add up to its exact costs: every block of ${space.name}, and random networks`, () => {
      for (const architecture of networksOf(space)) {
        const parts = networkParts(space, architecture);
        const layers = parts.flatMap(({ steps }) =>
          steps.flatMap((step) => (step.kind === "layer" ? step : [])),
        );
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        deepEqual(
          {
            params: sum(layers.map(({ params }) => params)),
            flops: sum(layers.map(({ flops }) => flops)),
            peakActivations: Math.max(...parts.map(({ peakActivations }) => peakActivations)),
          },
          networkCost(space, architecture),
          `${space.name} ${architecture}`,
        );
        for (const { steps, counted, flops, params } of parts) {
          equal(sum(Object.values(counted)), flops);
          equal(sum(steps.map((step) => (step.kind === "layer" ? step.params : 0))), params);
        }
      }
    });

    it(`lead from the image of ${space.name} to its classes without a break`, () => {
      for (const architecture of networksOf(space)) {
        const parts = networkParts(space, architecture);
        deepEqual(parts[0]?.input, space.input);
        equal(parts.at(-1)?.output.channels, space.classes);
        for (const { steps, input } of parts) {
          const [first] = steps.filter((step) => step.kind === "layer");
          if (first) deepEqual(first.input, input);
        }
      }
    });

    it(`say of each layer of ${space.name} what its parameters are the product of`, () => {
      for (const architecture of [architectureAt(space, 0), architectureAt(space, 1)])
        for (const { steps } of networkParts(space, architecture))
          for (const step of steps) {
            if (step.kind !== "layer") continue;
            equal(
              evaluated(paramsText(step.layer, step.input)),
              step.params,
              layerText(step.layer),
            );
          }
    });
  }

  it("have the peak of st3(conv, mbconv) where its second operation adds up, counted by hand", () => {
    const block = blocksOf(bloxSpace, 0).find(
      ({ expression }) => expression === "st3(conv, mbconv)",
    );
    const parts = networkParts(bloxSpace, [block?.index ?? -1, 0, 0]);
    const [conv, mbconv] = parts.filter((part) => part.kind === "operation" && part.stage === 0);
    const plane = 32 * 32 * 32;
    // What entered is read again by the sum behind, and stays: from the second layer on three are there.
    deepEqual(
      conv?.steps.map(({ live }) => live),
      [2, ...Array.from({ length: 11 }, () => 3)].map((planes) => planes * plane),
    );
    deepEqual(mbconv?.steps[0], {
      kind: "sum",
      terms: 2,
      shape: { channels: 32, height: 32, width: 32 },
      live: 3 * plane,
      depth: 0,
    });
    equal(mbconv?.peakActivations, plane + 2 * 2 * plane + 64);
  });

  it("list the reduction's two branches and their sum", () => {
    const [reduction] = networkParts(bloxSpace, [0, 0, 0]).filter(
      ({ kind }) => kind === "reduction",
    );
    deepEqual(
      reduction?.steps.map((step) =>
        step.kind === "layer" ? `${step.depth} ${layerText(step.layer)}` : `${step.depth} sum`,
      ),
      [
        "1 conv 3x3 out 64 stride 2",
        "1 bn",
        "1 relu",
        "1 conv 3x3",
        "1 bn",
        "1 relu",
        "1 conv 2x2 out 64 stride 2 valid",
        "1 bn",
        "1 relu",
        "0 sum",
      ],
    );
  });

  it("count multiply-accumulates alone where the space does", () => {
    const space = findSpace("nas-bench-macro");
    ok(space);
    for (const { counted } of networkParts(space, architectureAt(space, 6560)))
      equal(counted.bias + counted.batchNorm + counted.relu + counted.pool, 0);
  });

  it("refuse a block that is not there", () => {
    throws(() => networkParts(bloxSpace, [0, 45, 0]), /index of a block of stage 2: 45/);
  });
});

/** Of sums and products; words say what the numbers are. */
function evaluated(formula: string): number {
  const inner = /^(\d+)·\((.*)\)$/.exec(formula);
  if (inner) return Number(inner[1]) * evaluated(inner[2] ?? "");
  return formula
    .replaceAll(/[a-z]+/g, "")
    .split("+")
    .map((term) =>
      term.split("·").reduce((product, factor) => product * Number(factor), term.trim() ? 1 : 0),
    )
    .reduce((sum, term) => sum + term, 0);
}
