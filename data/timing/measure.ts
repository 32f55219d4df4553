import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus } from "node:os";
import { dirname, resolve } from "node:path";
import { argv, execArgv, execPath, exit } from "node:process";
import { parseArgs } from "node:util";
import { bloxSpace } from "../built-in-spaces";
import { acceptedVisits } from "./accepted-visits";
import { latencyColumn } from "./composition";
import { installOnnxRuntime, onnxRuntimeVersion } from "./onnxruntime-node";
import { completeLines, headerText, parseRawVisits, type TimingHeader } from "./raw-visits";
import type { VisitTask } from "./visit-networks-node";
import { protocol, remainingBatches, sampleNetworks } from "./visit-plan";

// Times random networks of a space whole on this machine: `npm run measure`. What an earlier run has
// measured is kept and continued.
const { values: options } = parseArgs({
  options: {
    /** How many networks. */
    sample: { type: "string", default: "500" },
    /** When to stop, done or not. */
    seconds: { type: "string", default: "3600" },
    /** The raw file, by default that of this kind of machine in data/timings/. */
    file: { type: "string" },
  },
});
const space = bloxSpace;
const seed = 1;
const core = "1";
const stopAtMs = Date.now() + 1000 * positive("seconds");
const sample = sampleNetworks(space, positive("sample"), seed);
const architecture = arch() === "x64" ? "x86-64" : arch();
const file = resolve(
  options.file ?? resolve(import.meta.dirname, `../timings/${architecture}-ort-cpu-1t.csv`),
);

await installOnnxRuntime();
begin();
for (let stuck = 0; Date.now() < stopAtMs && stuck < 3; ) {
  const [batch] = remaining();
  if (!batch) break;
  const before = accepted().length;
  runProcess({ file, process: nextProcess(), batch, stopAtMs });
  stuck = accepted().length > before ? 0 : stuck + 1;
  console.log(progress());
}
if (remaining().length > 0) {
  console.log("Not finished: run the same command again to go on.");
  exit(2);
}
const { mape, tau, noiseFloor, fittedOn, judgedOn } = latencyColumn(space, rawText());
console.log(
  `Fitted on ${fittedOn} networks, ${judgedOn} others: error ${mape.toFixed(2)} %, ` +
    `tau ${tau.toFixed(3)}; noise floor ${noiseFloor.mape.toFixed(2)} %, tau ${noiseFloor.tau.toFixed(3)}`,
);

/** Makes the file, or drops half a line at its end. */
function begin(): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, existsSync(file) ? completeLines(rawText()) : headerText(newHeader()));
  const { header } = parseRawVisits(rawText());
  const here = newHeader();
  for (const key of ["space", "processor", "runtime", "threads", "seed", "reference"] as const) {
    if (header[key] === here[key]) continue;
    console.error(
      `${file} was measured with ${key} ${header[key]}, this would be ${here[key]}: name another --file`,
    );
    exit(1);
  }
}

function newHeader(): TimingHeader {
  const { passes, visitsAPass, warmUps, runs, referenceInterval } = protocol;
  return {
    space: space.name,
    device: `${architecture} ort-cpu 1t`,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    runtime: `onnxruntime-node ${onnxRuntimeVersion} (CPU)`,
    threads: "1",
    precision: "float32",
    batch: "1",
    date: new Date().toISOString().slice(0, 10),
    seed: `${seed}`,
    reference: `${sample.reference}`,
    protocol:
      `whole networks, pinned to one core, ${passes} passes of ${visitsAPass} shuffled visits, each ` +
      `the median of ${runs} runs after ${warmUps} warm-up; the reference every ${referenceInterval} visits; ` +
      "runs that the system interrupted are made again; visits count between references within 5 % of the fast regime",
  };
}

/** Runs one process to its end, pinned to one core where the system can do that. */
function runProcess(task: VisitTask): void {
  const script = resolve(import.meta.dirname, "visit-networks-node.ts");
  const node = [execPath, ...execArgv, script, JSON.stringify(task)];
  const pinned = canPin() ? ["taskset", "-c", core, ...node] : node;
  const [command = execPath, ...args] = pinned;
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return;
  console.error(`A measuring process failed (${error?.message ?? `exit code ${status}`})`);
  exit(1);
}

function canPin(): boolean {
  return spawnSync("taskset", ["-c", core, "true"]).status === 0;
}

function remaining() {
  return remainingBatches(sample.networks, seed, accepted());
}

function accepted() {
  return acceptedVisits(parseRawVisits(rawText()));
}

function nextProcess(): number {
  return (parseRawVisits(rawText()).visits.at(-1)?.process ?? 0) + 1;
}

function progress(): string {
  const wanted = sample.networks.length * protocol.passes * protocol.visitsAPass;
  const left = remaining()
    .flatMap(({ visits }) => visits)
    .reduce((sum, [, visits]) => sum + visits, 0);
  const made = parseRawVisits(rawText()).visits.length;
  return `${wanted - left} of ${wanted} visits, ${made} made with those that do not count`;
}

function rawText(): string {
  return readFileSync(file, "utf8");
}

function positive(option: "sample" | "seconds"): number {
  const value = Number(options[option]);
  if (value > 0) return value;
  console.error(`--${option}: expected a number above 0, found \`${options[option]}\``);
  console.error(`usage: ${argv[1]} [--sample N] [--seconds S] [--file CSV]`);
  return exit(1);
}
