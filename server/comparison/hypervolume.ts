/**
 * The area that points dominate up to the reference point (1, 1), both of their values being the lower the
 * better: the hypervolume of two objectives (Zitzler and Thiele, “Multiobjective Optimization Using
 * Evolutionary Algorithms: A Comparative Case Study”, PPSN 1998). It grows point by point.
 */
export class Hypervolume {
  area = 0;
  /** Of the points that no other dominates: ascending, and the other values descending. */
  private readonly first: number[] = [];
  private readonly second: number[] = [];

  get points(): number {
    return this.first.length;
  }

  /** Adds a point. What does not lie below the reference in both values adds nothing. */
  add(first: number, second: number): void {
    const place = this.placeOf(first);
    let ceiling = this.second[place - 1] ?? 1;
    if (!(first < 1 && second < ceiling)) return;
    const start = this.first[place - 1] === first ? place - 1 : place;
    let end = place;
    // To the right, under the steps that there were, past the points that are dominated from now on.
    for (let left = first; ; end++) {
      const right = this.first[end] ?? 1;
      this.area += (right - left) * (ceiling - second);
      const next = this.second[end];
      if (next === undefined || next < second) break;
      ceiling = next;
      left = right;
    }
    this.first.splice(start, end - start, first);
    this.second.splice(start, end - start, second);
  }

  /** Behind the last point whose first value is not higher. */
  private placeOf(first: number): number {
    let [low, high] = [0, this.first.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.first[middle] ?? 1) <= first) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
