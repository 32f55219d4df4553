import type { LineLook } from "./line-look";
import { fitted, fontSize, widthOf } from "./plot-text";
import { escaped, pixels, svgMarkup } from "./svg-markup";

export interface PlotLegend {
  readonly markup: string;
  /** In pixels, from the top. */
  readonly height: number;
}

/** Names lines, one after the other in as many rows as they take. A name that is too long is cut. */
export function plotLegend(
  entries: readonly { readonly label: string; readonly look: LineLook }[],
  width: number,
  textColor: string,
): PlotLegend {
  let [x, row] = [0, 0];
  const parts = entries.map(({ label, look }) => {
    const text = fitted(label, width - swatchWidth - gap);
    const taken = swatchWidth + gap + widthOf(text);
    if (x > 0 && x + taken > width) [x, row] = [0, row + 1];
    const y = row * rowHeight + rowHeight / 2;
    const markup = entryMarkup(label, text, look, x, y, textColor);
    x += taken + 2 * gap;
    return markup;
  });
  return { markup: parts.join(""), height: (row + 1) * rowHeight };
}

const swatchWidth = 30;
const gap = 7;
const rowHeight = 18;

function entryMarkup(
  label: string,
  text: string,
  { color, dash }: LineLook,
  x: number,
  y: number,
  textColor: string,
): string {
  return svgMarkup(
    "g",
    { "data-part": "legend-entry" },
    svgMarkup("title", {}, escaped(label)),
    svgMarkup("line", {
      x1: pixels(x),
      x2: pixels(x + swatchWidth),
      y1: y,
      y2: y,
      stroke: color,
      "stroke-width": 2,
      "stroke-dasharray": dash,
    }),
    svgMarkup(
      "text",
      { x: pixels(x + swatchWidth + gap), y: y + fontSize * 0.35, fill: textColor },
      escaped(text),
    ),
  );
}
