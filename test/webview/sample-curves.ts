import type { CurvesRequest, TrainingCurve, TrainingCurves } from "../../server/messages";

/** Waves, so that nobody takes them for trainings. */
function wave(epochs: number, middle: number, height: number, phase: number): number[] {
  return Array.from({ length: epochs }, (_, epoch) =>
    Number((middle + height * Math.sin((8 * epoch) / epochs + phase)).toFixed(3)),
  );
}

const networks = ["lean", "kiosk", "wide"].map((name, index) => ({ name, index }));

export const curvesRequest: CurvesRequest = {
  space: "blox",
  uri: "file:///examples/kiosk.blox",
  networks: [...networks, { name: "odd", index: 9 }],
};

const top1 = {
  column: "val_top1",
  title: "Validation top-1",
  split: "validation",
  unit: "%",
  better: "higher",
} as const;
const loss = {
  column: "val_loss",
  title: "Validation loss",
  split: "validation",
  unit: "",
  better: "lower",
} as const;

/** The epochs of every curve. */
export const epochCount = 60;

/** Three seeds of the first network, one of each other one; losses of two networks. */
const curves: readonly TrainingCurve[] = networks.flatMap((network, place) => {
  const seeds = place === 0 ? [1, 2, 3] : [1];
  const common = { network, dataset: "made-up" };
  return [
    ...seeds.map((seed) => ({
      ...common,
      ...top1,
      seed,
      values: wave(epochCount, 50 + 8 * place + 2 * seed, 5 + seed, place / 2 + seed / 5),
    })),
    ...(place === 1
      ? []
      : [{ ...common, ...loss, seed: 1, values: wave(epochCount, 2, 1, place) }]),
  ];
});

export const sampleCurves: TrainingCurves = {
  space: "blox",
  benchmark: "Made-up waves",
  source: "Made-up waves, of no licence",
  curves,
  notes: ["`odd` has no training curves in Made-up waves."],
};
