import type { Device } from "../library/measurements";
import type { TimingRuntime } from "./timing-runtime";

/** What networks are timed on where Blox runs. */
export interface OwnMachine {
  /** What the machine is called. */
  readonly machine: string;
  /** Its model; left out where nothing tells it. */
  readonly processor?: string;
}

/**
 * The device that latencies timed here are of: `kiosk ort-cpu 1t`. The library has no place for the
 * processor, so that it stands with the runtime: what was timed on another one does not mix.
 */
export function ownDevice(
  { machine, processor }: OwnMachine,
  { name, version }: Pick<TimingRuntime, "name" | "version">,
  threads: number,
): Device {
  return {
    name: [machine, name, ...(name === "ort-cpu" ? [`${threads}t`] : [])].join(" "),
    runtime: [version, ...(processor === undefined ? [] : [processor])].join(", "),
    threads,
    precision: "float32",
    batchSize: 1,
  };
}
