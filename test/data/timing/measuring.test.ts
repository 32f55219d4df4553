import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import {
  latencyOf,
  measureNetworks,
  measuringProtocol,
  standardErrorOfMedian,
} from "../../../data/timing/measuring";
import { onnxTimingRuntime } from "../../../data/timing/onnxruntime";
import { installedOnnxRuntime } from "../../../data/timing/onnxruntime-node";
import { loadRuntime } from "../../../data/timing/runtimes-node";
import type { TimingRuntime } from "../../../data/timing/timing-runtime";

const { fewestVisits } = measuringProtocol;

describe("measuring networks", () => {
  const native = installedOnnxRuntime();
  const runtimes: Record<string, () => Promise<TimingRuntime>> = {
    "ort-wasm": () => loadRuntime("ort-wasm", import.meta.dirname),
    ...(native && { "ort-cpu": async () => onnxTimingRuntime("ort-cpu", native) }),
  };
  if (!native) it.skip("with ort-cpu, which is not installed");

  for (const [name, load] of Object.entries(runtimes)) {
    for (const space of [bloxSpace, findSpace("nas-bench-macro") ?? bloxSpace]) {
      it(`with ${name}, networks of ${space.name} are visited often enough`, async () => {
        const visits = new Map<number, number>();
        const networks = [6000, 3];
        const { latencies, isComplete } = await measureNetworks(
          await load(),
          { space, networks, threads: 1, seconds: 50, seed: 1 },
          {
            onVisit: (network) => visits.set(network, (visits.get(network) ?? 0) + 1),
            onProgress: () => {},
            // However busy the machine is: enough is enough.
            isCancelled: () => networks.every((one) => (visits.get(one) ?? 0) >= fewestVisits),
          },
        );
        ok(isComplete);
        deepEqual(
          latencies.map(({ network }) => network),
          [3, 6000],
        );
        for (const { network, medianMs, p10Ms, p90Ms, visits: count } of latencies) {
          equal(count, visits.get(network));
          ok(0 < p10Ms && p10Ms <= medianMs && medianMs <= p90Ms);
        }
      });
    }
  }

  it("cancelled half-way is no result, and goes on with the visits that were made", async () => {
    const runtime = await loadRuntime("ort-wasm", import.meta.dirname);
    const options = { space: bloxSpace, networks: [7], threads: 1, seconds: 50, seed: 1 };
    const made: number[] = [];
    const until = (count: number) => ({
      onVisit: (_: number, latencyMs: number) => made.push(latencyMs),
      onProgress: () => {},
      isCancelled: () => made.length >= count,
    });
    const half = await measureNetworks(runtime, options, until(4));
    deepEqual(half, { latencies: [], isComplete: false });
    equal(made.length, 4);
    const earlier = new Map([[7, [...made]]]);
    const whole = await measureNetworks(runtime, { ...options, earlier }, until(fewestVisits));
    equal(whole.isComplete, true);
    equal(whole.latencies[0]?.visits, made.length);
  });

  it("says what is wrong with a network that cannot be opened", async () => {
    const runtime = await loadRuntime("ort-wasm", import.meta.dirname);
    const callbacks = { onVisit: () => {}, onProgress: () => {}, isCancelled: () => false };
    const options = { networks: [0], threads: 1, seconds: 50, seed: 1 };
    const headless = { ...bloxSpace, head: [] };
    await rejects(
      measureNetworks(runtime, { space: headless, ...options }, callbacks),
      /head|classes/,
    );
  });

  it("knows the standard error of a median by the order of the values", () => {
    // Ranks n/2 ± √n/2 of 100 values in steps of 1: 10 apart.
    const values = Array.from({ length: 100 }, (_, place) => 1000 + place);
    ok(Math.abs(standardErrorOfMedian(values) - 4.95) < 1e-9);
    deepEqual(latencyOf(1, values.slice(0, fewestVisits - 1)), []);
    equal(latencyOf(1, values)[0]?.isStable, true);
    equal(latencyOf(1, [1, 9, 2, 8, 3, 7, 4, 6, 5, 5])[0]?.isStable, false);
  });
});
