import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus } from "node:os";
import { dirname, resolve } from "node:path";
import { argv, execArgv, execPath, exit } from "node:process";
import { parseArgs } from "node:util";
import { bloxSpace, builtInSpaces, findSpace } from "../built-in-spaces";
import type { Space } from "../space";
import { acceptedVisits } from "./accepted-visits";
import { accuracyLines, fewestNetworks, latencyColumn } from "./composition";
import { completeLines, headerText, parseRawVisits, type TimingHeader } from "./raw-visits";
import { loadRuntime } from "./runtimes-node";
import { type RuntimeName, runtimeNames } from "./timing-runtime";
import type { VisitTask } from "./visit-networks-node";
import { protocol, remainingBatches, sampleNetworks } from "./visit-plan";

// Times random networks of a space whole on this machine: `npm run measure`. What an earlier run has
// measured is kept and continued.
const { values: options } = parseArgs({
  options: {
    /** One that is built in. */
    space: { type: "string", default: bloxSpace.name },
    /** `ort-cpu` or `ort-wasm`. */
    runtime: { type: "string", default: "ort-cpu" },
    /** Of `ort-cpu`; as many cores are taken. */
    threads: { type: "string", default: "1" },
    /** How many networks. */
    sample: { type: "string", default: "500" },
    /** To each network; half of them in either pass. */
    visits: { type: "string", default: "30" },
    /** Of a visit; what runs in a tenth of a millisecond needs more to be known as well. */
    "warm-ups": { type: "string", default: `${protocol.warmUps}` },
    runs: { type: "string", default: `${protocol.runs}` },
    /** When to stop, done or not. */
    seconds: { type: "string", default: "3600" },
    /** The raw file, by default that of the space and this kind of machine in data/timings/. */
    file: { type: "string" },
  },
});
const space = knownSpace();
const seed = 1;
const runtimeName = knownRuntime();
const threads = positive("threads");
if (threads > cpus().length || (runtimeName === "ort-wasm" && threads > 1)) {
  console.error(`--threads: ${runtimeName} has no ${threads} threads here`);
  exit(1);
}
// The last cores: whatever else the system does is more often on the first.
const cores = `${cpus().length - threads}-${cpus().length - 1}`;
const stopAtMs = Date.now() + 1000 * positive("seconds");
const visitsAPass = Math.ceil(positive("visits") / protocol.passes);
const [warmUps, runs] = [positive("warm-ups"), positive("runs")];
const sample = sampleNetworks(space, positive("sample"), seed);
const architecture = arch() === "x64" ? "x86-64" : arch();
const device = `${architecture} ${runtimeName}${runtimeName === "ort-wasm" ? "" : ` ${threads}t`}`;
const file = resolve(
  options.file ??
    resolve(import.meta.dirname, `../timings/${space.name}/${device.replaceAll(" ", "-")}.csv`),
);

const runtime = await loadRuntime(runtimeName, import.meta.dirname);
begin();
for (let stuck = 0; Date.now() < stopAtMs && stuck < 3; ) {
  const [batch] = remaining();
  if (!batch) break;
  const before = accepted().length;
  const process = nextProcess();
  runProcess({ file, runtime: runtimeName, process, batch, warmUps, runs, stopAtMs });
  stuck = accepted().length > before ? 0 : stuck + 1;
  console.log(progress());
}
if (remaining().length > 0) {
  console.log("Not finished: run the same command again to go on.");
  exit(2);
}
const done = `${sample.networks.length} networks timed`;
const fewest = fewestNetworks(space);
console.log(
  sample.networks.length < fewest
    ? `${done}; others are composed from ${fewest} or more`
    : [done, ...accuracyLines(latencyColumn(space, rawText()))].join("\n"),
);

/** Makes the file, or drops half a line at its end. Ends where it was measured otherwise. */
function begin(): void {
  const here = newHeader();
  const text = existsSync(file) ? completeLines(rawText()) : headerText(here);
  const { header } = parseRawVisits(text);
  for (const key of ["space", "processor", "runtime", "threads", "seed", "reference"] as const) {
    if (header[key] === here[key]) continue;
    console.error(
      `${file} was measured with ${key} ${header[key]}, this would be ${here[key]}: name another --file`,
    );
    exit(1);
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function newHeader(): TimingHeader {
  const { passes, referenceInterval } = protocol;
  const mostInterrupted = runtime.mostInterrupted(threads);
  const longer =
    mostInterrupted > 0 ? ` for more than ${100 * mostInterrupted} % of their time` : "";
  return {
    space: space.name,
    device,
    processor: cpus()[0]?.model.trim() ?? "unknown",
    runtime: runtime.version,
    threads: `${threads}`,
    precision: "float32",
    batch: "1",
    date: new Date().toISOString().slice(0, 10),
    seed: `${seed}`,
    reference: `${sample.reference}`,
    protocol:
      `whole networks, pinned to ${threads === 1 ? "one core" : `${threads} cores`}, ${passes} passes of ${visitsAPass} shuffled visits, each ` +
      `the median of ${runs} runs after ${warmUps} warm-up${warmUps === 1 ? "" : "s"}; the reference every ${referenceInterval} visits; ` +
      `runs that the system interrupted${longer} are made again; visits count while the reference, a running median of 9 visits, is within 35 % of the fast regime`,
  };
}

/** Runs one process to its end, pinned to its cores where the system can do that. */
function runProcess(task: VisitTask): void {
  const script = resolve(import.meta.dirname, "visit-networks-node.ts");
  const node = [execPath, ...execArgv, script, JSON.stringify(task)];
  const pinned = canPin() ? ["taskset", "-c", cores, ...node] : node;
  const [command = execPath, ...args] = pinned;
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return;
  console.error(`A measuring process failed (${error?.message ?? `exit code ${status}`})`);
  exit(1);
}

function canPin(): boolean {
  return spawnSync("taskset", ["-c", cores, "true"]).status === 0;
}

function remaining() {
  return remainingBatches(sample.networks, seed, accepted(), runtime.mostSessions, visitsAPass);
}

function accepted() {
  return acceptedVisits(parseRawVisits(rawText()));
}

function nextProcess(): number {
  return (parseRawVisits(rawText()).visits.at(-1)?.process ?? 0) + 1;
}

function progress(): string {
  const wanted = sample.networks.length * protocol.passes * visitsAPass;
  const left = remaining()
    .flatMap(({ visits }) => visits)
    .reduce((sum, [, visits]) => sum + visits, 0);
  const made = parseRawVisits(rawText()).visits.length;
  return `${wanted - left} of ${wanted} visits, ${made} made with those that do not count`;
}

function rawText(): string {
  return readFileSync(file, "utf8");
}

function positive(
  option: "sample" | "seconds" | "threads" | "visits" | "warm-ups" | "runs",
): number {
  const value = Number(options[option]);
  return value > 0 ? value : wrong(option, "a number above 0");
}

function knownSpace(): Space {
  const names = builtInSpaces.map(({ name }) => name);
  return findSpace(options.space) ?? wrong("space", names.join(" or "));
}

function knownRuntime(): RuntimeName {
  const found = runtimeNames.find((name) => name === options.runtime);
  return found ?? wrong("runtime", runtimeNames.join(" or "));
}

function wrong(option: keyof typeof options, expected: string): never {
  console.error(`--${option}: expected ${expected}, found \`${options[option]}\``);
  console.error(
    `usage: ${argv[1]} [--space NAME] [--runtime ort-cpu|ort-wasm] [--threads T] [--sample N] [--visits N] [--warm-ups N] [--runs N] [--seconds S] [--file CSV]`,
  );
  return exit(1);
}
