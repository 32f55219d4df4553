import type { Device } from "../data/library/measurements";
import type { Space } from "../data/space";
import type { MeasuredLatency } from "../data/timing/measuring";
import type { FromMeasureWorker, ToMeasureWorker } from "./measure-worker";
import type { Platform, Port } from "./platform";
import type { Cancellation } from "./searches/search-service";

/** A network that was timed here. */
export interface MeasuredHere {
  readonly device: Device;
  readonly latencies: readonly MeasuredLatency[];
}

/**
 * Times networks in a worker that lives as long as the measurement; one after the other, since two would
 * slow each other down.
 */
export class MeasureService {
  private readonly open = new Set<Port>();
  private lastTurn: Promise<unknown> = Promise.resolve();

  constructor(private readonly platform: Platform) {}

  /** Rejects with an error for the user where there is no result: then it is as if nothing had been. */
  measure(
    space: Space,
    networks: readonly number[],
    cancellation: Cancellation,
    onProgress: (done: number, step: string) => void,
  ): Promise<MeasuredHere> {
    const turn = this.lastTurn.then(() =>
      this.measureNow(space, networks, cancellation, onProgress),
    );
    this.lastTurn = turn.catch(() => {});
    return turn;
  }

  close() {
    for (const port of this.open) port.close();
    this.open.clear();
  }

  private async measureNow(
    space: Space,
    networks: readonly number[],
    cancellation: Cancellation,
    onProgress: (done: number, step: string) => void,
  ): Promise<MeasuredHere> {
    if (cancellation.isCancellationRequested) throw new Error(cancelled);
    const wasm = await this.platform.readAsset("ort/ort-wasm-simd-threaded.wasm");
    const port = this.platform.startWorker("measure-worker");
    this.open.add(port);
    const post = (message: ToMeasureWorker) => port.post(message);
    const listening = cancellation.onCancellationRequested(() => post({ type: "cancel" }));
    try {
      const { device, measured } = await new Promise<Done>((resolve, reject) => {
        port.onError((reason) => reject(new Error(`The measurement broke off: ${reason}.`)));
        port.onMessage((data) => {
          const message = data as FromMeasureWorker;
          if (message.type === "progress") onProgress(message.done, message.step);
          else if (message.type === "done") resolve(message);
          else reject(new Error(message.message));
        });
        post({ type: "measure", space, networks, seconds: patienceSeconds, wasm });
      });
      if (cancellation.isCancellationRequested) throw new Error(cancelled);
      if (!measured.isComplete) {
        throw new Error(
          `In ${patienceSeconds} seconds this machine did not get far enough to say anything. Close what else it is doing, or run blox measure with more --seconds.`,
        );
      }
      return { device, latencies: measured.latencies };
    } finally {
      listening.dispose();
      this.open.delete(port);
      port.close();
    }
  }
}

type Done = Extract<FromMeasureWorker, { type: "done" }>;

/** How long somebody waits for a number. */
const patienceSeconds = 60;

const cancelled = "The measurement was cancelled. Nothing was stored.";
