import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { architectureAt } from "../../../data/architecture";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { networkCost } from "../../../data/costs";
import { exactBenchmark } from "../../../data/exact-benchmark";
import { layeredBenchmark } from "../../../data/layered-benchmark";
import type { Measurements } from "../../../data/library/measurements";
import { explanationOf } from "../../../server/explain-request";
import { explain } from "../../../server/explanations/explanation";
import { explanationMarkdown } from "../../../server/explanations/markdown";
import { sectionsOf } from "../../../server/explanations/sections";
import { sampleMeasurements } from "../../data/library/sample-measurements";
import { embeddedBenchmarks } from "../embedded";
import { modelOf } from "../marked-text";

const benchmarks = embeddedBenchmarks();

describe("an explanation", () => {
  it("is of the whole network: its totals are the exact costs", async () => {
    for (const index of [0, 12_345, 91_124]) {
      const architecture = architectureAt(bloxSpace, index);
      const { total, metrics } = explain((await benchmarks)(bloxSpace), architecture);
      const { counted, ...cost } = total;
      deepEqual(cost, networkCost(bloxSpace, architecture));
      equal(
        Object.values(counted).reduce((sum, flops) => sum + flops, 0),
        total.flops,
      );
      const value = (name: string) =>
        metrics.find((each) => each.value.metric.name === name)?.value.value;
      equal(value("params"), total.params);
      equal(value("flops"), total.flops);
      equal(value("peak_memory"), 4 * total.peakActivations);
    }
  });

  it("says where the peak is: a step that has as many live as the whole network", async () => {
    for (const index of [0, 12_345, 91_124]) {
      const { peak, parts, total } = explain(
        (await benchmarks)(bloxSpace),
        architectureAt(bloxSpace, index),
      );
      const part = parts.find(({ title }) => title === peak.part);
      ok(part?.steps.some(({ live }) => live === total.peakActivations));
    }
  });

  it("names the operations of a block as its equations do", async () => {
    const block = modelOf(
      "network n {\n stage 1: st5(conv, mbconv)\n stage 2: conv\n stage 3: conv\n}",
    );
    const [network] = block.networks;
    ok(network?.architecture);
    const { parts } = explain((await benchmarks)(bloxSpace), network.architecture);
    deepEqual(parts.map(({ title }) => title).slice(0, 6), [
      "Stem",
      "Stage 1, a = conv(in)",
      "Stage 1, b = mbconv(a + in)",
      "Stage 1, out = a + b",
      "Stage 1, reduction",
      "Stage 2, out = conv(in)",
    ]);
  });

  it("tells of a latency that was measured whole that no part of it was, and what the model says", async () => {
    const benchmark = (await benchmarks)(bloxSpace);
    const column = benchmark.columns.find(({ metric }) => metric.name.startsWith("latency"));
    const [network] = column?.measured ?? [];
    ok(network !== undefined);
    const text = textOf(explain(benchmark, architectureAt(bloxSpace, network)));
    match(
      text,
      /Measured as a whole: .*by the model of those that were not measured: .*No part of this network was measured by itself/s,
    );
  });

  it("says why there are no shares of a latency that was timed here", async () => {
    const device = {
      name: "desk",
      runtime: "onnxruntime, A CPU",
      threads: 1,
      precision: null,
      batchSize: null,
    };
    const columns = {
      ms: Float64Array.of(3.9),
      p10_ms: Float64Array.of(3.54),
      p90_ms: Float64Array.of(6.67),
    };
    const own: Measurements = {
      ...sampleMeasurements(bloxSpace),
      trainings: [],
      latencies: [{ device, networks: Float64Array.of(5), columns }],
    };
    const benchmark = layeredBenchmark((await benchmarks)(bloxSpace), [own]);
    const text = textOf(explain(benchmark, architectureAt(bloxSpace, 5)));
    match(
      text,
      /### .*desk.*: 3\.9 ms \(measured\)\n\nMeasured: [^\n]*10th to 90th percentile 3\.5 to 6\.7 ms, onnxruntime, A CPU, 1 thread\.\n\nThere are no shares of it: whole networks are timed/,
    );
    equal(text.match(/whole networks are timed/g)?.length, 1);
  });

  it("shares a composed latency out by the terms of its model", async () => {
    const benchmark = (await benchmarks)(bloxSpace);
    const sections = sectionsOf(explain(benchmark, [0, 0, 0]));
    const latency = sections.find(({ heading }) => heading.startsWith("Latency"));
    ok(latency?.table);
    deepEqual(
      latency.table.rows.map(([term]) => term),
      ["constant", "stage 1", "stage 2", "stage 3", "all"],
    );
    const [all = "", ...parts] = latency.table.rows.map(([, ms = ""]) => ms).reverse();
    const sum = parts.reduce((ms, part) => ms + Number(part), 0);
    ok(Math.abs(sum - Number(all)) < 3e-3, `${sum} is not ${all}`);
  });

  it("lists the trainings behind a mean, and what other benchmarks say", () => {
    const space = findSpace("nas-bench-macro");
    ok(space);
    const sample = sampleMeasurements(space);
    const other: Measurements = {
      ...sample,
      benchmark: { ...sample.benchmark, name: "other", title: "Another" },
      trainings: [training(2, 90)],
    };
    const own = { ...sample, trainings: [training(0, 91), training(1, 92)] };
    const benchmark = layeredBenchmark(exactBenchmark(space), [own, other]);
    const text = textOf(explain(benchmark, architectureAt(space, 5)));
    match(text, /Measured: A sample.*, mean of 2 trainings/);
    match(text, /\| 91\.00 % \| A sample.*seed 0/);
    match(text, /\| 92\.00 % \| A sample.*seed 1/);
    match(text, /\| 90\.00 % \| Another.*seed 2/);
    doesNotMatch(text, /model/);
  });

  it("says how networks were trained for Blox, once", async () => {
    const space = findSpace("blox-digits");
    ok(space);
    const text = textOf(explain((await benchmarks)(space), architectureAt(space, 0)));
    const told = text.match(
      /Trained for Blox from 2026-[\s\S]*?torch[\s\S]*?500 images, 6 epochs/g,
    );
    equal(told?.length, 1);
    match(text, /under CC BY 4\.0/);
  });

  it("tells a measured accuracy from what the estimate would be", async () => {
    const sample = sampleMeasurements(bloxSpace);
    const own = { ...sample, trainings: [training(0, 71), training(1, 73)] };
    const benchmark = layeredBenchmark((await benchmarks)(bloxSpace), [own]);
    const text = textOf(explain(benchmark, architectureAt(bloxSpace, 5)));
    match(text, /### Top-1 accuracy: 72\.0+ % ± 1\.00* \(measured\)/);
    match(text, /by the model of those that were not measured: 7[345]\.\d{3} %/);
    const another = textOf(explain(benchmark, architectureAt(bloxSpace, 6)));
    match(another, /\(estimated\)\n\nEstimated, not measured/);
  });
});

describe("the page of an explanation", () => {
  it("is Markdown in which names are but names", async () => {
    const name = "a|b <img src=x> [c](d) `e` *f*\n# g";
    const text = explanationMarkdown(name, explain((await benchmarks)(bloxSpace), [0, 0, 0]));
    match(text, /^# How the numbers of a\\\|b \\<img src=x\\> \\\[c\\\]\\\(d\\\) .* came about\n/);
    equal(text.match(/^# /gm)?.length, 1);
    match(text, /^\| constant \| \d+\.\d+ \|/m);
    // Every row of a table has as many cells as its heading.
    let cells = 0;
    for (const line of text.split("\n")) {
      const count = line.startsWith("|") ? line.split(/(?<!\\)\|/).length : 0;
      if (cells > 0 && count > 0) equal(count, cells, line);
      cells = count;
    }
  });

  it("says why there is none", async () => {
    const known = await benchmarks;
    const refusal = (text: string, network: string) => {
      const answer = explanationOf(modelOf(text), { uri: "file:///test.blox", network }, known);
      return "refusal" in answer ? answer.refusal : "";
    };
    match(refusal("network n {\n}", "m"), /no network m in the document any more/);
    match(refusal("network n {\n stage 1: conv\n}", "n"), /n is not complete yet/);
    match(refusal("network n {\n space nowhere\n}", "n"), /The space of n is not known/);
    match(
      "markdown" in explanationOf(undefined, { uri: "file:///x", network: "n" }, known)
        ? ""
        : "refused",
      /refused/,
    );
  });
});

/** Of network 5; the values are made up. */
function training(seed: number, percent: number): Measurements["trainings"][number] {
  return {
    run: { seed, epochs: 3, dataset: "CIFAR-10" },
    networks: Float64Array.of(5),
    columns: { test_top1: Float64Array.of(percent) },
    curves: [],
  };
}

function textOf(explanation: ReturnType<typeof explain>): string {
  return explanationMarkdown("n", explanation).replaceAll("\\", "");
}
