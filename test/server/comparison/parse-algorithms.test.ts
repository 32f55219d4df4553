import { deepEqual, match, ok } from "node:assert/strict";
import { parseAlgorithms } from "../../../server/comparison/parse-algorithms";

describe("the list of algorithms of a comparison", () => {
  it("has names, and parameters in parentheses", () => {
    deepEqual(
      parseAlgorithms(" random,regularized-evolution( population 20, sample 1e1 ) , reinforce()"),
      [
        { name: "random", parameters: {} },
        { name: "regularized-evolution", parameters: { population: 20, sample: 10 } },
        { name: "reinforce", parameters: {} },
      ],
    );
  });

  const refused: Record<string, RegExp> = {
    "": /an algorithm is missing at the end/,
    "random,": /an algorithm is missing at the end/,
    "random local-search": /`random local-search` is none/,
    "random(": /`random\(` is none/,
    "random, x(a 1))": /`x\(a 1\)\)` is none/,
    "x(population)": /a parameter of `x` and its number.*found `population`/,
    "x(population many)": /found `population many`/,
    "x(population 1,)": /found ``/,
    "x(population 1, population 2)": /`population` of `x` is there twice/,
  };
  for (const [text, message] of Object.entries(refused)) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      const found = parseAlgorithms(text);
      ok("refusal" in found);
      match(found.refusal, message);
    });
  }
});
