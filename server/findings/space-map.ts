import { indexStrides } from "../../data/architecture";
import { blocksOf } from "../../data/blocks";
import type { Space } from "../../data/space";
import { quantile } from "../../data/timing/statistics";
import {
  heightWithSource,
  margin,
  plotDocument,
  sourceLines,
  sourceMarkup,
} from "../comparison/plot-document";
import { filePaint as paint } from "../comparison/plot-paint";
import { fontSize, widthOf } from "../comparison/plot-text";
import { escaped, pixels, svgMarkup } from "../comparison/svg-markup";
import { decimal } from "./decimal";

export interface SpaceMap {
  /** Of two stages. */
  readonly space: Space;
  /** By network, in percent. */
  readonly values: Float64Array;
  /** Of the blocks of each stage, by which they are put in order. */
  readonly effects: readonly Float64Array[];
  readonly title: string;
  readonly source: readonly string[];
}

/** All networks of a space of two stages at once, a coloured square each: the text of an SVG file. */
export function spaceMap(map: SpaceMap): string {
  const [first = [], columns = []] = map.effects.map(ascending);
  // The best blocks are at the top and at the right.
  const rows = first.toReversed();
  const names = (stage: number, order: readonly number[]) =>
    order.map((block) => blocksOf(map.space, stage)[block]?.expression ?? "");
  const [rowNames, columnNames] = [names(0, rows), names(1, columns)];
  const widest = Math.max(...[...rowNames, ...columnNames].map(nameWidth));
  const left = Math.ceil(margin + fontSize + 8 + widest);
  const top = margin;
  const lines = sourceLines(map.source, width);
  const bottom = top + rows.length * side;
  const right = left + columns.length * side;
  const sourceTop = bottom + widest + 34;
  return `${plotDocument(
    { width, height: heightWithSource(sourceTop, lines), title: map.title, paint },
    ...squares(map, rows, columns, left, top),
    ...rowNames.map((name, row) =>
      nameMarkup(name, { x: left - 5, y: pixels(top + (row + 0.5) * side + nameSize * 0.35) }),
    ),
    ...columnNames.map((name, column) => {
      const [x, y] = [pixels(left + (column + 0.5) * side + nameSize * 0.35), bottom + 5];
      return nameMarkup(name, { x, y, transform: `rotate(-90 ${x} ${y})` });
    }),
    titleMarkup("stage 1", margin + fontSize, (top + bottom) / 2, true),
    titleMarkup("stage 2", (left + right) / 2, bottom + widest + 18, false),
    legendMarkup(map.values, right + 16, top),
    sourceMarkup(lines, sourceTop, paint),
  )}\n`;
}

const width = 780;
/** Of a square and of the names beside it, in pixels. */
const side = 12;
const nameSize = 9;

/**
 * From the lowest values to the highest, as many networks in each: light to dark, told apart without
 * seeing colours too (YlGnBu of Harrower and Brewer, ColorBrewer.org, The Cartographic Journal 2003).
 */
const colors = [
  "#ffffd9",
  "#edf8b1",
  "#c7e9b4",
  "#7fcdbb",
  "#41b6c4",
  "#1d91c0",
  "#225ea8",
  "#0c2c84",
];

function ascending(effects: Float64Array): number[] {
  return Array.from(effects.keys()).sort((a, b) => (effects[a] ?? 0) - (effects[b] ?? 0) || a - b);
}

/** One path a colour: far shorter than a square each. */
function squares(
  { space, values }: SpaceMap,
  rows: readonly number[],
  columns: readonly number[],
  left: number,
  top: number,
): string[] {
  const [rowStride = 0, columnStride = 0] = indexStrides(space);
  const steps = stepsOf(values);
  const paths = colors.map(() => "");
  for (const [row, first] of rows.entries())
    for (const [column, second] of columns.entries()) {
      const value = values[first * rowStride + second * columnStride] ?? Number.NaN;
      const color = steps.filter((step) => value > step).length;
      paths[color] += `M${left + column * side} ${top + row * side}h${side}v${side}h-${side}z`;
    }
  return paths.map((d, color) =>
    svgMarkup("path", { "data-part": "squares", d, fill: colors[color] }),
  );
}

/** Between the colours. */
function stepsOf(values: Float64Array): number[] {
  return colors.slice(1).map((_, place) => quantile([...values], (place + 1) / colors.length));
}

function nameWidth(name: string): number {
  return (widthOf(name) * nameSize) / fontSize;
}

function nameMarkup(name: string, place: Readonly<Record<string, string | number>>): string {
  return svgMarkup(
    "text",
    { ...place, "font-size": nameSize, "text-anchor": "end", fill: paint.text },
    escaped(name),
  );
}

function titleMarkup(title: string, x: number, y: number, isUpright: boolean): string {
  const [across, down] = [pixels(x), pixels(y)];
  return svgMarkup(
    "text",
    {
      x: across,
      y: down,
      "text-anchor": "middle",
      fill: paint.text,
      ...(isUpright && { transform: `rotate(-90 ${across} ${down})` }),
    },
    escaped(title),
  );
}

/** The highest at the top, with the accuracies between the colours. */
function legendMarkup(values: Float64Array, x: number, top: number): string {
  const height = 26;
  const marks = [Math.min(...values), ...stepsOf(values), Math.max(...values)];
  const text = (value: number, y: number) =>
    svgMarkup(
      "text",
      { x: x + 26, y: pixels(y + fontSize * 0.35), fill: paint.text },
      decimal(value, 1),
    );
  const bottom = top + fontSize + colors.length * height;
  return [
    ...colors.map((fill, color) =>
      svgMarkup("rect", { x, y: bottom - (color + 1) * height, width: 20, height, fill }),
    ),
    ...marks.map((value, place) => text(value, bottom - place * height)),
    svgMarkup("text", { x, y: bottom + 22, fill: paint.text }, "accuracy, %"),
  ].join("");
}
