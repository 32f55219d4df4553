import assert from "node:assert/strict";
import { bloxSpace } from "../../../data/built-in-spaces";
import { exactColumns } from "../../../data/exact-columns";
import {
  type DeclaredSearch,
  declaredSearch,
  type SearchResult,
  search,
} from "../../../server/messages";
import { Editor } from "../joined";
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
    assert.ok(rows.slice(1).every((row) => row.endsWith("≈ the best")));
    assert.match(stdout, /of the 299 other networks evaluated cannot be told apart/);
    assert.equal(stderr, "");
  });

  describe("of a file that declares it", () => {
    const text = `network kiosk {
  stage 1: ? in { conv, bconv }
  stage 2: ?
  stage 3: conv
}
search edge {
  from kiosk
  maximize accuracy
  minimize flops
  subject to params <= 2.5 M
  algorithm random
  budget 30 evaluations
  seed 7
}
`;
    const other = "search other {\n  minimize params\n}\n";

    it("prints what the declaration says, the same bytes every time, by name or as the only one", async () => {
      const file = fileWith("edge.blox", text);
      const both = fileWith("both.blox", other + text);
      const first = await blox(["search", file, "--json"]);
      const again = await blox(["search", file, "--search", "edge", "--json"]);
      const named = await blox(["search", both, "--search", "edge", "--json"]);
      assert.deepEqual([first.code, first.stderr], [0, ""]);
      assert.equal(again.stdout, first.stdout);
      assert.equal(named.stdout, first.stdout);
      const { search, algorithm, subject_to, budget, seed, choices, evaluated } = JSON.parse(
        first.stdout,
      );
      assert.deepEqual(
        [search, algorithm, subject_to, budget, seed],
        ["edge", "random", "params <= 2.5 M", 30, 7],
      );
      assert.deepEqual(
        [choices[0], choices[1].length, choices[2]],
        [["conv", "bconv"], 45, ["conv"]],
      );
      assert.equal(evaluated.length, 30);
    });

    it("finds what the panel finds", async () => {
      const file = fileWith("edge.blox", text);
      const { stdout } = await blox(["search", file, "--json"]);
      const editor = await Editor.start();
      const uri = "file:///edge.blox";
      await editor.open(uri, text);
      const { spec } = (await editor.connection.sendRequest(declaredSearch.method, {
        uri,
        search: "edge",
      })) as DeclaredSearch;
      const result = (await editor.connection.sendRequest(search.method, {
        id: 1,
        spec,
      })) as SearchResult;
      await editor.close();
      const { evaluated, best } = JSON.parse(stdout);
      assert.equal(JSON.stringify(result.evaluated), JSON.stringify(evaluated));
      assert.deepEqual(
        best.map(({ index }: { index: number }) => index),
        result.best.map(({ index }) => index),
      );
    });

    const refusals: readonly (readonly [string, string, readonly string[], RegExp])[] = [
      [
        "a misspelt name",
        text + other,
        ["--search", "egde"],
        /no search egde; did you mean edge\?/,
      ],
      ["several without a name", text + other, [], /has 2 searches; say which with --search/],
      [
        "none",
        "network n { space blox }\n",
        [],
        /has no search: declare one, or name an objective/,
      ],
      ["a mistake", text.replace("random", "randon"), [], /line 11: There is no algorithm/],
      ["another benchmark", text.replace("seed 7", "lock sha256:0"), [], /is expected/],
      [
        "a network with a mistake",
        text.replace(": conv", ": cnv"),
        [],
        /because of the network kiosk/,
      ],
    ];
    for (const [what, content, options, message] of refusals) {
      it(`is refused in one line for ${what}`, async () => {
        const { code, stdout, stderr } = await blox([
          "search",
          fileWith("x.blox", content),
          ...options,
        ]);
        assert.match(stderr, /^blox: .*\n$/);
        assert.match(stderr, message);
        assert.deepEqual([code, stdout], [1, ""]);
      });
    }

    it("takes no options that the declaration says itself", async () => {
      const { code, stderr } = await blox(["search", fileWith("x.blox", text), "--seed", "3"]);
      assert.match(stderr, /says all of itself: leave out --seed/);
      assert.equal(code, 2);
    });
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
