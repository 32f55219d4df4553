import assert from "node:assert/strict";
import type { SearchResult } from "../../../server/messages";
import { algorithms } from "../../../server/searches/algorithms";
import { runSearch } from "../../../server/searches/run-search";
import { isRefusal, type SearchedColumns } from "../../../server/searches/searched-columns";
import { readTrace } from "../../../server/traces/read-trace";
import { replayTrace } from "../../../server/traces/replay-trace";
import { resumeTraced } from "../../../server/traces/run-traced";
import { lineWriter } from "../../../server/traces/trace-format";
import { exampleBenchmark, exampleSpec } from "../searches/example-benchmark";
import { readWhole, slices, traceText, undisturbed } from "./traced-search";

/** The text and the result of a search that goes on with this trace. */
async function resumed(
  text: string,
  surroundings = undisturbed,
  benchmark: SearchedColumns = exampleBenchmark,
): Promise<{ readonly text: string; readonly result: SearchResult }> {
  const trace = readWhole(text);
  let written = "";
  const result = await resumeTraced(trace, benchmark, surroundings, (line) => {
    written += line;
  });
  return { text: written === "" ? text : trace.kept + written, result };
}

const valuesOf = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line));

describe("a trace", () => {
  it("says what is searched, what was evaluated in order, and how it ended", async () => {
    const spec = exampleSpec({ algorithm: "regularized-evolution", budget: 120, uri: "file:///a" });
    const result = await runSearch(exampleBenchmark, spec, undisturbed);
    const [header, ...others] = valuesOf(
      await traceText({ algorithm: "regularized-evolution", budget: 120, uri: "file:///a" }),
    );
    const end = others.pop();
    const { uri: _, ...search } = spec;
    assert.equal(header.format, "blox-trace 1");
    assert.deepEqual(header.search, { ...search, parameters: { population: 50, sample: 10 } });
    assert.equal(header.benchmark.name, "example");
    assert.match(header.benchmark.checksum, /^sha256:[0-9a-f]{64}$/);
    assert.deepEqual(
      others.map(({ evaluated }) => evaluated.length),
      [50, 50, 20],
    );
    assert.deepEqual(
      others.flatMap(({ evaluated }) => evaluated),
      result.evaluated,
    );
    const { outcome, notes, evaluations, best } = result;
    const { checksum: __, ...ended } = end;
    assert.deepEqual(ended, { outcome, notes, evaluations, best });
  });

  // Those that need curves have none here; what is slow is made quick.
  const quick: Record<string, Record<string, number>> = { "brp-nas": { width: 2, steps: 2 } };
  for (const { name } of algorithms.filter(({ needs }) => needs === undefined)) {
    it(`of ${name} has the same bytes however the search was sliced`, async () => {
      const [parameters, budget] = [quick[name] ?? {}, name in quick ? 30 : 330];
      const changes = { algorithm: name, parameters, budget, seed: 4 };
      const sliced = await traceText(changes, slices(Number.POSITIVE_INFINITY));
      assert.equal(sliced, await traceText(changes));
      assert.notEqual(sliced, await traceText({ ...changes, budget: budget + 1 }));
    });
  }

  it("is not written of a search that is refused", async () => {
    assert.equal(await traceText({ budget: 0 }), "");
  });

  it("keeps what was found before the search was cancelled", async () => {
    const text = await traceText({ budget: 2000 }, slices(25));
    const { evaluations, end } = readWhole(text);
    assert.equal(end?.outcome, "cancelled");
    assert.equal(end?.evaluations, evaluations);
    assert.equal(evaluations, 375);
  });
});

describe("a trace that was cut off", () => {
  let whole: string;
  before(async () => {
    whole = await traceText({ algorithm: "regularized-evolution", budget: 330 });
  });

  it("is resumed to the same bytes from every line boundary and from inside every line", async () => {
    const { result } = await resumed(whole);
    const ends = [...whole.matchAll(/\n/g)].map(({ index }) => index + 1);
    const first = ends[0] ?? 0;
    const places = ends.flatMap((end, line) => [
      end,
      end - 1,
      end - 7,
      (end + (ends[line - 1] ?? 0)) >> 1,
    ]);
    for (const place of places.filter((place) => place >= first)) {
      const found = await resumed(whole.slice(0, place));
      assert.equal(found.text, whole, `cut at ${place}`);
      assert.deepEqual(found.result, result);
    }
  });

  it("and whose first line is cut says that nothing is known", () => {
    for (const place of [25, 100, whole.indexOf("\n")]) {
      const found = readTrace(whole.slice(0, place));
      assert.ok(isRefusal(found));
      assert.match(found.refusal, /first line is cut off.* run it again/);
    }
  });

  it("is resumed from where its search was cancelled, again and again", async () => {
    let text = await traceText({ algorithm: "regularized-evolution", budget: 330 }, slices(7));
    for (const count of [3, 12, 19]) {
      const found = await resumed(text, slices(count));
      assert.equal(found.result.outcome, "cancelled");
      // What was known already stays where the search is cancelled on the way there.
      assert.ok(found.text.length >= text.length);
      text = found.text;
    }
    assert.equal((await resumed(text)).text, whole);
  });

  it("is not resumed on another benchmark, and both checksums are named", async () => {
    const columns = exampleBenchmark.columns.map((column) => ({
      ...column,
      values: column.values.map((value) => value + 1),
    }));
    const other = { ...exampleBenchmark, name: "other", columns };
    const { result } = await resumed(whole.slice(0, 2000), undisturbed, other);
    assert.equal(result.outcome, "refused");
    assert.match(
      result.notes.join(),
      /benchmark example \(sha256:[0-9a-f]{64}\), and here `blox` has other \(sha256:[0-9a-f]{64}\)/,
    );
  });

  it("is not gone on with where the search does something else", async () => {
    const lineOf = lineWriter();
    const [header, batch] = valuesOf(whole);
    const { checksum: _, ...first } = header;
    const swapped = [batch.evaluated[1], batch.evaluated[0], ...batch.evaluated.slice(2)];
    const forged = lineOf(first) + lineOf({ evaluated: swapped });
    const { result, text } = await resumed(forged);
    assert.equal(text, forged);
    assert.equal(result.outcome, "refused");
    assert.match(result.notes.join(), /something else than line 2 of its trace says/);
  });
});

describe("a damaged trace", () => {
  let whole: string;
  before(async () => {
    whole = await traceText({ budget: 330 });
  });

  it("is refused for every byte that is another one, and says in which line", () => {
    const places = Array.from({ length: 200 }, (_, step) =>
      Math.floor((step * whole.length) / 200),
    );
    for (const place of places) {
      const other = whole[place] === "x" ? "y" : "x";
      const found = readTrace(whole.slice(0, place) + other + whole.slice(place + 1));
      assert.ok(isRefusal(found), `byte ${place}`);
      const line = whole.slice(0, place).split("\n").length;
      const opening = '{"format":"blox-trace 1"'.length;
      if (place >= opening && whole[place] !== "\n")
        assert.match(found.refusal, new RegExp(`^line ${line} is damaged`), `byte ${place}`);
    }
  });

  it("is refused for a line that is missing, that comes twice, or that follows the last", () => {
    const lines = whole.split("\n").slice(0, -1);
    const changed = [
      ...lines.slice(1, -1).map((_, place) => lines.filter((_, other) => other !== place + 1)),
      lines.flatMap((line, place) => (place === 2 ? [line, line] : [line])),
      [...lines, lines.at(-1) ?? ""],
    ];
    for (const damaged of changed) {
      const found = readTrace(damaged.map((line) => `${line}\n`).join(""));
      assert.ok(isRefusal(found));
      assert.match(found.refusal, /^line \d+ is damaged.*: take an undamaged copy/);
    }
  });

  for (const [what, text, message] of [
    ["an empty file", "", /empty/],
    ["another file", '{"name": "blox"}\n', /no trace that Blox wrote/],
  ] as const) {
    it(`is not ${what}`, () => {
      const found = readTrace(text);
      assert.ok(isRefusal(found));
      assert.match(found.refusal, message);
    });
  }

  it("is told from one of another format", () => {
    const found = readTrace(whole.replace("blox-trace 1", "blox-trace 2"));
    assert.ok(isRefusal(found));
    assert.match(
      found.refusal,
      /another version of Blox \(blox-trace 2, this one reads blox-trace 1\)/,
    );
  });
});

describe("a replay", () => {
  it("writes the same bytes, of a cancelled search up to where it was cancelled", async () => {
    for (const surroundings of [undisturbed, slices(9), slices(0)]) {
      const text = await traceText({ algorithm: "local-search", budget: 330 }, surroundings);
      const found = await replayTrace(readWhole(text), exampleBenchmark, undisturbed);
      assert.deepEqual(found, { isSame: true });
    }
  });

  it("says from which line on a trace differs that is well formed", async () => {
    const lineOf = lineWriter();
    const values = valuesOf(await traceText({ budget: 120 })).map(
      ({ checksum: _, ...value }) => value,
    );
    values[4].best.pop();
    const trace = readWhole(values.map(lineOf).join(""));
    const found = await replayTrace(trace, exampleBenchmark, undisturbed);
    assert.ok(found && "isSame" in found && !found.isSame);
    assert.equal(found.line, 5);
  });

  it("names the build that recorded it where that is another one", async () => {
    const lineOf = lineWriter();
    const values = valuesOf(await traceText({ budget: 60 })).map(
      ({ checksum: _, ...value }) => value,
    );
    values[0].build = "0.0.9";
    const same = readWhole(values.map(lineOf).join(""));
    assert.deepEqual(await replayTrace(same, exampleBenchmark, undisturbed), { isSame: true });
    const anew = lineWriter();
    values[1].evaluated.reverse();
    const other = readWhole(values.map(anew).join(""));
    const found = await replayTrace(other, exampleBenchmark, undisturbed);
    assert.ok(found && "isSame" in found && !found.isSame);
    assert.match(found.sentence, /recorded by the build 0\.0\.9/);
  });

  it("is refused of a search that was interrupted, and undefined where it is cancelled itself", async () => {
    const text = await traceText({ budget: 330 });
    const cut = await replayTrace(readWhole(text.slice(0, -1)), exampleBenchmark, undisturbed);
    assert.ok(cut && isRefusal(cut));
    assert.match(cut.refusal, /interrupted after 330 evaluations/);
    assert.equal(await replayTrace(readWhole(text), exampleBenchmark, slices(9)), undefined);
  });
});
