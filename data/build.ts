import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import initSqlJs from "sql.js";
import { fitAccuracyEstimate } from "./accuracy-estimate";
import { buildDatabase } from "./build-database";
import { bloxSpace } from "./built-in-spaces";
import { modelHashes } from "./model-hash";
import { parseCloud } from "./published-cloud";
import { latencyColumn } from "./timing/composition";

// Writes blox.sqlite, the embedded benchmark: `npm run data`.
const start = performance.now();
const file = resolve(import.meta.dirname, "blox.sqlite");
const cloud = readFileSync(resolve(import.meta.dirname, "published/figure-cloud.csv"), "utf8");

const fit = fitAccuracyEstimate(bloxSpace, parseCloud(cloud));
const { intercept, coefficients } = fit.model;
const names = bloxSpace.operations.map(({ name }) => name);
console.log(
  `Accuracy estimate, fitted to ${fit.columns} columns of the figure: ${intercept.toFixed(2)} %`,
);
for (const stage of bloxSpace.stages.keys()) {
  const terms = names.map(
    (name, operation) => `${name} ${coefficients[stage * names.length + operation]?.toFixed(2)}`,
  );
  console.log(`  stage ${stage + 1}, a node: ${terms.join(", ")}`);
}
console.log(`  cross-validated error ${fit.crossValidatedErrorPercent.toFixed(3)} %`);

const timings = resolve(import.meta.dirname, "timings");
const latencies = readdirSync(timings)
  .filter((name) => name.endsWith(".csv"))
  .map((name) => latencyColumn(bloxSpace, readFileSync(resolve(timings, name), "utf8")));
for (const { device, measured, mape, tau, noiseFloor, fittedOn, judgedOn } of latencies) {
  console.log(`Latency, ${device}: ${measured.size} networks timed whole, the others composed`);
  console.log(
    `  fitted on ${fittedOn} and judged on ${judgedOn}: mean error ${mape.toFixed(2)} %, Kendall's tau ${tau.toFixed(3)}`,
  );
  console.log(
    `  noise floor, two sets of medians of the same networks: ${noiseFloor.mape.toFixed(2)} %, tau ${noiseFloor.tau.toFixed(3)}`,
  );
}

const hashes = modelHashes(bloxSpace);
console.log(`${hashes.length} networks hashed after ${seconds()} s`);

const bytes = buildDatabase(bloxSpace, hashes, fit, latencies, await initSqlJs());
// A crash leaves the old file or the new one, never half of it.
writeFileSync(`${file}.tmp`, bytes);
renameSync(`${file}.tmp`, file);
console.log(`${file}: ${(bytes.length / 1e6).toFixed(1)} MB after ${seconds()} s`);

function seconds(): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}
