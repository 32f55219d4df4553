import type { Device } from "../data/library/measurements";
import type { Space } from "../data/space";
import { type Measured, type MeasuringOptions, measureNetworks } from "../data/timing/measuring";
import { type OwnMachine, ownDevice } from "../data/timing/own-device";
import type { TimingRuntime } from "../data/timing/timing-runtime";
import type { Port } from "./platform";

/** From the server to the worker that times networks. */
export type ToMeasureWorker =
  | {
      readonly type: "measure";
      readonly space: Space;
      readonly networks: readonly number[];
      readonly seconds: number;
      /** The runtime's binary, where the worker cannot read files. */
      readonly wasm: Uint8Array | undefined;
    }
  | { readonly type: "cancel" };

/** From the worker. */
export type FromMeasureWorker =
  | { readonly type: "progress"; readonly done: number; readonly step: string }
  | {
      readonly type: "done";
      readonly device: Device;
      readonly measured: Measured;
    }
  | { readonly type: "failed"; readonly message: string };

/** Where the worker's side runs. */
export interface MeasureSurroundings {
  readonly machine: OwnMachine;
  runtime(wasm: Uint8Array | undefined): Promise<TimingRuntime>;
}

/** The worker's side of measuring: one measurement, in a thread of its own, so that nothing else is in it. */
export function serveMeasuring(
  port: Pick<Port, "post" | "onMessage">,
  surroundings: MeasureSurroundings,
): void {
  const post = (message: FromMeasureWorker) => port.post(message);
  let isCancelled = false;
  port.onMessage((data) => {
    const message = data as ToMeasureWorker;
    if (message.type === "cancel") isCancelled = true;
    else void run(message);
  });

  async function run(message: Extract<ToMeasureWorker, { type: "measure" }>) {
    try {
      const runtime = await surroundings.runtime(message.wasm);
      const { space, networks, seconds } = message;
      const options: MeasuringOptions = { space, networks, seconds, threads, seed: 1 };
      const measured = await measureNetworks(runtime, options, {
        onVisit: () => {},
        onProgress: (done, step) => post({ type: "progress", done, step }),
        isCancelled: () => isCancelled,
      });
      const device = ownDevice(surroundings.machine, runtime, threads);
      post({ type: "done", device, measured });
    } catch (error) {
      post({ type: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
}

const threads = 1;
