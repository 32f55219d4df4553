import type { TrainingCurve } from "../server/messages";

/** The trainings of one network by one recipe: in each column they differ in their seed alone. */
export interface CurveGroup {
  /** `lean`; `lean, 12 epochs` where a network was trained by more than one recipe. */
  readonly label: string;
  readonly epochs: number;
  readonly dataset: string | null;
  /** Of every column. */
  readonly curves: readonly TrainingCurve[];
}

/** In the order in which they come; trainings of other lengths or on other data are groups of their own. */
export function curveGroups(curves: readonly TrainingCurve[]): readonly CurveGroup[] {
  const groups = new Map<string, TrainingCurve[]>();
  for (const curve of curves) {
    const { network, dataset, values } = curve;
    const key = JSON.stringify([network.name, network.index, values.length, dataset]);
    groups.set(key, [...(groups.get(key) ?? []), curve]);
  }
  const unnamed = [...groups.values()].flatMap(groupOf);
  return unnamed.map(({ name, ...group }) => {
    const isAlone = unnamed.filter((other) => other.name === name).length === 1;
    return { label: isAlone ? name : `${name}, ${recipeText(group)}`, ...group };
  });
}

function groupOf(curves: readonly TrainingCurve[]) {
  const [first] = curves;
  if (!first) return [];
  const { network, dataset, values } = first;
  return [{ name: network.name, epochs: values.length, dataset, curves }];
}

/** `200 epochs, CIFAR-100` */
export function recipeText({ epochs, dataset }: Pick<CurveGroup, "epochs" | "dataset">): string {
  const count = epochs === 1 ? "1 epoch" : `${epochs} epochs`;
  return dataset === null ? count : `${count}, ${dataset}`;
}

/** The group's curves in one column, one a seed. */
export function seedsOf({ curves }: CurveGroup, column: string): readonly TrainingCurve[] {
  return curves.filter((curve) => curve.column === column);
}
