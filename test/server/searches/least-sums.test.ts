import assert from "node:assert/strict";
import fc from "fast-check";
import { nodePlatform } from "../../../server/platform-node";
import type { Network } from "../../../server/searches/algorithm";
import { enumeratedSums } from "../../../server/searches/enumerated-sums";
import { loadIntegerPrograms } from "../../../server/searches/integer-program";
import { overlapsMore, type SumProgram, sumAt } from "../../../server/searches/least-sums";
import { everyNetwork } from "../../../server/searches/member";
import { type Limit, meetsAll } from "../../../server/searches/untrained";

const number = fc.integer({ min: -20, max: 20 });
const comparison = fc.constantFrom("<", "<=", ">", ">=", "=" as const);

/** Programs of a few positions, with limits on sums of costs. */
const programs: fc.Arbitrary<SumProgram> = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 })
  .chain((counts) => {
    const numbers = fc.tuple(
      ...counts.map((count) => fc.array(number, { minLength: count, maxLength: count })),
    );
    const limit = fc.record({ costs: numbers, comparison, limit: number });
    return fc.record({
      scores: numbers.map((scores) => scores.map((row) => Float64Array.from(row))),
      limits: fc.array(limit.map(additive), { maxLength: 2 }),
      overlap: fc.integer({ min: 0, max: counts.length }),
    });
  });

interface Additive extends Pick<Limit, "comparison" | "limit"> {
  readonly costs: readonly (readonly number[])[];
}

function additive({ costs, ...limit }: Additive): Limit {
  return {
    ...limit,
    costOf: (network) =>
      sumAt(
        costs.map((row) => Float64Array.from(row)),
        network,
      ),
  };
}

/** Asks of all networks anew for every answer: the definition, as slow as it is. */
function* answersByDefinition({ scores, limits, overlap }: SumProgram) {
  const all = Array.from(everyNetwork({ choices: scores.map(({ length }) => length) }), (network) =>
    Array.from(network),
  ).filter((network) => meetsAll(limits, network));
  const answers: number[][] = [];
  const alike = (one: number[], other: number[]) =>
    one.filter((choice, position) => choice === other[position]).length;
  for (;;) {
    const left = all.filter((network) =>
      answers.every((answer) => alike(answer, network) <= Math.min(overlap, scores.length - 1)),
    );
    const least = Math.min(...left.map((network) => sumAt(scores, network)));
    const answer = left.find((network) => sumAt(scores, network) === least);
    if (!answer) return;
    answers.push(answer);
    yield answer;
  }
}

/** HiGHS takes its time for each. */
function firstFew(answers: Iterable<Network>): number[][] {
  const few: number[][] = [];
  for (const answer of answers) {
    few.push(Array.from(answer));
    if (few.length === 6) break;
  }
  return few;
}

const solver = async () =>
  loadIntegerPrograms(await nodePlatform(import.meta.dirname).readAsset("highs.wasm"));

const asText = (network: Network) => Array.from(network).join();

describe("networks with the least sum of scores", () => {
  it("are those that their definition asks for, in its order", () => {
    fc.assert(
      fc.property(programs, (program) => {
        assert.deepEqual(
          Array.from(enumeratedSums(program), asText),
          Array.from(answersByDefinition(program), asText),
        );
      }),
    );
  });

  it("are none where no network meets the limits", () => {
    const limits: Limit[] = [{ costOf: () => Number.NaN, comparison: "<=", limit: 1 }];
    const scores = [Float64Array.of(1, 2)];
    assert.deepEqual([...enumeratedSums({ scores, limits, overlap: 0 })], []);
  });

  it("are found by a solver of integer programs as by going through all networks", async () => {
    const integerPrograms = await solver();
    fc.assert(
      fc.property(programs, (program) => {
        // Which of equally good answers comes first, and so what it leaves, is the solver's own affair.
        const distinct = { ...program, overlap: program.scores.length };
        assert.deepEqual(
          firstFew(integerPrograms(distinct)).map((answer) => sumAt(program.scores, answer)),
          firstFew(enumeratedSums(distinct)).map((answer) => sumAt(program.scores, answer)),
        );
        const answers = firstFew(integerPrograms(program));
        for (const [place, one] of answers.entries()) {
          assert.ok(meetsAll(program.limits, one));
          for (const other of answers.slice(0, place))
            assert.ok(!overlapsMore(one, other, program.overlap));
        }
      }),
      { numRuns: 30 },
    );
  });

  it("are cut off by the solver where their costs are no sums", async () => {
    const integerPrograms = await solver();
    const scores = Array.from({ length: 3 }, () => Float64Array.of(0, 1, 2));
    // Alone no choice costs anything: as a sum every network would be free.
    const changed = (network: Network) => Array.from(network).filter((choice) => choice > 0).length;
    const limits: Limit[] = [
      { costOf: (network) => Number(changed(network) > 1), comparison: "<=", limit: 0 },
    ];
    const program = { scores, limits, overlap: 3 };
    const sums = (answers: Iterable<Network>) =>
      Array.from(answers, (answer) => sumAt(scores, answer));
    assert.deepEqual(sums(integerPrograms(program)), [0, 1, 1, 1, 2, 2, 2]);
    assert.deepEqual(sums(enumeratedSums(program)), [0, 1, 1, 1, 2, 2, 2]);
  });

  it("are told from 91,125 by what they truly cost, where it is no sum", () => {
    const scores = Array.from({ length: 3 }, () => Float64Array.from({ length: 45 }, (_, n) => n));
    const largest: Limit = {
      costOf: (network) => Math.max(...Array.from(network)),
      comparison: ">=",
      limit: 44,
    };
    const [first] = Array.from(enumeratedSums({ scores, limits: [largest], overlap: 2 }), asText);
    assert.equal(first, "44,0,0");
  });
});
