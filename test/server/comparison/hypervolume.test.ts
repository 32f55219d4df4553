import { equal, ok } from "node:assert/strict";
import { Hypervolume } from "../../../server/comparison/hypervolume";
import { seededRandom } from "../../../server/searches/random-source";

type Point = readonly [first: number, second: number];

/** Counted cell by cell on a grid, on whose lines all points lie. */
function countedArea(points: readonly Point[], cells: number): number {
  let dominated = 0;
  for (let row = 0; row < cells; row++)
    for (let column = 0; column < cells; column++)
      if (points.some(([first, second]) => first * cells <= column && second * cells <= row))
        dominated++;
  return dominated / cells ** 2;
}

describe("the hypervolume of two objectives", () => {
  it("is that of a grid counted cell by cell, after each of many random points", () => {
    const random = seededRandom(4);
    const cells = 12;
    for (let run = 0; run < 60; run++) {
      const volume = new Hypervolume();
      const points: Point[] = [];
      for (let added = 0; added < 15; added++) {
        // Up to 14 twelfths: some lie beyond the reference.
        const point: Point = [random.below(15) / cells, random.below(15) / cells];
        points.push(point);
        volume.add(...point);
        const area = countedArea(points, cells);
        ok(Math.abs(volume.area - area) < 1e-12, `${volume.area}, ${area} of ${points.join(" ")}`);
      }
      const isBeaten = ([a, b]: Point) =>
        a >= 1 || b >= 1 || points.some(([c, d]) => c <= a && d <= b && (c < a || d < b));
      const front = new Set(points.filter((point) => !isBeaten(point)).map(String));
      equal(volume.points, front.size);
    }
  });

  it("is all for the best in both, and nothing for the worst in one", () => {
    const volume = new Hypervolume();
    volume.add(0, 1);
    volume.add(1, 0);
    volume.add(Number.NaN, 0);
    equal(volume.area, 0);
    volume.add(0, 0);
    volume.add(0.5, 0.5);
    equal(volume.area, 1);
    equal(volume.points, 1);
  });
});
