import { deepEqual } from "node:assert/strict";
import { acceptedVisits, fastRegime } from "../../../data/timing/accepted-visits";
import { syntheticHeader } from "./synthetic-visits";

describe("the visits that count", () => {
  it("lie between two fast visits to the reference in one process", () => {
    deepEqual(
      accepted(
        "1: ref 4.0, 10, 11, ref 4.1, 12, 13, ref 4.6, 14, ref 4.0, 15, ref 3.9, 16",
        "2: 17, ref 4.0, 18, ref 4.0",
      ),
      [10, 11, 15, 18],
    );
  });

  it("are none while the machine is slow, though that be most of the time", () => {
    const isFast = fastRegime([4, 4.02, 3.98, 5, 5.1, 5, 5.2, 5.1, 5, 5.1]);
    deepEqual([3.7, 3.9, 4.1, 4.3, 5].map(isFast), [false, true, true, false, false]);
  });
});

/** The networks of the accepted visits but the reference, network 0, from visits process by process. */
function accepted(...processes: readonly string[]): number[] {
  const visits = processes.flatMap((text) => {
    const [process, list = ""] = text.split(": ");
    return list.split(", ").map((item) => {
      const [, time] = item.split("ref ");
      const network = time ? 0 : Number(item);
      return { process: Number(process), pass: 0, network, latencyMs: Number(time ?? 1) };
    });
  });
  return acceptedVisits({ header: syntheticHeader, visits })
    .map(({ network }) => network)
    .filter((network) => network !== 0);
}
