/** A column of pixels of the published figure's cloud of networks. */
export interface CloudColumn {
  readonly axis: "flops" | "params";
  /** In FLOPs or parameters. */
  readonly x: number;
  readonly meanTop1Percent: number;
  /** How many pixels are inked. */
  readonly ink: number;
}

/** Reads `published/figure-cloud.csv`. */
export function parseCloud(csv: string): CloudColumn[] {
  const [, ...rows] = csv.trim().split(/\r?\n/);
  return rows.map((row) => {
    const [axis, ...cells] = row.split(",");
    const [x = Number.NaN, meanTop1Percent = Number.NaN, , ink = Number.NaN] = cells.map(Number);
    if (
      (axis !== "flops" && axis !== "params") ||
      ![x, meanTop1Percent, ink].every(Number.isFinite)
    )
      throw new Error(`expected axis,x,mean_test_top1,sd_test_top1,ink; found ${row}`);
    return { axis, x, meanTop1Percent, ink };
  });
}
