import type { PlotAxis } from "./plot-axes";
import { margin } from "./plot-document";
import type { PlotPaint } from "./plot-paint";
import { fontSize } from "./plot-text";
import { escaped, pixels, svgMarkup } from "./svg-markup";

/** Where values are drawn, in pixels. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
}

export interface AxesOptions {
  /** With its unit where it has one: `evaluations`. */
  readonly xTitle: string;
  readonly yTitle: string;
  readonly paint: PlotPaint;
}

/** Both axes with their marks and titles, and the grid. */
export function axesMarkup(area: PlotArea, { xTitle, yTitle, paint }: AxesOptions): string {
  const { left, right, top, bottom, x, y } = area;
  const middle = pixels((top + bottom) / 2);
  const text = (attributes: Readonly<Record<string, string | number>>, content: string) =>
    svgMarkup("text", { fill: paint.text, ...attributes }, escaped(content));
  return [
    ...y.ticks.flatMap(({ at, text: mark }) => [
      svgMarkup("line", {
        x1: left,
        x2: right,
        y1: pixels(at),
        y2: pixels(at),
        stroke: paint.axis,
        "stroke-opacity": 0.25,
      }),
      text(
        {
          "data-part": "y-tick",
          x: left - 6,
          y: pixels(at + fontSize * 0.35),
          "text-anchor": "end",
        },
        mark,
      ),
    ]),
    ...x.ticks.flatMap(({ at, text: mark }) => [
      svgMarkup("line", {
        x1: pixels(at),
        x2: pixels(at),
        y1: bottom,
        y2: bottom + 4,
        stroke: paint.axis,
      }),
      text(
        { "data-part": "x-tick", x: pixels(at), y: pixels(bottom + 16), "text-anchor": "middle" },
        mark,
      ),
    ]),
    svgMarkup("path", {
      d: `M${left} ${top}V${bottom}H${right}`,
      fill: "none",
      stroke: paint.axis,
    }),
    ...(y.breakAt === undefined ? [] : [breakMarkup(left, y.breakAt, paint)]),
    text({ x: pixels((left + right) / 2), y: bottom + 32, "text-anchor": "middle" }, xTitle),
    text(
      {
        x: margin,
        y: middle,
        "text-anchor": "middle",
        transform: `rotate(-90 ${margin} ${middle})`,
        dy: fontSize * 0.7,
      },
      yTitle,
    ),
  ].join("");
}

/** Two strokes across an axis: it goes on elsewhere. */
function breakMarkup(x: number, at: number, { axis }: PlotPaint): string {
  const stroke = (y: number) => `M${x - 4} ${pixels(y + 2)}L${x + 4} ${pixels(y - 2)}`;
  return svgMarkup("path", {
    "data-part": "break",
    d: `${stroke(at - 2)}${stroke(at + 2)}`,
    stroke: axis,
    fill: "none",
  });
}
