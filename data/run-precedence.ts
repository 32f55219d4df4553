import type { MeasuredRun } from "./benchmark";

/**
 * Network by network, the first of the groups that knows it gives its value: its runs are `runs` there, and
 * those of the later groups `others`.
 */
export function byPrecedence(groups: readonly (readonly MeasuredRun[])[]): {
  readonly runs: readonly MeasuredRun[];
  readonly others: readonly MeasuredRun[];
} {
  const [first = [], ...later] = groups;
  const runs = [...first];
  const others: MeasuredRun[] = [];
  for (const group of later) {
    const earlier = [...runs];
    const isKnown = (index: number) => earlier.some((run) => isIn(run, index));
    runs.push(...group.flatMap((run) => partOf(run, (index) => !isKnown(index))));
    others.push(...group.flatMap((run) => partOf(run, isKnown)));
  }
  return { runs, others };
}

function isIn({ values }: MeasuredRun, index: number): boolean {
  return values instanceof Float64Array
    ? !Number.isNaN(values[index] ?? Number.NaN)
    : values.has(index);
}

/** The run with what it says of some networks alone; none where it says nothing of them. */
function partOf(run: MeasuredRun, isWanted: (index: number) => boolean): MeasuredRun[] {
  const { values } = run;
  if (values instanceof Float64Array) {
    const part = values.map((value, index) => (isWanted(index) ? value : Number.NaN));
    return part.every(Number.isNaN) ? [] : [{ ...run, values: part }];
  }
  const part = new Map([...values].filter(([index]) => isWanted(index)));
  return part.size === 0 ? [] : [{ ...run, values: part }];
}
