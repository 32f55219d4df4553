import type { PlotPaint } from "./plot-paint";
import { fontSize, wrapped } from "./plot-text";
import { escaped, pixels, svgMarkup } from "./svg-markup";

export interface PlotDocument {
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** What it is a plot of, for who cannot see it. */
  readonly title: string;
  readonly paint: PlotPaint;
}

/** Around all plots, in pixels. */
export const margin = 10;

/**
 * A drawing, the text of an SVG file. It has no style sheet and no style attribute, which a webview's policy
 * forbids.
 */
export function plotDocument(
  { width, height, title, paint }: PlotDocument,
  ...children: readonly string[]
): string {
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
    ...children,
  );
}

/** Where the numbers come from, in lines that are as wide as the plot. */
export function sourceLines(source: readonly string[], width: number): readonly string[] {
  return source.flatMap((line) => wrapped(line, width - 2 * margin));
}

/** Those lines below a plot; the first stands on `top`. */
export function sourceMarkup(lines: readonly string[], top: number, paint: PlotPaint): string {
  return lines
    .map((line, place) =>
      svgMarkup(
        "text",
        { x: margin, y: pixels(top + place * lineHeight), fill: paint.quietText },
        escaped(line),
      ),
    )
    .join("");
}

/** Of a drawing that ends with those lines. */
export function heightWithSource(top: number, lines: readonly string[]): number {
  return Math.ceil(top + lines.length * lineHeight + margin / 2);
}

const lineHeight = 15;
