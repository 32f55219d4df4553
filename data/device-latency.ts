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
  /** Of composed values with networks held out. */
  readonly composedError: Agreement;
  /** Of two sets of measurements of the same networks: no model can do better. */
  readonly noiseFloor: Agreement;
}

/** Of two latencies of each of many networks: mean absolute difference in percent, Kendall's tau. */
export interface Agreement {
  readonly mape: number;
  readonly tau: number;
}

export function deviceLatency(column: LatencyColumn): DeviceLatency {
  const { device, machine, msByIndex, measured, standardErrorPercent, noiseFloor } = column;
  const { processor, runtime, threads, precision, batch } = machine;
  const counted = threads === "1" ? "1 thread" : `${threads} threads`;
  return {
    device,
    source: `${withoutMarks(processor)}, ${runtime}, ${counted}, ${precision}, batch ${batch}`,
    // A microsecond is finer than anyone can time, and the digits behind it only fill the file.
    latencyMs: msByIndex.map((ms) => Number(ms.toFixed(3))),
    measured,
    standardErrorPercent: {
      measured: rounded(standardErrorPercent.measured),
      composed: rounded(standardErrorPercent.composed),
    },
    composedError: roundedAgreement(column),
    noiseFloor: roundedAgreement(noiseFloor),
  };
}

/** `Intel(R) Xeon(R) Processor` as people write it. */
function withoutMarks(processor: string): string {
  return processor.replace(/\((R|TM)\)/g, "");
}

function roundedAgreement({ mape, tau }: Agreement): Agreement {
  return { mape: rounded(mape), tau: rounded(tau) };
}

function rounded(value: number): number {
  return Number(value.toFixed(3));
}

/** `±0.5 % on networks held out (tau 0.96), noise floor 0.6 % (tau 0.95)` */
export function composedErrorText({
  composedError,
  noiseFloor,
}: Pick<DeviceLatency, "composedError" | "noiseFloor">): string {
  const tauText = ({ tau }: Agreement) => `(tau ${tau.toFixed(2)})`;
  return `±${composedError.mape.toFixed(1)} % on networks held out ${tauText(composedError)}, noise floor ${noiseFloor.mape.toFixed(1)} % ${tauText(noiseFloor)}`;
}
