import { deepEqual, equal } from "node:assert/strict";
import type { TrainingCurve } from "../../server/messages";
import { curveGroups, recipeText, seedsOf } from "../../webview/curve-groups";

function curve(name: string, seed: number, given: Partial<TrainingCurve> = {}): TrainingCurve {
  return {
    network: { name, index: name.length },
    seed,
    dataset: "made-up",
    column: "val_top1",
    title: "Validation top-1",
    split: "validation",
    unit: "%",
    better: "higher",
    values: [1, 2],
    ...given,
  };
}

describe("groups of training curves", () => {
  const loss = { column: "val_loss" };

  it("hold the seeds and columns of one network", () => {
    const curves = [curve("a", 1), curve("a", 2), curve("bb", 1), curve("a", 1, loss)];
    const groups = curveGroups(curves);
    deepEqual(
      groups.map(({ label, epochs, dataset }) => [label, epochs, dataset]),
      [
        ["a", 2, "made-up"],
        ["bb", 2, "made-up"],
      ],
    );
    const seedsIn = (column: string) =>
      groups.map((group) => seedsOf(group, column).map(({ seed }) => seed));
    deepEqual(seedsIn("val_top1"), [[1, 2], [1]]);
    deepEqual(seedsIn("val_loss"), [[1], []]);
  });

  it("keep trainings by other recipes apart, and say which they are", () => {
    const groups = curveGroups([
      curve("a", 1),
      curve("a", 1, { values: [1, 2, 3] }),
      curve("a", 1, { dataset: null }),
      curve("bb", 1, { values: [1] }),
    ]);
    deepEqual(
      groups.map(({ label }) => label),
      ["a, 2 epochs, made-up", "a, 3 epochs, made-up", "a, 2 epochs", "bb"],
    );
    equal(recipeText({ epochs: 1, dataset: null }), "1 epoch");
  });
});
