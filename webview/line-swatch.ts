import type { LineStyle } from "./line-style";
import { svgElement } from "./svg-element";
import { currentTheme } from "./theme";

/** A piece of a line, to say which one is spoken of; without a style, of any line. */
export function lineSwatch(style: LineStyle | undefined, width = 2): SVGElement {
  const { lines, foreground } = currentTheme();
  const { color = -1, dash = [] } = style ?? {};
  return svgElement(
    "svg",
    { class: "line-swatch", width: 32, height: 8, viewBox: "0 0 32 8", "aria-hidden": "true" },
    svgElement("line", {
      x1: 0,
      y1: 4,
      x2: 32,
      y2: 4,
      stroke: lines[color] ?? foreground,
      "stroke-width": width,
      "stroke-dasharray": dash.length > 0 ? dash.join(" ") : undefined,
      "shape-rendering": "crispEdges",
    }),
  );
}
