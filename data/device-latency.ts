import type { LatencyColumn } from "./timing/composition";

/** Latencies of all networks of a space on one device. */
export interface DeviceLatency {
  /** As in the language: `latency("DEVICE")`. */
  readonly device: string;
  /** The machine, the runtime and the conditions, in a few words. */
  readonly source: string;
  /** For one image, by network index. */
  readonly latencyMs: Float64Array;
  /** The networks that were timed whole; the others are composed. */
  readonly measured: ReadonlySet<number>;
  /** Of one network's value, in percent. */
  readonly standardErrorPercent: { readonly measured: number; readonly composed: number };
  /** Of composed values against networks held out: mean absolute error in percent, Kendall's tau. */
  readonly composedError: { readonly mape: number; readonly tau: number };
}

export function deviceLatency(column: LatencyColumn): DeviceLatency {
  const { device, machine, msByIndex, measured, standardErrorPercent, mape, tau } = column;
  const { processor, runtime, threads, precision, batch } = machine;
  const counted = threads === "1" ? "1 thread" : `${threads} threads`;
  return {
    device,
    source: `${processor}, ${runtime}, ${counted}, ${precision}, batch ${batch}`,
    // A microsecond is finer than anyone can time, and the digits behind it only fill the file.
    latencyMs: msByIndex.map((ms) => Number(ms.toFixed(3))),
    measured,
    standardErrorPercent,
    composedError: { mape, tau },
  };
}

/** `±0.5 % against networks held out (tau 0.96)` */
export function composedErrorText({ mape, tau }: DeviceLatency["composedError"]): string {
  return `±${mape.toFixed(1)} % against networks held out (tau ${tau.toFixed(2)})`;
}
