import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { exit } from "node:process";
import initSqlJs from "sql.js";
import { fitAccuracyEstimate } from "./accuracy-estimate";
import { buildDatabase } from "./build-database";
import { bloxSpace } from "./built-in-spaces";
import { modelHashes } from "./model-hash";
import { parseCloud } from "./published-cloud";
import { accuracyLines, type LatencyColumn, latencyColumn } from "./timing/composition";
import { RawVisitsError } from "./timing/raw-visits";

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

const latencies = timedDevices(resolve(import.meta.dirname, "timings", bloxSpace.name));
for (const column of latencies) {
  const { device, measured } = column;
  console.log(`Latency, ${device}: ${measured.size} networks timed whole, the others composed`);
  for (const line of accuracyLines(column)) console.log(`  ${line}`);
}

const hashes = modelHashes(bloxSpace);
console.log(`${hashes.length} networks hashed after ${seconds()} s`);

const bytes = buildDatabase(bloxSpace, hashes, fit, latencies, await initSqlJs());
// A crash leaves the old file or the new one, never half of it.
writeFileSync(`${file}.tmp`, bytes);
renameSync(`${file}.tmp`, file);
console.log(`${file}: ${(bytes.length / 1e6).toFixed(1)} MB after ${seconds()} s`);

/** One device a file; ends the program where one cannot be read. */
function timedDevices(folder: string): LatencyColumn[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  const columns = names.sort().map((name) => {
    try {
      return latencyColumn(bloxSpace, readFileSync(resolve(folder, name), "utf8"));
    } catch (error) {
      if (!(error instanceof RawVisitsError)) throw error;
      console.error(`${resolve(folder, name)}: ${error.message}`);
      return exit(1);
    }
  });
  const devices = columns.map(({ device }) => device);
  const twice = devices.find((device, place) => devices.indexOf(device) !== place);
  if (twice === undefined) return columns;
  console.error(`${folder}: two files are of ${twice}`);
  return exit(1);
}

function seconds(): string {
  return ((performance.now() - start) / 1000).toFixed(1);
}
