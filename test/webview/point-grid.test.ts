import assert from "node:assert/strict";
import fc from "fast-check";
import { PointGrid } from "../../webview/point-grid";

describe("the point under the mouse", () => {
  it("is the nearest within reach, as looking at every point finds it", () => {
    const place = fc.record({
      x: fc.integer({ min: -5, max: 105 }),
      y: fc.integer({ min: -5, max: 85 }),
    });
    fc.assert(
      fc.property(fc.array(place, { maxLength: 60 }), place, (places, mouse) => {
        const xs = Float32Array.from(places, ({ x }) => x);
        const ys = Float32Array.from(places, ({ y }) => y);
        const grid = new PointGrid(xs, ys, 100, 80);
        const inside = ({ x, y }: { x: number; y: number }) =>
          x >= 0 && x < 100 && y >= 0 && y < 80;
        const distance = (i: number) =>
          Math.hypot((places[i]?.x ?? 0) - mouse.x, (places[i]?.y ?? 0) - mouse.y);
        const accept = (i: number) => i % 3 !== 0;
        const reachable = places
          .map((_, i) => i)
          .filter((i) => accept(i) && inside(places[i] ?? { x: -1, y: -1 }) && distance(i) < 9);
        const found = grid.nearest(mouse.x, mouse.y, 9, accept);
        if (found === undefined) assert.deepEqual(reachable, []);
        else assert.equal(distance(found), Math.min(...reachable.map(distance)));
      }),
    );
  });
});
