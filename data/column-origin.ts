import type { MetricColumn } from "./benchmark";

/** For headings: the provenance of a column's values, both where imports cover only some networks. */
export function originOf(column: Pick<MetricColumn, "provenance" | "runs">): string {
  return isMixed(column) ? `measured or ${column.provenance}` : column.provenance;
}

/** Where a column's values come from, in a few words: `BLOX release for 250 networks, otherwise …`. */
export function sourceOf(column: MetricColumn): string {
  const { runs, measured, source } = column;
  if (!runs) return source;
  const benchmarks = [...new Set(runs.map(({ benchmark }) => benchmark))].join(", ");
  if (!isMixed(column)) return column.provenance === "exact" ? source : benchmarks;
  const count = (measured?.size ?? 0).toLocaleString("en-US");
  return `${benchmarks} for ${count} networks, otherwise ${source}`;
}

function isMixed({ provenance, runs }: Pick<MetricColumn, "provenance" | "runs">): boolean {
  return runs !== undefined && (provenance === "estimated" || provenance === "composed");
}
