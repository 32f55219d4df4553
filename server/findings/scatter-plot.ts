import { axesMarkup, type PlotArea } from "../comparison/axes-markup";
import { rangeAxis } from "../comparison/plot-axes";
import {
  heightWithSource,
  margin,
  plotDocument,
  sourceLines,
  sourceMarkup,
} from "../comparison/plot-document";
import { filePaint as paint } from "../comparison/plot-paint";
import { widthOf } from "../comparison/plot-text";
import { pixels, svgMarkup } from "../comparison/svg-markup";

export interface ScatterPlot {
  /** By network. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly xTitle: string;
  readonly yTitle: string;
  /** What it is a plot of, for who cannot see it. */
  readonly title: string;
  /** Below the plot, how to read it. */
  readonly source: readonly string[];
  /** Networks to mark and to join by steps, ascending in x. */
  readonly front?: readonly number[];
  /** A line where both are the same, and axes of one range. */
  readonly hasDiagonal?: true;
}

/** Every network as a dot: the text of an SVG file. */
export function scatterPlot(plot: ScatterPlot): string {
  const lines = sourceLines(plot.source, width);
  const area = areaOf(plot);
  const sourceTop = area.bottom + 54;
  return `${plotDocument(
    { width, height: heightWithSource(sourceTop, lines), title: plot.title, paint },
    axesMarkup(area, { ...plot, paint }),
    ...(plot.hasDiagonal ? [diagonalMarkup(plot, area)] : []),
    dotsMarkup(plot, area, [...plot.x.keys()], 3.4, paint.lines[0], 0.55),
    ...(plot.front ? frontMarkup(plot, area, plot.front) : []),
    sourceMarkup(lines, sourceTop, paint),
  )}\n`;
}

const width = 720;
const plotHeight = 380;

function areaOf({ x, y, hasDiagonal }: ScatterPlot): PlotArea {
  const top = margin + 6;
  const bottom = top + plotHeight;
  const both = [...x, ...y];
  const yAxis = rangeAxis(hasDiagonal ? both : [...y], [bottom, top], 44);
  const left = pixels(margin + 24 + Math.max(...yAxis.ticks.map(({ text }) => widthOf(text))));
  // The last mark of the x axis is wider than the place that it marks.
  const right = width - margin - 14;
  const xAxis = rangeAxis(hasDiagonal ? both : [...x], [left, right], 80);
  return { left, right, top, bottom, x: xAxis, y: yAxis };
}

/** Strokes without a length have round ends, and one path of them is far shorter than so many circles. */
function dotsMarkup(
  { x, y }: ScatterPlot,
  area: PlotArea,
  networks: readonly number[],
  diameter: number,
  color: string | undefined,
  opacity: number,
): string {
  const places = networks.map((network) => placeOf(x, y, area, network));
  return svgMarkup("path", {
    "data-part": "dots",
    d: [...new Set(places)].map((place) => `M${place}h0`).join(""),
    fill: "none",
    stroke: color,
    "stroke-opacity": opacity,
    "stroke-width": diameter,
    "stroke-linecap": "round",
  });
}

function placeOf(x: Float64Array, y: Float64Array, area: PlotArea, network: number): string {
  const [across, up] = [x[network] ?? Number.NaN, y[network] ?? Number.NaN];
  return `${pixels(area.x.at(across))} ${pixels(area.y.at(up))}`;
}

/** A network is as good as the best that costs no more: right from each, then up to the next. */
function frontMarkup(plot: ScatterPlot, area: PlotArea, front: readonly number[]): string[] {
  const steps = front.map((network, place) => {
    const [across = "", up = ""] = placeOf(plot.x, plot.y, area, network).split(" ");
    return place === 0 ? `M${across} ${up}` : `H${across}V${up}`;
  });
  const color = paint.lines[1];
  return [
    svgMarkup("path", {
      "data-part": "front",
      d: `${steps.join("")}H${area.right}`,
      fill: "none",
      stroke: color,
      "stroke-width": 1.5,
    }),
    dotsMarkup(plot, area, front, 7, color, 1),
  ];
}

function diagonalMarkup({ x, y }: ScatterPlot, area: PlotArea): string {
  const ends = [Math.min(...x, ...y), Math.max(...x, ...y)];
  const [from, to] = ends.map((value) => `${pixels(area.x.at(value))} ${pixels(area.y.at(value))}`);
  return svgMarkup("path", {
    "data-part": "diagonal",
    d: `M${from}L${to}`,
    fill: "none",
    stroke: paint.axis,
    "stroke-dasharray": "5 4",
  });
}
