import uPlot from "uplot";
import { tickTexts } from "./number-text";
import { PointGrid } from "./point-grid";
import type { Projection } from "./point-layer";
import type { Theme } from "./theme";

/** How wide and high a chart is in a place of this width, in CSS pixels. */
export function plotSize(width: number): { readonly width: number; readonly height: number } {
  return { width, height: Math.round(Math.min(400, Math.max(300, width * 0.45))) };
}

/** A chart's axes by their titles, in the colours and fonts of the theme. */
export function plotAxes(x: string, y: string, theme: Theme): uPlot.Axis[] {
  return [plotAxis(x, 42, 90, theme), plotAxis(y, 64, 44, theme)];
}

/**
 * @param size what the axis takes beside the plot, its title included, in CSS pixels
 * @param space how far apart its marks are at least, in CSS pixels
 */
function plotAxis(title: string, size: number, space: number, theme: Theme): uPlot.Axis {
  const { foreground, grid, fontFamily, highContrast } = theme;
  return {
    stroke: foreground,
    font: `11px ${fontFamily}`,
    label: title,
    labelFont: `11px ${fontFamily}`,
    labelSize: 18,
    labelGap: 0,
    size: size - 18,
    gap: 4,
    space,
    grid: { stroke: grid, width: 0.5, ...(highContrast && { dash: [1, 5] }) },
    ticks: { stroke: grid, width: 1, size: 3 },
    values: (_, ticks) => tickTexts(ticks),
  };
}

/** The range of the known values with a margin, so that no mark touches the frame. */
export function plotRange(values: ArrayLike<number>): uPlot.Range.MinMax {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const margin = (high - low) * 0.04 || 1;
  return [low - margin, high + margin];
}

/** How values become pixels of a plot's canvas, from the corner of the plot. */
export function projectionOf(plot: uPlot): Projection {
  const { width, height } = plot.bbox;
  const { min: xMin = 0, max: xMax = 1 } = plot.scales.x ?? {};
  const { min: yMin = 0, max: yMax = 1 } = plot.scales.y ?? {};
  const xScale = width / (xMax - xMin);
  const yScale = -height / (yMax - yMin);
  return { width, height, xScale, xOffset: -xMin * xScale, yScale, yOffset: -yMax * yScale };
}

/** Where a value stands, in CSS pixels from the corner of the chart. */
export function onScreen(
  plot: uPlot,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } {
  const { xScale, xOffset, yScale, yOffset } = projectionOf(plot);
  const { left, top } = plot.bbox;
  return {
    x: (x * xScale + xOffset + left) / uPlot.pxRatio,
    y: (y * yScale + yOffset + top) / uPlot.pxRatio,
  };
}

/** Finds points of a plot under the mouse, by CSS pixels from the corner of the chart. */
export function plotGrid(plot: uPlot, x: ArrayLike<number>, y: ArrayLike<number>): PointGrid {
  const { xScale, xOffset, yScale, yOffset } = projectionOf(plot);
  const { left, top } = plot.bbox;
  return new PointGrid(
    pixelsOf(x, xScale, xOffset + left),
    pixelsOf(y, yScale, yOffset + top),
    plot.width,
    plot.height,
  );
}

function pixelsOf(values: ArrayLike<number>, scale: number, offset: number): Float32Array {
  const pixels = new Float32Array(values.length);
  for (let i = 0; i < pixels.length; i++) {
    pixels[i] = ((values[i] ?? Number.NaN) * scale + offset) / uPlot.pxRatio;
  }
  return pixels;
}
