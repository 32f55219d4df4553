import { deepEqual } from "node:assert/strict";
import type { MetricColumn } from "../../data/benchmark";
import { accuracy, latency, params, peakMemory } from "../../data/metrics";
import { tableColumns } from "../../server/shown-values";

const column = (
  metric: MetricColumn["metric"],
  more: Partial<MetricColumn> = {},
): MetricColumn => ({
  metric,
  provenance: "composed",
  source: "made up",
  values: Float64Array.of(1),
  ...more,
});
const memory = column(peakMemory);
const [first, second] = [column(latency("first")), column(latency("second"))];
const own = column(latency("own"), { runs: [] });
const columns = [column(accuracy), column(params), memory, first, second, own];

const namesOf = (shown: readonly MetricColumn[]) => shown.map(({ metric }) => metric.name);

describe("a table of networks", () => {
  it("has one latency, that of a device of the user's before those that are embedded", () => {
    deepEqual(namesOf(tableColumns(columns)), ["accuracy", "params", 'latency("own")']);
    const embedded = columns.filter((one) => one !== own);
    deepEqual(namesOf(tableColumns(embedded)), ["accuracy", "params", 'latency("first")']);
  });

  it("has the devices that it is about instead, and details that it is about", () => {
    deepEqual(namesOf(tableColumns(columns, [second])), [
      "accuracy",
      "params",
      'latency("second")',
    ]);
    deepEqual(namesOf(tableColumns(columns, [memory, first, second])), [
      "accuracy",
      "params",
      "peak_memory",
      'latency("first")',
      'latency("second")',
    ]);
  });
});
