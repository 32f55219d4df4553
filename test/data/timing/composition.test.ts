import { equal, ok, throws } from "node:assert/strict";
import { architectureAt, networkCount } from "../../../data/architecture";
import { blocksOf } from "../../../data/blocks";
import { bloxSpace } from "../../../data/built-in-spaces";
import { topologiesOf } from "../../../data/space-vocabulary";
import { fitComposition, latencyColumn } from "../../../data/timing/composition";
import { headerText, visitText } from "../../../data/timing/raw-visits";
import { sampleNetworks } from "../../../data/timing/visit-plan";
import { syntheticHeader, syntheticVisits } from "./synthetic-visits";

const { networks } = sampleNetworks(bloxSpace, 120, 5);

/** Made up: what stage, operations and topology add, in milliseconds. */
function syntheticMs(network: number): number {
  return architectureAt(bloxSpace, network).reduce((sum, place, stage) => {
    const block = blocksOf(bloxSpace, 0)[place];
    const operations = (block?.operations ?? []).map(
      (operation) => [0.3, 0.5, 0.2][operation] ?? 0,
    );
    const topology = block ? topologiesOf(bloxSpace, 0).indexOf(block.topology) : 0;
    return sum + (operations.reduce((a, b) => a + b) + 0.02 * topology) / (stage + 1);
  }, 1);
}

describe("latencies composed from those of other networks", () => {
  it("are exact where operations and topologies add up", () => {
    const compose = fitComposition(
      bloxSpace,
      networks.map((network) => [network, syntheticMs(network)]),
    );
    for (const network of [0, 1, 12_345, 45_562, 91_124]) {
      const ratio = compose(network) / syntheticMs(network);
      ok(Math.abs(ratio - 1) < 1e-4, `network ${network}: ${ratio}`);
    }
  });

  it("stand in one column with the measured ones, with their error on networks not fitted", () => {
    // Every network has a quirk of its own of up to ±3 % that no sum of parts can know.
    const quirk = (network: number) => 1 + 0.03 * Math.sin(network * 7.3);
    const visits = syntheticVisits(networks, 15, (network) =>
      network === 0 ? 2 : syntheticMs(network) * quirk(network),
    );
    const text = headerText(syntheticHeader) + visits.map(visitText).join("");
    const column = latencyColumn(bloxSpace, text);

    equal(column.device, "synthetic");
    equal(column.msByIndex.length, networkCount(bloxSpace));
    ok(networks.every((network) => column.measured.has(network)));
    equal(column.fittedOn + column.judgedOn, networks.length);
    for (const network of networks) {
      const measured = syntheticMs(network) * quirk(network);
      ok(Math.abs((column.msByIndex[network] ?? 0) / measured - 1) < 1e-3);
    }
    // The mean of |0.03 sin| is 1.9 %; the fit of few networks adds to it.
    ok(column.mape > 1.5 && column.mape < 3, `error ${column.mape}`);
    ok(column.tau > 0.7 && column.tau < 0.97, `tau ${column.tau}`);
    ok(column.noiseFloor.mape < 0.1, `noise floor ${column.noiseFloor.mape}`);
    ok(column.msByIndex.every((ms) => ms > 0));
  });

  it("have a noise floor that is not that of a machine which was slower for half of the time", () => {
    const visits = syntheticVisits(networks, 15, (network) =>
      network === 0 ? 2 : syntheticMs(network),
    ).map((visit) => ({ ...visit, latencyMs: visit.latencyMs * (visit.pass === 0 ? 1 : 1.25) }));
    const text = headerText(syntheticHeader) + visits.map(visitText).join("");
    const { noiseFloor, tau } = latencyColumn(bloxSpace, text);
    ok(noiseFloor.mape < 0.1, `noise floor ${noiseFloor.mape}`);
    ok(tau > 0.99, `tau ${tau}`);
  });

  it("are refused where a file is of too few networks or of others", () => {
    const textOf = (count: number, space = "blox", shift = 0) =>
      headerText({ ...syntheticHeader, space }) +
      syntheticVisits(networks.slice(0, count), 15, (network) => 1 + network / 1e6)
        .map((visit) => visitText({ ...visit, network: visit.network + shift }))
        .join("");
    throws(() => latencyColumn(bloxSpace, textOf(40)), /40 networks are timed, .* at least 50/);
    throws(() => latencyColumn(bloxSpace, textOf(60, "other")), /of the space blox, found other/);
    throws(() => latencyColumn(bloxSpace, textOf(60, "blox", 91_125)), /from 0 to 91124 of blox/);
  });
});
