import { equal, match, notEqual } from "node:assert/strict";
import { benchmarkChecksum } from "../../data/benchmark-checksum";
import { bloxSpace } from "../../data/built-in-spaces";
import { exactBenchmark } from "../../data/exact-benchmark";
import { embeddedBenchmarks } from "../server/embedded";

describe("the checksum of a benchmark", () => {
  const exact = exactBenchmark(bloxSpace);

  it("is the same for the same content", async () => {
    const embedded = (await embeddedBenchmarks())(bloxSpace);
    const again = (await embeddedBenchmarks())(bloxSpace);
    match(benchmarkChecksum(embedded), /^sha256:[0-9a-f]{64}$/);
    equal(benchmarkChecksum(again), benchmarkChecksum(embedded));
    notEqual(benchmarkChecksum(exact), benchmarkChecksum(embedded));
  });

  it("changes with one value, one standard error, one name", () => {
    const [first, ...others] = exact.columns;
    if (!first) throw new Error("the exact benchmark has columns");
    const values = first.values.slice();
    values[4711] = 0;
    const standardErrors = new Float64Array(values.length);
    const changed = [
      { ...first, values },
      { ...first, standardErrors },
      { ...first, metric: { ...first.metric, name: "other" } },
    ];
    for (const column of changed) {
      const checksum = benchmarkChecksum({ ...exact, columns: [column, ...others] });
      notEqual(checksum, benchmarkChecksum(exact));
    }
  });
});
