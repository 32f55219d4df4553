import { deepEqual, equal } from "node:assert/strict";
import { valueAt } from "../../data/benchmark";
import { digitsSpace } from "../../data/built-in-spaces";
import type { LibraryEntry } from "../../data/library/library";
import type { Measurements } from "../../data/library/measurements";
import { spaceIdentity } from "../../data/library/space-identity";
import {
  type BenchmarkSources,
  benchmarksOf,
  measurementsUsed,
  readSources,
} from "../../server/benchmarks";
import { nodePlatform } from "../../server/platform-node";
import { serverFolder } from "./joined";

// The first network has been trained, and is therefore in the embedded benchmark.
const network = 0;
const networks = Float64Array.of(network);

/** Values made up for this test. */
const timed = imported("my-timings", {
  latencies: [
    {
      device: { name: "kiosk", runtime: null, threads: null, precision: null, batchSize: null },
      networks,
      columns: { ms: Float64Array.of(1.5) },
    },
  ],
});
const trained = imported("my-trainings", {
  trainings: [
    {
      run: { seed: 0, epochs: 1, dataset: null },
      networks,
      columns: { test_top1: Float64Array.of(12.5) },
      curves: [],
    },
  ],
});

describe("imports over what was trained for Blox", () => {
  let sources: BenchmarkSources;
  before(async () => {
    sources = await readSources(nodePlatform(serverFolder));
  });

  const used = (entries: readonly LibraryEntry[], inUse?: string) => {
    const all = { ...sources, library: { entries, problems: [] } };
    const benchmark = benchmarksOf(all, inUse ? { "blox-digits": inUse } : {})(digitsSpace);
    const of = (name: string) => {
      const column = benchmark.columns.find(({ metric }) => metric.name === name);
      return column && valueAt(column, network);
    };
    return {
      name: benchmark.name,
      accuracy: of("accuracy"),
      latency: of('latency("kiosk")'),
      measured: measurementsUsed(digitsSpace, benchmark, all)?.benchmark.title,
    };
  };

  it("timings alone stand beside it", () => {
    const { name, accuracy, latency, measured } = used([timed]);
    equal(name, "embedded");
    deepEqual([accuracy?.provenance, accuracy?.source.slice(0, 11)], ["measured", "Blox digits"]);
    equal(latency?.value, 1.5);
    equal(measured, "Blox digits");
  });

  it("trainings take its place, and tell what it says beside theirs", () => {
    const { name, accuracy, measured } = used([timed, trained]);
    equal(name, "my-trainings");
    equal(accuracy?.value, 12.5);
    equal(accuracy?.others?.[0]?.benchmark, "Blox digits");
    equal(measured, "my-trainings");
  });

  it("timings that were chosen come first, and its accuracies serve on", () => {
    const { name, accuracy, latency } = used([timed, trained], "my-timings");
    equal(name, "my-timings");
    equal(latency?.value, 1.5);
    equal(accuracy?.value, 12.5);
  });

  it("are left out where it was chosen", () => {
    const { name, accuracy, latency } = used([timed, trained], "embedded");
    equal(name, "embedded");
    equal(latency, undefined);
    equal(accuracy?.source.slice(0, 11), "Blox digits");
    equal(accuracy?.others, undefined);
  });
});

function imported(
  name: string,
  found: Partial<Pick<Measurements, "trainings" | "latencies">>,
): LibraryEntry {
  return {
    database: `${name}.sqlite`,
    bytes: 1,
    checksum: "none",
    networks: 1,
    measurements: {
      benchmark: { name, title: name, licence: "", citation: "" },
      space: spaceIdentity(digitsSpace),
      trainings: [],
      latencies: [],
      statics: { networks: new Float64Array(), columns: {} },
      environments: [],
      signatures: [],
      files: [],
      ...found,
    },
  };
}
