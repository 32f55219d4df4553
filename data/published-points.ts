import csv from "./published/figure-points.csv";

/** A marker of the published figure: the accuracy of one network against one of its costs. */
export interface PublishedPoint {
  readonly axis: PointAxis;
  /** In FLOPs or parameters. */
  readonly x: number;
  readonly testTop1Percent: number;
}

export type PointAxis = "flops" | "params";

/** How exactly the markers could be read, either way (`published/README.md`). */
export const readingPrecision = { testTop1Percent: 0.03, flops: 0.9e6, params: 9e3 };

/** The published Pareto front of networks of different blocks, the cheapest first. */
export function publishedFront(axis: PointAxis): PublishedPoint[] {
  const [, ...rows] = csv.trim().split(/\r?\n/);
  return rows
    .map((row) => parseRow(row))
    .flatMap(({ series, point }) =>
      series === "pareto-different-blocks" && point.axis === axis ? point : [],
    );
}

function parseRow(row: string): { series: string | undefined; point: PublishedPoint } {
  const [series, axis, x, testTop1] = row.split(",");
  const point = { x: Number(x ?? Number.NaN), testTop1Percent: Number(testTop1 ?? Number.NaN) };
  if ((axis !== "flops" && axis !== "params") || !Object.values(point).every(Number.isFinite))
    throw new Error(`expected series,axis,x,test_top1; found ${row}`);
  return { series, point: { axis, ...point } };
}
