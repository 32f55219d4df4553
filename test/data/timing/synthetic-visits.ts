import type { TimingHeader, Visit } from "../../../data/timing/raw-visits";

// Made up for tests of the fit: no machine gave these numbers.

export const syntheticHeader: TimingHeader = {
  space: "blox",
  device: "synthetic",
  processor: "none",
  runtime: "none",
  threads: "1",
  precision: "float32",
  batch: "1",
  date: "2000-01-01",
  seed: "1",
  reference: "0",
  protocol: "made up",
};

/** Visits to each network in turn, `times` a pass, the reference (network 0) before every fifth. */
export function syntheticVisits(
  networks: readonly number[],
  times: number,
  latencyMs: (network: number, visit: number) => number,
): Visit[] {
  const visits: Visit[] = [];
  const add = (pass: number, network: number) =>
    visits.push({
      process: pass,
      pass,
      network,
      latencyMs: latencyMs(network, visits.length),
    });
  for (const pass of [0, 1]) {
    for (let time = 0; time < times; time++) {
      for (const [place, network] of networks.entries()) {
        if (place % 5 === 0) add(pass, 0);
        // Another order each time, so that neighbours change.
        add(pass, networks[(place * 7 + time) % networks.length] ?? network);
      }
    }
    add(pass, 0);
  }
  return visits;
}
