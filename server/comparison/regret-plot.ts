import { labelsOf } from "./entrant-label";
import { type LineLook, lineLook } from "./line-look";
import { linearAxis, logarithmicAxis, type PlotAxis, roundLinearAxis } from "./plot-axes";
import { plotLegend } from "./plot-legend";
import type { PlotPaint } from "./plot-paint";
import { fontSize, widthOf, wrapped } from "./plot-text";
import type { ProgressCurve } from "./progress-curves";
import { escaped, pixels, svgMarkup } from "./svg-markup";

export interface RegretPlotOptions {
  /** In pixels; the height follows. */
  readonly width: number;
  /** What the curves go along, with its unit where it has one: `evaluations`. */
  readonly xTitle: string;
  /** Where that ends. */
  readonly xMost: number;
  /** With its unit: `regret, percentage points`. */
  readonly yTitle: string;
  readonly isLogarithmic: boolean;
  /** What it is a plot of, for who cannot see it. */
  readonly title: string;
  /** Below the plot, where its numbers come from. */
  readonly source: readonly string[];
  readonly paint: PlotPaint;
}

/**
 * The regrets of algorithms as a drawing, the text of an SVG file: each one's median as a line, and its
 * quartiles as a band. It has no style sheet and no style attribute, which a webview's policy forbids.
 */
export function regretPlot(curves: readonly ProgressCurve[], options: RegretPlotOptions): string {
  const { width, title, source, paint } = options;
  const inside = width - 2 * margin;
  const labels = labelsOf(curves);
  const looks = curves.map((_, place) => lineLook(place, paint.lines));
  const entries = looks.map((look, place) => ({ look, label: labels[place] ?? "" }));
  const legend = plotLegend(entries, inside, paint.text);
  const lines = source.flatMap((line) => wrapped(line, inside));

  const plotHeight = pixels(Math.min(360, Math.max(220, width * 0.45)));
  const top = margin + legend.height + 8;
  const area = areaOf(curves, options, top, top + plotHeight);
  const sourceTop = area.bottom + 54;
  const height = Math.ceil(sourceTop + lines.length * lineHeight + margin / 2);
  return svgMarkup(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": title,
      "font-family": paint.fontFamily,
      "font-size": fontSize,
    },
    ...(paint.background ? [svgMarkup("rect", { width, height, fill: paint.background })] : []),
    svgMarkup("g", { transform: `translate(${margin} ${margin})` }, legend.markup),
    axesMarkup(area, options),
    ...curves.map((curve, place) => bandMarkup(curve, area, looks[place])),
    ...curves.map((curve, place) => lineMarkup(curve, area, looks[place])),
    ...lines.map((line, place) =>
      svgMarkup(
        "text",
        { x: margin, y: pixels(sourceTop + place * lineHeight), fill: paint.quietText },
        escaped(line),
      ),
    ),
  );
}

const margin = 10;
const lineHeight = 15;

/** Where the curves are drawn, in pixels. */
interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
}

function areaOf(
  curves: readonly ProgressCurve[],
  { width, xMost, isLogarithmic }: RegretPlotOptions,
  top: number,
  bottom: number,
): Area {
  const values = curves.flatMap(({ points }) =>
    points.flatMap(({ median, q25, q75 }) => [median, q25, q75]),
  );
  const y = isLogarithmic
    ? logarithmicAxis(values, [bottom, top])
    : roundLinearAxis(Math.max(...values), [bottom, top], 44);
  const left = pixels(margin + 24 + Math.max(...y.ticks.map(({ text }) => widthOf(text))));
  // The last mark of the x axis is wider than the place that it marks.
  const right = width - margin - 14;
  return { left, right, top, bottom, x: linearAxis(xMost, [left, right], 70), y };
}

function axesMarkup(area: Area, { xTitle, yTitle, paint }: RegretPlotOptions): string {
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

function lineMarkup({ points }: ProgressCurve, area: Area, look: LineLook | undefined): string {
  return svgMarkup("path", {
    "data-part": "median",
    d: stepsThrough(points.map(({ after, median }) => [area.x.at(after), area.y.at(median)])),
    fill: "none",
    stroke: look?.color,
    "stroke-width": 2,
    "stroke-dasharray": look?.dash,
  });
}

/** Along the upper quartile, and back along the lower one. */
function bandMarkup({ points }: ProgressCurve, area: Area, look: LineLook | undefined): string {
  const steps = (quartile: "q25" | "q75") =>
    points.map((point) => [area.x.at(point.after), area.y.at(point[quartile])] as const);
  return svgMarkup("path", {
    "data-part": "quartiles",
    d: `${stepsThrough(steps("q75"))}${stepsBack(steps("q25"))}Z`,
    fill: look?.color,
    "fill-opacity": 0.16,
  });
}

type Place = readonly [x: number, y: number];

/** Between two places nothing changes: each step goes right, then up or down. */
function stepsThrough(places: readonly Place[]): string {
  return places
    .map(([x, y], place) =>
      place === 0 ? `M${pixels(x)} ${pixels(y)}` : `H${pixels(x)}V${pixels(y)}`,
    )
    .join("");
}

/** The same steps from their end, after a line to it. */
function stepsBack(places: readonly Place[]): string {
  return places
    .map(([x, y], place) => {
      const before = places[place - 1];
      const isLast = place === places.length - 1;
      const here = isLast ? `L${pixels(x)} ${pixels(y)}` : `H${pixels(x)}`;
      return before ? `${here}V${pixels(before[1])}` : here;
    })
    .toReversed()
    .join("");
}
