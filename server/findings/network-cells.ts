import { architectureAt } from "../../data/architecture";
import { type MetricColumn, numberAt } from "../../data/benchmark";
import { blocksOf } from "../../data/blocks";
import { formatNumber } from "../../data/format";
import { isLatency } from "../../data/metrics";
import type { Space } from "../../data/space";
import { standardErrorAt } from "../../data/standard-error";
import { decimal } from "./decimal";

/** The heads of columns that name a network: its index and its blocks. */
export function networkHeads(space: Space): string[] {
  return ["network", ...space.stages.map((_, stage) => `stage ${stage + 1}`)];
}

/** `#1203`, and its blocks in the language. */
export function networkCells(space: Space, network: number): string[] {
  const blocks = architectureAt(space, network).map(
    (block, stage) => blocksOf(space, stage)[block]?.expression ?? "",
  );
  // A table of Markdown takes a bar for the end of a cell, in code too.
  return [`#${network}`, ...blocks.map((block) => `\`${block.replaceAll("|", "\\|")}\``)];
}

/** `97.13 ± 0.09` */
export function accuracyCell(accuracy: MetricColumn, network: number): string {
  const error = standardErrorAt(accuracy, network);
  return `${decimal(numberAt(accuracy, network), 2)} ± ${decimal(error, 2)}`;
}

/** `41.32 K`, `0.213 ms` */
export function costCell(cost: MetricColumn, network: number): string {
  const value = numberAt(cost, network);
  return isLatency(cost.metric) ? `${value.toFixed(3)} ms` : formatNumber(cost.metric, value);
}
