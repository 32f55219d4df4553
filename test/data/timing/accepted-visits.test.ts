import { deepEqual, equal } from "node:assert/strict";
import { acceptedVisits, fastRegime } from "../../../data/timing/accepted-visits";
import { syntheticHeader } from "./synthetic-visits";

describe("the visits that count", () => {
  it("lie between two visits to the reference in one process", () => {
    deepEqual(
      accepted("1: 10, ref 4.0, 11, 12, ref 4.1, 13", "2: 14, ref 4.0, 15, ref 4.0"),
      [11, 12, 15],
    );
  });

  it("do not lie where the reference is slow for a while, but where it is once", () => {
    const visits = (...times: number[]) => times.map((time, place) => `ref ${time}, ${place + 1}`);
    const slowOnce = visits(4, 4, 4, 4, 4, 4, 9, 4, 4, 4, 4, 4, 4).join(", ");
    equal(accepted(`1: ${slowOnce}`).length, 12);
    const slowForAWhile = visits(4, 4, 4, 4, 4, 4, 6, 6, 6, 6, 6, 6, 6, 6, 6, 4, 4, 4, 4, 4).join(
      ", ",
    );
    // The medians of nine begin to be slow where five of the nine are.
    deepEqual(accepted(`1: ${slowForAWhile}`), [1, 2, 3, 4, 5, 16, 17, 18, 19]);
  });

  it("are none while the machine is slow, though that be most of the time", () => {
    const isFast = fastRegime([4, 4.02, 3.98, 6, 6.1, 6, 6.2, 6.1, 6, 6.1]);
    deepEqual([2.5, 2.7, 5.3, 5.5, 6].map(isFast), [false, true, true, false, false]);
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
