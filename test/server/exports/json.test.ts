import { deepEqual, equal, ok, throws } from "node:assert/strict";
import { architectureAt, indexOf, networkCount } from "../../../data/architecture";
import { hasVectors, parseVector } from "../../../data/architecture-vector";
import { matchBlock } from "../../../data/block-graph";
import { bloxSpace, builtInSpaces, findSpace } from "../../../data/built-in-spaces";
import { networkCost } from "../../../data/costs";
import { ExportProblem } from "../../../data/export-problem";
import type { Space } from "../../../data/space";
import { findExporter } from "../../../server/exports/exporters";
import { findArchitecture } from "../../../server/network-requests";
import { randomNumbers } from "../../data/library/random-numbers";
import { embeddedBenchmarks } from "../embedded";
import { modelOf } from "../marked-text";

function exported(format: string, space: Space, index: number, name = "n"): string {
  const [file] =
    findExporter(format)?.files(space, architectureAt(space, index), { name, seed: 1 }) ?? [];
  ok(file && "text" in file);
  return file.text;
}

function* networks(): Generator<readonly [Space, number]> {
  const random = randomNumbers(3);
  for (const space of builtInSpaces)
    for (let draw = 0; draw < 25; draw++) yield [space, random(networkCount(space))];
}

describe("a network as JSON", () => {
  it("has the exact costs, and layers that add up to them", () => {
    for (const [space, index] of networks()) {
      const cost = networkCost(space, architectureAt(space, index));
      const { metrics, total, parts } = JSON.parse(exported("json", space, index));
      equal(metrics.params.value, cost.params);
      equal(metrics.flops.value, cost.flops);
      equal(metrics.peak_memory.value, 4 * cost.peakActivations);
      for (const { provenance } of Object.values<{ provenance: string }>(metrics))
        equal(provenance, "exact");
      for (const { provenance } of [total, ...parts]) equal(provenance, "exact");
      equal(total.params, cost.params);
      const layers: { params?: number; flops?: number }[] = parts.flatMap(
        ({ layers }: { layers: object[] }) => layers,
      );
      equal(
        layers.reduce((sum, { params = 0 }) => sum + params, 0),
        cost.params,
      );
      equal(
        layers.reduce((sum, { flops = 0 }) => sum + flops, 0),
        cost.flops,
      );
    }
  });

  it("leads back to the network: by its index, vector, hash, text and blocks", async () => {
    const benchmarks = await embeddedBenchmarks();
    for (const [space, index] of networks()) {
      const json = JSON.parse(exported("json", space, index, "my net"));
      const found = (text: string) => findArchitecture(benchmarks(space), text);
      deepEqual(found(`${json.index}`), { index });
      if (json.vector) deepEqual(found(json.vector), { index });
      if (json.hash) deepEqual(found(json.hash), { index });
      equal(json.vector === null, !hasVectors(space));
      const [network] = modelOf(json.text).networks;
      equal(network?.name, "my net");
      ok(network?.space && network.architecture);
      equal(indexOf(network.space, network.architecture), index);
      const blocks = json.blocks.map((graph: Parameters<typeof matchBlock>[2], stage: number) => {
        const block = matchBlock(space, stage, graph);
        return "rule" in block ? block.rule : block.index;
      });
      deepEqual(blocks, architectureAt(space, index));
    }
  });
});

describe("a network as an architecture vector", () => {
  it("is a line that means the network", () => {
    const text = exported("vector", bloxSpace, 45_678);
    equal(text, `${text.trim()}\n`);
    equal(indexOf(bloxSpace, parseVector(bloxSpace, text)), 45_678);
  });

  it("is refused where networks have none, with what to take instead", () => {
    const space = findSpace("nas-bench-macro");
    ok(space);
    throws(
      () => exported("vector", space, 12),
      (error) => error instanceof ExportProblem && /index is 12.*--to json/.test(error.message),
    );
  });
});
