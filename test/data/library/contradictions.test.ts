import { deepEqual } from "node:assert/strict";
import { networkCount } from "../../../data/architecture";
import { bloxSpace } from "../../../data/built-in-spaces";
import { exactColumns } from "../../../data/exact-columns";
import { contradictions } from "../../../data/library/contradictions";

const { params, flops } = exactColumns(bloxSpace);
const networks = Float64Array.of(0, 7, 2025, networkCount(bloxSpace) - 1);
const of = (column: Float64Array) => networks.map((network) => column[network] ?? Number.NaN);
const changed = (column: Float64Array, changes: Readonly<Record<number, number>>) =>
  of(column).map((value, row) => value + (changes[row] ?? 0));

const sentences = (columns: { params?: Float64Array; flops?: Float64Array }) =>
  contradictions({ networks, columns }, bloxSpace);

describe("contradictions of imported with computed values", () => {
  it("are none where all agree, in one sentence", () =>
    deepEqual(sentences({ params: of(params), flops: of(flops) }), [
      "The imported parameters and FLOPs of all 4 networks agree with the computed ones.",
    ]));

  it("are counted, with the largest and its network", () =>
    deepEqual(sentences({ params: of(params), flops: changed(flops, { 1: 5, 2: -1234567 }) }), [
      "The imported parameters of all 4 networks agree with the computed ones.",
      "The imported FLOPs of 2 of 4 networks differ from the computed ones, by at most 1,234,567 (network #2025).",
    ]));

  it("are looked for in both columns", () =>
    deepEqual(
      sentences({ params: changed(params, { 0: -1 }), flops: changed(flops, { 1: 2, 3: 2 }) }),
      [
        "The imported parameters of 1 of 4 networks differ from the computed ones, by at most 1 (network #0).",
        "The imported FLOPs of 2 of 4 networks differ from the computed ones, by at most 2 (network #7).",
      ],
    ));

  it("are not looked for where nothing was imported", () => {
    deepEqual(sentences({}), []);
    deepEqual(sentences({ params: networks.map(() => Number.NaN) }), []);
    deepEqual(sentences({ flops: changed(flops, { 1: Number.NaN }) }), [
      "The imported FLOPs of all 3 networks agree with the computed ones.",
    ]);
    deepEqual(sentences({ params: of(params), flops: changed(flops, { 1: Number.NaN }) }), [
      "The imported parameters of all 4 networks agree with the computed ones.",
      "The imported FLOPs of all 3 networks agree with the computed ones.",
    ]);
  });
});
