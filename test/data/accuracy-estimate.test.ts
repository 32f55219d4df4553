import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { estimateAccuracy, fitAccuracyEstimate } from "../../data/accuracy-estimate";
import { indexOf } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import { exactColumns } from "../../data/exact-columns";
import { parseCloud } from "../../data/published-cloud";

const published = resolve(import.meta.dirname, "../../data/published");

describe("accuracy estimate", () => {
  const cloud = parseCloud(readFileSync(resolve(published, "figure-cloud.csv"), "utf8"));
  const fit = fitAccuracyEstimate(bloxSpace, cloud);
  const { percent, standardErrorPercent } = estimateAccuracy(bloxSpace, fit);

  it("has about the coefficients of an independent trial", () => {
    const trial = [0.28, 0.39, 0.21, 0.15, 0.41, 0.02, 0.42, 0.44, -0.11];
    near(fit.model.intercept, 73.1, 0.1);
    assert.equal(fit.model.coefficients.length, trial.length);
    for (const [term, coefficient] of fit.model.coefficients.entries())
      near(coefficient, trial[term] ?? Number.NaN, 0.04);
  });

  it("errs by 0.14 % on stretches of the figure that it has not seen", () => {
    near(fit.crossValidatedErrorPercent, 0.14, 0.01);
    assert.ok(fit.columns > 370 && fit.columns <= 392);
  });

  it("spans 73.1 to 75.5 %", () => {
    near(Math.min(...percent), 73.1, 0.05);
    near(Math.max(...percent), 75.5, 0.05);
  });

  it("is less certain where all stages hold the same block", () => {
    assert.equal(standardErrorPercent[indexOf(bloxSpace, [9, 9, 9])], 0.9);
    assert.equal(standardErrorPercent[indexOf(bloxSpace, [9, 9, 10])], 0.5);
    assert.equal(standardErrorPercent.filter((error) => error === 0.9).length, 45);
  });

  it("lies about 0.9 below the published front, which is chosen among noisy networks", () => {
    const { flops } = exactColumns(bloxSpace);
    const readingPrecision = 0.9e6;
    const gaps = front("flops").map(([x, top1]) => {
      const affordable = percent.filter((_, index) => (flops[index] ?? 0) <= x + readingPrecision);
      return top1 - Math.max(...affordable);
    });
    assert.equal(gaps.length, 21);
    near(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length, 0.9, 0.1);
  });

  it("refuses a table that is not the figure's", () => {
    assert.throws(() => parseCloud("axis,x\nflops,1,2"), /expected axis,x,mean_test_top1/);
  });
});

function near(found: number, expected: number, within: number): void {
  assert.ok(Math.abs(found - expected) <= within, `${found} is not ${expected} ± ${within}`);
}

/** The published Pareto front of different blocks: cost and accuracy of each point. */
function front(wantedAxis: string): [x: number, top1: number][] {
  const [, ...rows] = readFileSync(resolve(published, "figure-points.csv"), "utf8")
    .trim()
    .split(/\r?\n/);
  return rows.flatMap((row): [number, number][] => {
    const [series, axis, x, top1] = row.split(",");
    if (series !== "pareto-different-blocks" || axis !== wantedAxis) return [];
    return [[Number(x), Number(top1)]];
  });
}
