import { equal, ok } from "node:assert/strict";
import { scatterPlot } from "../../../server/findings/scatter-plot";

const plot = {
  x: Float64Array.of(10, 12, 17),
  y: Float64Array.of(90, 94.5, 98),
  xTitle: "cost",
  yTitle: "accuracy, %",
  title: "made up",
  source: ["made up for a test"],
};

/** Where values stand on an axis, by two of its marks. */
function axis(svg: string, name: "x" | "y"): (value: number) => number {
  const marks = Array.from(
    svg.matchAll(
      new RegExp(`data-part="${name}-tick" x="([\\d.]+)" y="([\\d.]+)"[^>]*>([\\d.]+)<`, "g"),
    ),
    ([, x, y, value]) => ({ at: Number(name === "x" ? x : y), value: Number(value) }),
  );
  const [first, last] = [marks[0], marks.at(-1)];
  ok(first && last && first !== last);
  // Marks of the y axis stand lower by a part of their height.
  const shift = name === "y" ? 11 * 0.35 : 0;
  const perUnit = (last.at - first.at) / (last.value - first.value);
  return (value) => first.at - shift + (value - first.value) * perUnit;
}

describe("a scatter plot", () => {
  it("has its dots where the axes say", () => {
    const svg = scatterPlot(plot);
    const [x, y] = [axis(svg, "x"), axis(svg, "y")];
    const dots = [...svg.matchAll(/M([\d.]+) ([\d.]+)h0/g)];
    equal(dots.length, plot.x.length);
    for (const [place, [, across, down]] of dots.entries()) {
      ok(Math.abs(Number(across) - x(plot.x[place] ?? 0)) < 0.2);
      ok(Math.abs(Number(down) - y(plot.y[place] ?? 0)) < 0.2);
    }
  });

  it("begins its axes near the values, and both alike where they are to be compared", () => {
    const svg = scatterPlot({ ...plot, hasDiagonal: true });
    const [x, y] = [axis(svg, "x"), axis(svg, "y")];
    const [, fromX, fromY, toX, toY] =
      /data-part="diagonal" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
    ok(Math.abs(Number(fromX) - x(10)) < 0.2 && Math.abs(Number(fromY) - y(10)) < 0.2);
    ok(Math.abs(Number(toX) - x(98)) < 0.2 && Math.abs(Number(toY) - y(98)) < 0.2);
  });
});
