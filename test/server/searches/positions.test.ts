import { deepEqual, equal } from "node:assert/strict";
import { indexOf } from "../../../data/architecture";
import { bloxSpace } from "../../../data/built-in-spaces";
import {
  indexAt,
  indicesAmong,
  networksAmong,
  positionsOf,
} from "../../../server/searches/positions";

describe("the positions of a search", () => {
  it("are the stages with all their blocks, where nothing is said", () => {
    const positions = positionsOf(bloxSpace);
    equal(networksAmong(positions), 91_125);
    for (const network of [
      [0, 0, 0],
      [44, 3, 17],
      [1, 2, 44],
    ])
      equal(indexAt(positions, network), indexOf(bloxSpace, network));
  });

  it("have the allowed blocks of each stage alone, whatever their order", () => {
    const positions = positionsOf(bloxSpace, [[7, 2], [5], [0, 44]]);
    equal(networksAmong(positions), 4);
    equal(indexAt(positions, [1, 0, 1]), indexOf(bloxSpace, [2, 5, 44]));
    deepEqual(
      [...indicesAmong(positions)],
      [
        [7, 5, 0],
        [2, 5, 0],
        [7, 5, 44],
        [2, 5, 44],
      ].map((network) => indexOf(bloxSpace, network)),
    );
  });

  it("give every network of the space once", () => {
    deepEqual([...indicesAmong(positionsOf(bloxSpace))], [...Array(91_125).keys()]);
  });
});
