import assert from "node:assert/strict";
import { bloxSpace } from "../../../data/built-in-spaces";
import { exactColumns } from "../../../data/exact-columns";
import { blox, fileWith } from "./run-blox";

const smallest = ["search", "--space", "blox", "--minimize", "params"];

describe("blox search", () => {
  it("finds the optimum exhaustively, with the budget that takes if none is given", async () => {
    const { code, stdout } = await blox([...smallest, "--algorithm", "exhaustive", "--json"]);
    assert.equal(code, 0);
    const { outcome, evaluations, best } = JSON.parse(stdout);
    assert.deepEqual([outcome, evaluations], ["finished", 91_125]);
    const { params } = exactColumns(bloxSpace);
    assert.equal(
      best[0].metrics.params.value,
      params.reduce((a, b) => Math.min(a, b)),
    );
    assert.match(best[0].hash, /^[0-9a-f]{32}$/);
  });

  it("prints the same bytes for the same seed, in the space of a file too", async () => {
    const file = fileWith("any.blox", "network any { space blox }\n");
    const options = ["--maximize", "accuracy", "--minimize", "flops", "--budget", "200", "--json"];
    const first = await blox(["search", file, "--seed", "3", ...options]);
    const second = await blox(["search", "--space", "blox", "--seed", "3", ...options]);
    const other = await blox(["search", "--space", "blox", "--seed", "4", ...options]);
    assert.equal(first.code, 0);
    assert.equal(second.stdout, first.stdout);
    assert.notEqual(other.stdout, first.stdout);
    const { objectives, best } = JSON.parse(first.stdout);
    assert.deepEqual(objectives, [
      { direction: "maximize", metric: "accuracy" },
      { direction: "minimize", metric: "flops" },
    ]);
    assert.ok(best.length > 1);
  });

  it("meets its constraints and sets the algorithm's parameters", async () => {
    const { stdout } = await blox([
      ...["search", "--space", "blox", "--algorithm", "regularized-evolution"],
      ...["--set", "population=20", "--set", "sample=5", "--maximize", "accuracy"],
      ...["--subject-to", "params<=3M, flops<=250M", "--budget", "500", "--json"],
    ]);
    const { parameters, best } = JSON.parse(stdout);
    assert.deepEqual(parameters, { population: 20, sample: 5 });
    assert.ok(best.length > 0);
    for (const { metrics } of best) {
      assert.ok(metrics.params.value <= 3e6);
      assert.ok(metrics.flops.value <= 250e6);
    }
  });

  it("prints a table that calls estimates estimated and says what it cannot tell apart", async () => {
    const { stdout, stderr } = await blox(["search", "--space", "blox", "--maximize", "accuracy"]);
    const rows = stdout.split("\n").filter((line) => /^\d/.test(line));
    assert.equal(rows.length, 20);
    assert.ok(rows.every((row) => row.includes("(estimated)")));
    assert.match(stdout, /of the 299 other networks evaluated cannot be told apart/);
    assert.equal(stderr, "");
  });

  it("says in a line what it refuses", async () => {
    const { code, stdout, stderr } = await blox([...smallest, "--subject-to", "params <= 1 K"]);
    assert.match(stderr, /^blox: No network of `blox` meets `params <= 1 K`.*\n$/);
    assert.equal(stdout, "");
    assert.equal(code, 1);
  });

  const misuses: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["no space", ["search", "--minimize", "params"], /name a file, or a space/],
    ["no objective", ["search", "--space", "blox"], /name an objective/],
    ["a budget in words", [...smallest, "--budget", "many"], /Expected a number/],
    ["an unknown option", [...smallest, "--budge", "3"], /Did you mean --budget/],
    ["an unknown command", ["serch"], /Did you mean search/],
  ];
  for (const [what, args, message] of misuses) {
    it(`ends with 2 for ${what}`, async () => {
      const { code, stderr } = await blox(args);
      assert.match(stderr, message);
      assert.equal(code, 2);
    });
  }
});
