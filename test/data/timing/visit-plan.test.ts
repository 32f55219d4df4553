import { deepEqual, equal, ok } from "node:assert/strict";
import { architectureAt } from "../../../data/architecture";
import { blocksOf } from "../../../data/blocks";
import { bloxSpace } from "../../../data/built-in-spaces";
import { protocol, remainingBatches, sampleNetworks } from "../../../data/timing/visit-plan";

/** Networks that may be open at once. */
const most = 100;

describe("the plan of a measurement", () => {
  it("draws distinct networks, a larger sample beginning with a smaller one", () => {
    const large = sampleNetworks(bloxSpace, 500, 1);
    const small = sampleNetworks(bloxSpace, 50, 1);
    equal(new Set([...large.networks, large.reference]).size, 501);
    equal(small.reference, large.reference);
    deepEqual(large.networks.slice(0, 50), small.networks);
    ok(sampleNetworks(bloxSpace, 50, 2).networks.join() !== small.networks.join());
  });

  it("takes a reference with every operation", () => {
    const { reference } = sampleNetworks(bloxSpace, 5, 1);
    const operations = architectureAt(bloxSpace, reference).flatMap(
      (block) => blocksOf(bloxSpace, 0)[block]?.operations ?? [],
    );
    deepEqual([...new Set(operations)].sort(), [0, 1, 2]);
  });

  it("visits every network as often as the protocol says, with few sessions at once", () => {
    const { networks } = sampleNetworks(bloxSpace, 600, 1);
    const batches = remainingBatches(networks, 1, [], most, 15);
    const visits = new Map<number, number>();
    for (const batch of batches) {
      ok(batch.visits.length + batch.anchors.length + 1 <= most);
      for (const [network, count] of batch.visits)
        visits.set(network, (visits.get(network) ?? 0) + count);
    }
    deepEqual([...visits.keys()].sort(), [...networks].sort());
    deepEqual(new Set(visits.values()), new Set([30]));
  });

  it("has the same few networks in every process, also where a sample grows", () => {
    const { networks } = sampleNetworks(bloxSpace, 600, 1);
    const first = remainingBatches(networks.slice(0, 100), 1, [], most, 15).flatMap(
      ({ pass, visits }) =>
        visits.flatMap(([network, count]) =>
          Array.from({ length: count }, () => ({ process: 1, pass, network, latencyMs: 1 })),
        ),
    );
    for (const accepted of [[], first])
      for (const { visits, anchors } of remainingBatches(networks, 1, accepted, most, 15)) {
        const present = [...visits.map(([network]) => network), ...anchors];
        equal(new Set(present).size, present.length);
        ok(networks.slice(0, protocol.anchors).every((network) => present.includes(network)));
      }
  });

  it("has nothing left when all is visited", () => {
    const networks = [5, 6];
    const all = remainingBatches(networks, 1, [], most, 15).flatMap(({ pass, visits }) =>
      visits.flatMap(([network, count]) =>
        Array.from({ length: count }, () => ({ process: 1, pass, network, latencyMs: 1 })),
      ),
    );
    deepEqual(remainingBatches(networks, 1, all, most, 15), []);
  });
});
