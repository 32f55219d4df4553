import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import {
  latenciesOf,
  latencyOf,
  measureNetworks,
  measuringProtocol,
  standardErrorOfMedian,
} from "../../../data/timing/measuring";
import { onnxTimingRuntime } from "../../../data/timing/onnxruntime";
import { installedOnnxRuntime } from "../../../data/timing/onnxruntime-node";
import type { Visit } from "../../../data/timing/raw-visits";
import { loadRuntime } from "../../../data/timing/runtimes-node";
import type { TimingRuntime } from "../../../data/timing/timing-runtime";
import { fakeRuntime } from "./fake-runtime";

const { fewestVisits } = measuringProtocol;
const quiet = { onVisit: () => {}, onProgress: () => {}, isCancelled: () => false };

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
            onVisit: ({ network }) => visits.set(network, (visits.get(network) ?? 0) + 1),
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
    const made: Visit[] = [];
    const until = (count: number) => ({
      onVisit: (visit: Visit) => void made.push(visit),
      onProgress: () => {},
      isCancelled: () => made.length >= count,
    });
    const half = await measureNetworks(runtime, options, until(4));
    deepEqual(half, { latencies: [], isComplete: false });
    equal(made.length, 4);
    const earlier = [...made, { process: 1, pass: 0, network: 8, latencyMs: 1 }];
    const whole = await measureNetworks(runtime, { ...options, earlier }, until(fewestVisits));
    equal(whole.isComplete, true);
    equal(whole.latencies[0]?.visits, made.length);
    deepEqual([...new Set(made.map(({ process }) => process))], [1, 2]);
  });

  it("makes a round of visits in however little time, and calls on end reach every network", async () => {
    // One network and the first of them at once; the time is over before they are open.
    const runtime = fakeRuntime({ mostSessions: 2, open: () => pause(3) });
    const networks = [4, 5, 6];
    const made: Visit[] = [];
    const callbacks = { ...quiet, onVisit: (visit: Visit) => void made.push(visit) };
    const options = { space: bloxSpace, networks, threads: 1, seconds: 0.001, seed: 1 };
    for (let calls = 1; ; calls++) {
      const before = made.length;
      const earlier = [...made];
      const { isComplete } = await measureNetworks(runtime, { ...options, earlier }, callbacks);
      ok(made.length > before, `call ${calls} made no visits`);
      if (isComplete) break;
      ok(calls < networks.length * fewestVisits, "the calls do not come to an end");
    }
  });

  it("visits the first network every ten visits, and wherever others are open", async () => {
    const runtime = fakeRuntime({ mostSessions: 6 });
    const networks = Array.from({ length: 12 }, (_, place) => 100 + place);
    const made: Visit[] = [];
    const callbacks = { ...quiet, onVisit: (visit: Visit) => void made.push(visit) };
    const options = { space: bloxSpace, networks, threads: 1, seconds: 3, seed: 1 };
    await measureNetworks(runtime, options, callbacks);
    const processes = [...new Set(made.map(({ process }) => process))];
    ok(processes.length >= 3, "groups of networks that are open at once");
    for (const process of processes) {
      const visited = made.filter((visit) => visit.process === process);
      equal(visited[0]?.network, 100);
      let between = 0;
      for (const { network } of visited) {
        between = network === 100 ? 0 : between + 1;
        ok(between <= 10, `${between} visits without one to the first network`);
      }
    }
  });

  it("takes the machine's drift out of the latencies of several networks", () => {
    // The second process is slower by a third, and has networks of its own beside the first one.
    const made = Array.from({ length: 240 }, (_, place): Visit => {
      const process = place < 120 ? 1 : 2;
      const network = place % 4 === 0 ? 1 : 10 * process + (place % 4);
      const noise = 1 + ((place * 7) % 11) / 1000;
      return { process, pass: 0, network, latencyMs: 3 * noise * (process === 2 ? 4 / 3 : 1) };
    });
    const networks = [1, 11, 12, 13, 21, 22, 23];
    const found = latenciesOf(networks, made);
    const [first = 0, ...others] = found.map(({ medianMs }) => medianMs);
    for (const other of others) ok(Math.abs(other / first - 1) < 0.01, `${other} and ${first}`);
    for (const { p10Ms, medianMs, p90Ms, isStable } of found)
      ok(p10Ms <= medianMs && medianMs <= p90Ms && isStable);
  });

  it("gives the plain median of one network alone", () => {
    const made = Array.from({ length: 11 }, (_, place): Visit => {
      return { process: 1 + (place % 2), pass: 0, network: 5, latencyMs: 1 + place };
    });
    deepEqual(
      latenciesOf([5], made).map(({ medianMs, p10Ms, p90Ms }) => [medianMs, p10Ms, p90Ms]),
      [[6, 2, 10]],
    );
  });

  it("says that memory is used up while networks run, and gives no result", async () => {
    let runs = 0;
    const runtime = fakeRuntime({
      async run() {
        runs += 1;
        if (runs > 30) throw new RangeError("Array buffer allocation\nfailed");
      },
      release: () => Promise.reject(new Error("this is no help")),
    });
    const options = { space: bloxSpace, networks: [3, 4], threads: 1, seconds: 5, seed: 1 };
    await rejects(
      measureNetworks(runtime, options, quiet),
      /^Error: a runtime 1\.0 has no memory left while it runs network [34] \(Array buffer allocation failed\)\. Close other programs/,
    );
    const broken = fakeRuntime({ run: () => Promise.reject(new Error("no such kernel")) });
    await rejects(
      measureNetworks(broken, options, quiet),
      /a runtime 1\.0 cannot run network 3: no such kernel/,
    );
  });

  it("says what is wrong with a network that cannot be opened", async () => {
    const runtime = await loadRuntime("ort-wasm", import.meta.dirname);
    const options = { networks: [0], threads: 1, seconds: 50, seed: 1 };
    const headless = { ...bloxSpace, head: [] };
    await rejects(measureNetworks(runtime, { space: headless, ...options }, quiet), /head|classes/);
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
