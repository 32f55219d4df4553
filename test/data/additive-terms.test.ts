import { equal, ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fitAccuracyEstimate } from "../../data/accuracy-estimate";
import { additiveTerms } from "../../data/additive-terms";
import { architectureAt, networkCount } from "../../data/architecture";
import { type MetricColumn, numberAt } from "../../data/benchmark";
import { bloxSpace } from "../../data/built-in-spaces";
import { exactBenchmark } from "../../data/exact-benchmark";
import { parseCloud } from "../../data/published-cloud";
import { embeddedBenchmarks } from "../server/embedded";

const networks = [0, 4, 44, 1000, 45_678, 91_124];

describe("the terms of a column's model", () => {
  let columns: readonly MetricColumn[];
  before(async () => {
    ({ columns } = (await embeddedBenchmarks())(bloxSpace));
  });

  const columnOf = (name: string) => {
    const column = columns.find(({ metric }) => metric.name.startsWith(name));
    ok(column);
    return column;
  };

  it("are those of the accuracy estimate as it was fitted", () => {
    const file = resolve(import.meta.dirname, "../../data/published/figure-cloud.csv");
    const { model } = fitAccuracyEstimate(bloxSpace, parseCloud(readFileSync(file, "utf8")));
    for (const network of networks) {
      const terms = additiveTerms(
        bloxSpace,
        columnOf("accuracy"),
        architectureAt(bloxSpace, network),
      );
      ok(terms);
      ok(Math.abs(terms.constant - model.intercept) < 2e-3);
      for (const [stage, { operations, topology }] of terms.stages.entries()) {
        for (const { name, each } of operations) {
          const operation = bloxSpace.operations.findIndex((known) => known.name === name);
          ok(Math.abs(each - (model.coefficients[3 * stage + operation] ?? 0)) < 1e-3, name);
        }
        // The figure supports no term for the topology.
        ok(Math.abs(topology?.value ?? 0) < 1e-3);
      }
    }
  });

  it("add up to what is shown of networks that were not measured", () => {
    for (const name of ["accuracy", "latency"])
      for (const network of networks) {
        const column = columnOf(name);
        if (column.measured?.has(network)) continue;
        const terms = additiveTerms(bloxSpace, column, architectureAt(bloxSpace, network));
        ok(
          terms && Math.abs(terms.total - numberAt(column, network)) <= 1e-3,
          `${name} ${network}`,
        );
      }
  });

  it("are counted node by node", () => {
    // The first block is conv -> conv.
    const terms = additiveTerms(bloxSpace, columnOf("latency"), architectureAt(bloxSpace, 0));
    equal(terms?.stages.length, 3);
    equal(terms?.stages[0]?.operations[0]?.nodes, 2);
    equal(terms?.stages[0]?.topology, undefined);
  });

  it("are not made up for a column that no such model gives", () => {
    const column = columnOf("accuracy");
    const values = column.values.map((value, network) => value + (network % 7 === 3 ? 0.5 : 0));
    equal(additiveTerms(bloxSpace, { ...column, values }, [0, 0, 0]), undefined);
    const [exact] = exactBenchmark(bloxSpace).columns;
    ok(exact);
    equal(additiveTerms(bloxSpace, exact, [0, 0, 0]), undefined);
    const unknown = new Float64Array(networkCount(bloxSpace)).fill(Number.NaN);
    equal(additiveTerms(bloxSpace, { ...column, values: unknown }, [0, 0, 0]), undefined);
  });
});
