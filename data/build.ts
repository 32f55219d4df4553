import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { exit } from "node:process";
import initSqlJs from "sql.js";
import { fitAccuracyEstimate } from "./accuracy-estimate";
import { buildDatabase, type SpaceToEmbed } from "./build-database";
import { bloxSpace, digitsSpace } from "./built-in-spaces";
import { bytesSource } from "./importers/bytes-source";
import { modelHashes } from "./model-hash";
import { parseCloud } from "./published-cloud";
import { readCampaign } from "./read-campaign";
import type { Space } from "./space";
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

const digits = readFileSync(resolve(import.meta.dirname, "trainings/blox-digits.csv"));
const campaign = await readCampaign(digitsSpace, bytesSource("blox-digits.csv", digits));
const trainings = campaign.runs.reduce((sum, { networks }) => sum + networks.length, 0);
console.log(`${campaign.about.title}: ${trainings} trainings`);

const spaces: readonly SpaceToEmbed[] = [
  { ...timedAndHashed(digitsSpace), campaign },
  { ...timedAndHashed(bloxSpace), fit },
];
const bytes = buildDatabase(spaces, await initSqlJs());
// A crash leaves the old file or the new one, never half of it.
writeFileSync(`${file}.tmp`, bytes);
renameSync(`${file}.tmp`, file);
console.log(`${file}: ${(bytes.length / 1e6).toFixed(1)} MB after ${seconds()} s`);

function timedAndHashed(space: Space): SpaceToEmbed {
  const latencies = timedDevices(space);
  for (const column of latencies) {
    const { device, measured } = column;
    console.log(`Latency of ${space.name}, ${device}: ${measured.size} networks timed whole`);
    for (const line of accuracyLines(column)) console.log(`  ${line}`);
  }
  const hashes = modelHashes(space);
  console.log(`${hashes.length} networks of ${space.name} hashed after ${seconds()} s`);
  return { space, hashes, latencies };
}

/** One device a file; ends the program where one cannot be read. */
function timedDevices(space: Space): LatencyColumn[] {
  const folder = resolve(import.meta.dirname, "timings", space.name);
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith(".csv"))
    : [];
  const columns = names.sort().map((name) => {
    try {
      return latencyColumn(space, readFileSync(resolve(folder, name), "utf8"));
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
