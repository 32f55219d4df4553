import { deepEqual, equal, throws } from "node:assert/strict";
import {
  completeLines,
  headerText,
  parseRawVisits,
  visitText,
} from "../../../data/timing/raw-visits";
import { remainingBatches } from "../../../data/timing/visit-plan";
import { syntheticHeader } from "./synthetic-visits";

const visit = { process: 1, pass: 0, network: 77, latencyMs: 3.25 };
const text = headerText(syntheticHeader) + visitText(visit);

describe("the raw file of timings", () => {
  it("is read as it was written", () => {
    deepEqual(parseRawVisits(text), { header: syntheticHeader, visits: [visit] });
  });

  it("loses no more than half a line where a process was killed", () => {
    for (let length = 1; length < visitText(visit).length; length++) {
      const torn = text + visitText(visit).slice(0, length);
      deepEqual(parseRawVisits(torn).visits, [visit]);
      equal(completeLines(torn), text);
    }
  });

  it("is continued where it ended", () => {
    const [batch] = remainingBatches([77, 78], 1, parseRawVisits(`${text}1,0,7`).visits, 250, 15);
    deepEqual(
      new Map(batch?.visits),
      new Map([
        [77, 14],
        [78, 15],
      ]),
    );
  });

  it("says which line is wrong", () => {
    throws(() => parseRawVisits(`${text}1,0,seven,3.0\n`), /line 14: .*`1,0,seven,3.0`/);
    throws(() => parseRawVisits(`${text}1,0,7,0.000\n`), /line 14/);
    throws(() => parseRawVisits(text.replace("# threads: 1\n", "")), /expected `# threads: …`/);
    throws(() => parseRawVisits("hello\n"), /expected a line `process,pass,network,latency_ms`/);
  });
});
