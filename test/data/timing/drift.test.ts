import { ok } from "node:assert/strict";
import { latenciesWithoutDrift } from "../../../data/timing/drift";
import { syntheticVisits } from "./synthetic-visits";

const networks = Array.from({ length: 40 }, (_, place) => place + 1);
const truth = (network: number) => 3 + (network % 11) / 10;

describe("latencies without the machine's drift", () => {
  it("are those of the networks, whatever the machine did meanwhile", () => {
    // Slow waves of ±10 %, and an interruption now and then.
    const visits = syntheticVisits(networks, 15, (network, visit) => {
      const drift = 1 + 0.1 * Math.sin(visit / 90);
      return truth(network) * drift * (visit % 23 === 0 ? 1.6 : 1);
    });
    const found = latenciesWithoutDrift(visits);
    // The level is that of the machine at its median speed; what is asked for is what networks differ by.
    const level = (found.get(1) ?? 0) / truth(1);
    for (const network of networks) {
      const ratio = (found.get(network) ?? 0) / truth(network) / level;
      ok(Math.abs(ratio - 1) < 0.004, `network ${network}: off by ${ratio}`);
    }
    ok(Math.abs(level - 1) < 0.03, `level ${level}`);
  });

  it("join processes through the few networks that they share", () => {
    const visits = syntheticVisits(networks, 15, truth)
      .filter(({ process, network }) => network <= 5 || network % 2 === process)
      .map((visit) =>
        visit.process === 1 ? { ...visit, latencyMs: 1.2 * visit.latencyMs } : visit,
      );
    const found = latenciesWithoutDrift(visits);
    for (const network of networks) {
      const ratio = ((found.get(network) ?? 0) / (found.get(1) ?? 0)) * (truth(1) / truth(network));
      ok(Math.abs(ratio - 1) < 1e-4, `network ${network}: off by ${ratio}`);
    }
  });
});
