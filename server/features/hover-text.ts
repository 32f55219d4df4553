import type { Metric } from "../../data/benchmark";
import type { Cost } from "../../data/costs";
import { formatValue } from "../../data/format";
import { flops, params } from "../../data/metrics";

/** `37.2 K parameters, 38.3 M FLOPs` */
export function costText(cost: Pick<Cost, "params" | "flops">): string {
  const text = (metric: Metric, value: number) =>
    formatValue({ metric, value, provenance: "exact", source: "" });
  return `${text(params, cost.params)} parameters, ${text(flops, cost.flops)} FLOPs`;
}

/** `38 %`; of nothing, nothing is a share. */
export function shareText(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
}

/** Markdown paragraphs, without those that are empty. */
export function paragraphs(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part).join("\n\n");
}
