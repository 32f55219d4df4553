import { networkCount } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import type { SearchSpec } from "../../server/messages";
import { runSearch } from "../../server/searches/run-search";
import { embeddedBenchmarks } from "../server/embedded";
import { percentile } from "./percentile";

/** How long searches in `blox` take on one core, in this process, a medium of several runs each. */
export async function benchSearches(): Promise<void> {
  const benchmark = (await embeddedBenchmarks())(bloxSpace);
  const all = networkCount(bloxSpace);
  const searches: readonly [what: string, aim: string, spec: Partial<SearchSpec>, runs?: number][] =
    [
      ["random", "1,000,000 evaluations/s", { budget: all }],
      ["regularized-evolution", "300,000 evaluations/s", { budget: 5000 }],
      ["nsga-ii", "5,000 evaluations under 100 ms", { budget: 5000, objectives: twoObjectives }],
      ["exhaustive", "three constraints under 5 ms", { budget: all, subjectTo: threeConstraints }],
      ["lana", "", { budget: 300 }],
      ["bananas", "", { budget: 100 }, 1],
      ["brp-nas", "100 networks under 60 s", { budget: 100 }, 1],
    ];
  for (const [algorithm, aim, changes, count = usualRuns] of searches) {
    const spec = { ...preset, algorithm, ...changes };
    const times: number[] = [];
    let evaluations = 0;
    for (let run = 0; run < count; run++) {
      const start = performance.now();
      const result = await runSearch(benchmark, { ...spec, seed: run }, surroundings);
      times.push(performance.now() - start);
      if (result.outcome !== "finished") throw new Error(result.notes.join(" "));
      evaluations = result.evaluations;
    }
    const median = percentile(times, 0.5);
    const rate = Math.round((1000 * evaluations) / median).toLocaleString("en-US");
    console.log(
      `${algorithm.padEnd(24)} ${median.toFixed(1).padStart(8)} ms for ${evaluations.toLocaleString("en-US")} evaluations, ${rate} a second  ${aim && `aim: ${aim}`}`,
    );
  }
}

const usualRuns = 15;
const threeConstraints = "params <= 3 M, flops <= 250 M, peak_memory <= 700 KB";
const twoObjectives = [
  { direction: "maximize", metric: "accuracy" },
  { direction: "minimize", metric: "params" },
] as const;
const preset: SearchSpec = {
  space: "blox",
  algorithm: "random",
  parameters: {},
  objectives: [{ direction: "maximize", metric: "accuracy" }],
  subjectTo: "",
  budget: 1,
  seed: 0,
};
const surroundings = {
  now: () => performance.now(),
  pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
  signal: { aborted: false },
};
