import assert from "node:assert/strict";
import { ridgeRegression } from "../../data/ridge-regression";

describe("ridge regression", () => {
  const observations = [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 2],
    [3, 1],
  ].map(([x = 0, y = 0], place) => ({
    features: [x, y],
    value: 5 + 2 * x - 3 * y,
    weight: 1 + place,
  }));

  it("finds an exact law without a penalty", () => {
    const { intercept, coefficients, predict } = ridgeRegression(observations, 0);
    for (const [found, expected] of [
      [intercept, 5],
      [coefficients[0], 2],
      [coefficients[1], -3],
      [predict([10, 10]), -5],
    ])
      assert.ok(Math.abs((found ?? Number.NaN) - (expected ?? 0)) < 1e-9, `${found} ${expected}`);
  });

  it("is least where the penalised error is", () => {
    const ridge = 2;
    const { intercept, coefficients } = ridgeRegression(observations, ridge);
    const meanWeight = 3;
    const loss = (a: number, [b = 0, c = 0]: readonly number[]) =>
      observations.reduce(
        (sum, { features: [x = 0, y = 0], value, weight }) =>
          sum + (weight / meanWeight) * (value - a - b * x - c * y) ** 2,
        ridge * (b * b + c * c),
      );
    const [b = 0, c = 0] = coefficients;
    const least = loss(intercept, coefficients);
    for (const step of [-1e-3, 1e-3]) {
      assert.ok(loss(intercept + step, [b, c]) > least);
      assert.ok(loss(intercept, [b + step, c]) > least);
      assert.ok(loss(intercept, [b, c + step]) > least);
    }
  });
});
