import assert from "node:assert/strict";
import { exactBenchmark } from "../../../data/exact-benchmark";
import type { FoundNetwork, SearchProgress, SearchSpec } from "../../../server/messages";
import type { Platform, Port } from "../../../server/platform";
import { nodePlatform } from "../../../server/platform-node";
import { runSearch } from "../../../server/searches/run-search";
import { type Cancellation, SearchService } from "../../../server/searches/search-service";
import { modelOf } from "../marked-text";
import { exampleBenchmark, exampleSpec } from "./example-benchmark";
import { largeSpace } from "./large-space";

/** A request that is cancelled when told so. */
function cancellable(): Cancellation & { cancel(): void } {
  const listeners = new Set<() => void>();
  let isCancelled = false;
  return {
    get isCancellationRequested() {
      return isCancelled;
    },
    onCancellationRequested(listener) {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    cancel() {
      isCancelled = true;
      for (const listener of listeners) listener();
    },
  };
}

const ignored = () => {};

describe("the search worker", () => {
  /** Real threads, with the ports to them in the order of their start. */
  const ports: Port[] = [];
  const threads = nodePlatform(import.meta.dirname);
  const platform: Platform = {
    ...threads,
    startWorker(name) {
      const port = threads.startWorker(name);
      ports.push(port);
      return port;
    },
  };
  const service = new SearchService(platform);
  after(() => service.close());

  it("gives curves to the worker once, and only for an algorithm that needs them", async () => {
    const epochs = 3;
    const asked: string[] = [];
    const curves = () => ({
      epochs,
      hundredths: Uint16Array.from({ length: 91_125 * epochs }, (_, place) => place % 9973),
    });
    const withCurves = new SearchService(threads, async (space, observation) => {
      asked.push(`${space.name}, ${observation}`);
      return curves();
    });
    const spec = exampleSpec({ algorithm: "hyperband", budget: 30 });
    const search = (changes: Partial<SearchSpec> = {}) =>
      withCurves.run(exampleBenchmark, { ...spec, ...changes }, cancellable(), ignored);
    assert.equal((await search({ algorithm: "random" })).outcome, "finished");
    assert.deepEqual(asked, []);
    const { elapsedMs: _, ...expected } = await runSearch(
      { ...exampleBenchmark, curves: curves() },
      spec,
      { now: () => 0, pause: () => Promise.resolve(), signal: { aborted: false } },
    );
    for (let run = 0; run < 2; run++) {
      const { elapsedMs: __, ...found } = await search();
      assert.deepEqual(found, expected);
    }
    await search({ observe: "mean" });
    assert.deepEqual(asked, ["blox, lowest seed", "blox, mean"]);
    withCurves.close();

    const without = await service.run(exampleBenchmark, spec, cancellable(), ignored);
    assert.match(without.notes.join(), /needs validation curves/);
    const unreadable = new SearchService(threads, () => Promise.reject(new Error("damaged")));
    const { outcome, notes } = await unreadable.run(exampleBenchmark, spec, cancellable(), ignored);
    assert.deepEqual([outcome, /damaged/.test(notes.join())], ["refused", true]);
    unreadable.close();
  }).timeout(60_000);

  it("finds what the same search finds on this thread by adding up blocks", async () => {
    const spec = exampleSpec({ algorithm: "lana", subjectTo: "params <= 2 M", budget: 200 });
    const result = await service.run(exampleBenchmark, spec, cancellable(), ignored);
    const expected = await runSearch(exampleBenchmark, spec, {
      now: () => 0,
      pause: () => Promise.resolve(),
      signal: { aborted: false },
    });
    assert.equal(result.evaluations, 200);
    assert.deepEqual({ ...result, elapsedMs: 0 }, { ...expected, elapsedMs: 0 });
  });

  it("finds what the same search finds on this thread, and tells its progress", async () => {
    const spec = exampleSpec({ budget: 91_125 });
    const told: SearchProgress[] = [];
    const result = await service.run(exampleBenchmark, spec, cancellable(), (progress) =>
      told.push(progress),
    );
    const { elapsedMs: _, ...expected } = await runSearch(exampleBenchmark, spec, {
      now: () => 0,
      pause: () => Promise.resolve(),
      signal: { aborted: false },
    });
    const { elapsedMs: __, ...found } = result;
    assert.deepEqual(found, expected);
    assert.deepEqual(
      told.flatMap(({ evaluated }) => evaluated),
      result.evaluated,
    );
  });

  it("runs several searches at a time, each with its own result", async () => {
    const seeds = [1, 2, 3];
    const results = await Promise.all(
      seeds.map((seed) =>
        service.run(exampleBenchmark, exampleSpec({ seed, budget: 5000 }), cancellable(), ignored),
      ),
    );
    assert.deepEqual(
      results.map(({ spec, evaluations }) => [spec.seed, evaluations]),
      seeds.map((seed) => [seed, 5000]),
    );
    assert.equal(ports.length, 1);
  });

  it("ends soon after its cancellation, with what was found", async () => {
    const cancellation = cancellable();
    let cancelledAt = 0;
    // A search that would take minutes.
    const result = await service.run(
      exampleBenchmark,
      exampleSpec({
        algorithm: "regularized-evolution",
        parameters: { sample: 10_000 },
        budget: 91_125,
      }),
      cancellation,
      () => {
        if (cancelledAt > 0) return;
        cancelledAt = performance.now();
        cancellation.cancel();
      },
    );
    const took = performance.now() - cancelledAt;
    assert.equal(result.outcome, "cancelled");
    assert.ok(result.evaluations > 0);
    assert.equal(result.evaluated.length, result.evaluations);
    assert.ok(took < 500, `${took} ms`);
  });

  it("is told at once of a cancellation that came before it", async () => {
    const cancellation = cancellable();
    cancellation.cancel();
    const spec = exampleSpec({ budget: 91_125 });
    const { outcome } = await service.run(exampleBenchmark, spec, cancellation, ignored);
    assert.equal(outcome, "cancelled");
  });

  it("gives a clear answer when it dies, and is replaced", async () => {
    const dying = service.run(
      exampleBenchmark,
      exampleSpec({
        algorithm: "regularized-evolution",
        parameters: { sample: 10_000 },
        budget: 91_125,
      }),
      cancellable(),
      () => ports.at(-1)?.close(),
    );
    const { outcome, notes, evaluated } = await dying;
    assert.equal(outcome, "refused");
    assert.match(notes.join(), /broke off and has no result: .*Run it again/);
    assert.deepEqual(evaluated, []);

    const { outcome: next } = await service.run(
      exampleBenchmark,
      exampleSpec(),
      cancellable(),
      ignored,
    );
    assert.equal(next, "finished");
    assert.equal(ports.length, 2);
  });

  it("solves integer programs in a space that is too large to write out", async () => {
    const large = modelOf(largeSpace).spaces.named("large");
    assert.ok(large);
    const spec: SearchSpec = {
      ...exampleSpec({ algorithm: "lana", budget: 60 }),
      space: "large",
      objectives: [{ direction: "minimize", metric: "flops" }],
      subjectTo: "params >= 100 K",
    };
    const benchmark = exactBenchmark(large);
    const { outcome, notes, evaluations, best } = await service.run(
      benchmark,
      spec,
      cancellable(),
      ignored,
    );
    assert.equal(outcome, "finished", notes.join(" "));
    assert.equal(evaluations, 60);
    // 1 + 18 · 3 networks before its answers, the first of which is the best by an objective that adds up.
    assert.ok(best[0]?.feasible);
    const random = await service.run(
      benchmark,
      { ...spec, algorithm: "random", budget: 10_000 },
      cancellable(),
      ignored,
    );
    const flopsOf = (found: FoundNetwork | undefined) =>
      found?.values.find(({ metric }) => metric === "flops")?.value ?? Number.NaN;
    assert.ok(flopsOf(best[0]) < flopsOf(random.best[0]));
  });

  it("gives a clear answer when it cannot start", async () => {
    const missing = new SearchService({
      ...threads,
      startWorker: () => threads.startWorker("no-such-worker"),
    });
    const { notes } = await missing.run(exampleBenchmark, exampleSpec(), cancellable(), ignored);
    assert.match(notes.join(), /broke off/);
  });
});
