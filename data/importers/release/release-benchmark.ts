import type { BenchmarkInfo } from "../../library/measurements";

/** What all files of the published benchmark are of. */
export const releaseBenchmark: BenchmarkInfo = {
  name: "blox-release",
  title: "BLOX release",
  licence: "CC BY-NC 4.0",
  citation:
    "Chau et al., BLOX: Macro Neural Architecture Search Benchmark and Algorithms, NeurIPS 2022",
};
