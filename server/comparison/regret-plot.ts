import { axesMarkup, type PlotArea } from "./axes-markup";
import { labelsOf } from "./entrant-label";
import { type LineLook, lineLook } from "./line-look";
import { linearAxis, logarithmicAxis, roundLinearAxis } from "./plot-axes";
import { heightWithSource, margin, plotDocument, sourceLines, sourceMarkup } from "./plot-document";
import { plotLegend } from "./plot-legend";
import type { PlotPaint } from "./plot-paint";
import { widthOf } from "./plot-text";
import type { ProgressCurve } from "./progress-curves";
import { pixels, svgMarkup } from "./svg-markup";

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
  /** Without quartiles, where there are too many curves to see through their bands; left out, the median. */
  readonly line?: "mean";
  /** What it is a plot of, for who cannot see it. */
  readonly title: string;
  /** Below the plot, where its numbers come from. */
  readonly source: readonly string[];
  readonly paint: PlotPaint;
}

/**
 * The regrets of algorithms as a drawing, the text of an SVG file: each one's median as a line, and its
 * quartiles as a band.
 */
export function regretPlot(curves: readonly ProgressCurve[], options: RegretPlotOptions): string {
  const { width, title, source, paint } = options;
  const inside = width - 2 * margin;
  const labels = labelsOf(curves);
  const looks = curves.map((_, place) => lineLook(place, paint.lines));
  const entries = looks.map((look, place) => ({ look, label: labels[place] ?? "" }));
  const legend = plotLegend(entries, inside, paint.text);
  const lines = sourceLines(source, width);

  const plotHeight = pixels(Math.min(360, Math.max(220, width * 0.45)));
  const top = margin + legend.height + 8;
  const area = areaOf(curves, options, top, top + plotHeight);
  const sourceTop = area.bottom + 54;
  const height = heightWithSource(sourceTop, lines);
  return plotDocument(
    { width, height, title, paint },
    svgMarkup("g", { transform: `translate(${margin} ${margin})` }, legend.markup),
    axesMarkup(area, options),
    ...(options.line ? [] : curves.map((curve, place) => bandMarkup(curve, area, looks[place]))),
    ...curves.map((curve, place) => lineMarkup(curve, area, looks[place], options)),
    sourceMarkup(lines, sourceTop, paint),
  );
}

function areaOf(
  curves: readonly ProgressCurve[],
  { width, xMost, isLogarithmic, line }: RegretPlotOptions,
  top: number,
  bottom: number,
): PlotArea {
  const values = curves.flatMap(({ points }) =>
    points.flatMap(({ mean, median, q25, q75 }) => (line ? [mean] : [median, q25, q75])),
  );
  const y = isLogarithmic
    ? logarithmicAxis(values, [bottom, top])
    : roundLinearAxis(Math.max(...values), [bottom, top], 44);
  const left = pixels(margin + 24 + Math.max(...y.ticks.map(({ text }) => widthOf(text))));
  // The last mark of the x axis is wider than the place that it marks.
  const right = width - margin - 14;
  return { left, right, top, bottom, x: linearAxis(xMost, [left, right], 70), y };
}

function lineMarkup(
  { points }: ProgressCurve,
  area: PlotArea,
  look: LineLook | undefined,
  options: RegretPlotOptions,
): string {
  const line = options.line ?? "median";
  return svgMarkup("path", {
    "data-part": line,
    d: stepsThrough(points.map((point) => [area.x.at(point.after), area.y.at(point[line])])),
    fill: "none",
    stroke: look?.color,
    "stroke-width": 2,
    "stroke-dasharray": look?.dash,
  });
}

/** Along the upper quartile, and back along the lower one. */
function bandMarkup({ points }: ProgressCurve, area: PlotArea, look: LineLook | undefined): string {
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
