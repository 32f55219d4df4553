import type { QueryResult } from "../../server/messages";

/** A result of that many rows: a formula gives the values, no benchmark has them. */
export function sampleResult(count: number, changes: Partial<QueryResult> = {}): QueryResult {
  return {
    benchmark: "sample",
    sql: "SELECT *\nFROM network_summary\nORDER BY test_top1 DESC\nLIMIT 10000;",
    columns: ["id", "stage_1", "stage_2", "params", "flops", "test_top1", "hash"],
    rows: Array.from({ length: count }, (_, i) => [
      (i * 7919) % 91_125,
      ["conv", "st3(conv, mbconv)", "mbconv -> bconv"][i % 3] ?? "",
      i % 5 === 0 ? null : "conv | bconv",
      1_000_000 + ((i * 7919) % 10_007) * 123,
      40_000_000 + ((i * 104_729) % 10_009) * 9871,
      i % 7 === 3 ? null : 60 + 12 * Math.abs(Math.sin(i)),
      (i * 2_654_435_761).toString(16).padStart(32, "0"),
    ]),
    isCut: count === 10_000,
    elapsedMs: 417,
    ...changes,
  };
}
