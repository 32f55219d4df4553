import { type Benchmarks, loadBenchmarks } from "../../server/benchmarks";
import { nodePlatform } from "../../server/platform-node";
import { serverFolder } from "./joined";

/** The benchmarks that ship with the product; needs data/blox.sqlite to have been built. */
export function embeddedBenchmarks(): Promise<Benchmarks> {
  return loadBenchmarks(nodePlatform(serverFolder));
}
