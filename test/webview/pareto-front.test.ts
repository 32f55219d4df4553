import assert from "node:assert/strict";
import fc from "fast-check";
import { ParetoFront } from "../../webview/pareto-front";

describe("Pareto front of the chart", () => {
  it("holds exactly the points that no other beats, however they come", () => {
    const point = fc.record({
      x: fc.integer({ min: 0, max: 12 }),
      y: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 40 }), (points) => {
        const front = new ParetoFront("lower", "higher");
        points.forEach(({ x, y }, index) => {
          front.add(index, x, y);
        });
        const expected = points.flatMap((a, i) => {
          const beaten = points.some(
            (b, j) =>
              b.x <= a.x &&
              b.y >= a.y &&
              (b.x < a.x || b.y > a.y || j < i) /* the first of equals */,
          );
          return beaten ? [] : [i];
        });
        assert.deepEqual(
          [...front.indices].sort((a, b) => a - b),
          expected,
        );
      }),
    );
  });

  it("leaves out what is not known", () => {
    const front = new ParetoFront("lower", "higher");
    front.add(0, Number.NaN, 80);
    front.add(1, 5, Number.NaN);
    assert.deepEqual(front.indices, []);
  });
});
