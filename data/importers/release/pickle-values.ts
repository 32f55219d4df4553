/** What a pickle of plain data holds; a tuple is a list. */
export type PickleValue = number | string | boolean | null | PickleList;

export class PickleList {
  /** Numbers that stand side by side may be in runs. */
  readonly items: (PickleValue | NumberRun)[] = [];
  /** Where the pickle keeps it to refer to it again; −1 where it does not. */
  memoIndex = -1;

  get length(): number {
    let length = 0;
    for (const item of this.items) length += item instanceof NumberRun ? item.length : 1;
    return length;
  }

  get hasRuns(): boolean {
    return this.items.some((item) => item instanceof NumberRun);
  }

  /** Its items one by one. */
  values(): readonly PickleValue[] {
    const values: PickleValue[] = [];
    for (const item of this.items) {
      if (item instanceof NumberRun) values.push(...item.values.subarray(0, item.length));
      else values.push(item);
    }
    return values;
  }
}

/** Floating-point numbers on end; `values` has room for more than its `length`. */
export class NumberRun {
  readonly values: Float64Array;
  length = 0;

  constructor(room: number) {
    this.values = new Float64Array(room);
  }
}
