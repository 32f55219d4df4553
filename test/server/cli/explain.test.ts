import assert from "node:assert/strict";
import { blox, fileWith } from "./run-blox";

const file = "examples/kiosk.blox";
const macro = fileWith(
  "macro.blox",
  `network chain {
  space nas-bench-macro
  stage 1: identity -> mb3_k3
  stage 2: identity -> mb6_k5 -> identity
  stage 3: mb6_k5 -> identity -> mb3_k3
}
`,
);

interface Layer {
  readonly layer: string;
  readonly params?: number;
  readonly flops?: number;
  readonly live_memory: number;
}

describe("blox explain", () => {
  it("--json: layers that add up to what blox metrics says", async () => {
    for (const args of [[file, "--network", "kiosk"], [macro]]) {
      const { code, stdout } = await blox(["explain", ...args, "--json"]);
      assert.equal(code, 0);
      const report = JSON.parse(stdout);
      const metrics = JSON.parse((await blox(["metrics", ...args, "--json"])).stdout);
      assert.deepEqual(report.metrics, metrics.metrics);
      const layers: Layer[] = report.parts.flatMap(({ layers }: { layers: Layer[] }) => layers);
      const sum = (of: (layer: Layer) => number) => layers.reduce((all, each) => all + of(each), 0);
      assert.equal(
        sum(({ params = 0 }) => params),
        metrics.metrics.params.value,
      );
      assert.equal(
        sum(({ flops = 0 }) => flops),
        metrics.metrics.flops.value,
      );
      assert.equal(
        Math.max(...layers.map(({ live_memory }) => live_memory)),
        metrics.metrics.peak_memory.value,
      );
    }
  });

  it("--json: the terms of estimates and compositions add up to them", async () => {
    const { stdout } = await blox(["explain", file, "--network", "kiosk", "--json"]);
    const { models, metrics } = JSON.parse(stdout);
    assert.ok(models.accuracy);
    for (const [name, { constant, stages, total }] of Object.entries<{
      constant: number;
      stages: { total: number }[];
      total: number;
    }>(models)) {
      const sum = stages.reduce((all, stage) => all + stage.total, constant);
      assert.ok(Math.abs(sum - total) < 1e-9);
      if (metrics[name].provenance !== "measured")
        assert.ok(Math.abs(total - metrics[name].value) <= 1e-3, name);
    }
  });

  it("says in words where each number comes from, and where the peak is", async () => {
    const { code, stdout } = await blox(["explain", file, "--network", "kiosk"]);
    assert.equal(code, 0);
    for (const expected of [
      /^kiosk: network 83169 of blox, hash /,
      /Estimated, not measured: .*Its standard error is 0\.5 %/,
      /constant +7\d\.\d{3} +what every network has/,
      /stage 2 +0\.\d{3} +1 conv × 0\.\d{3} \+ 1 mbconv × 0\.\d{3}/,
      /2,960,740: the sum of the parts below/,
      /multiply-accumulates \+ [\d,]+\s+bias/,
      /82,048 activations of 4 bytes .* Stage 2, out = mbconv\(a\), while\s+squeeze-excite runs/,
      /conv 3x3 out 32 +32×32×32 +3·3·3·32 \+ 32 bias +896/,
      /Stage 3, b = mbconv\(a \+ in\)/,
    ])
      assert.match(stdout, expected);
  });

  it("fits into 100 columns", async () => {
    for (const args of [[file, "--network", "kiosk"], [macro]]) {
      const { stdout } = await blox(["explain", ...args]);
      for (const line of stdout.split("\n"))
        assert.ok([...line].length <= 100 || line.includes("vector"), line);
    }
  });

  it("does not guess where nothing is known: no accuracy, no latency, no share", async () => {
    const { stdout } = await blox(["explain", macro]);
    assert.doesNotMatch(stdout, /accuracy|latency|estimated/i);
    assert.match(stdout, /multiply-accumulates alone/);
    assert.match(stdout, /identity\(.*\n +Nothing: what enters is what it gives/);
  });

  it("refuses what is not complete", async () => {
    const open = fileWith("open.blox", "network n {\n  stage 1: conv\n}\n");
    const { code, stderr } = await blox(["explain", open]);
    assert.equal(code, 1);
    assert.match(stderr, /network n is not complete/);
  });
});
