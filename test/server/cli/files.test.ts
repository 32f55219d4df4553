import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { architectureAt } from "../../../data/architecture";
import { blocksOf } from "../../../data/blocks";
import { bloxSpace } from "../../../data/built-in-spaces";
import { exactColumns } from "../../../data/exact-columns";
import { blox, bloxFromSources, fileWith } from "./run-blox";

const kiosk = `/// Student for the kiosk camera.
network kiosk {
  stage 1: st5(conv, mbconv)
  stage 2: mbconv -> mbconv
  stage 3 {
    a = conv(in)
    out = conv(in + a)
  }
}
`;
const half = "network half { stage 1: conv }\n";

describe("blox check", () => {
  it("prints file, line, column, severity, message and code, and ends with 1 for an error", async () => {
    const file = fileWith("slip.blox", kiosk.replace("st5(conv,", "st5(cov,"));
    const { code, stdout, stderr } = await blox(["check", file]);
    assert.equal(
      stdout.replace(file, "FILE").split(". ")[0],
      "FILE:3:16: error: `blox` has no operation `cov`",
    );
    assert.match(stdout, /\(blox\/unknown-op\)\n$/);
    assert.equal(stderr, "");
    assert.equal(code, 1);
  });

  it("says nothing of a file without problems", async () => {
    const ended = await blox(["check", fileWith("kiosk.blox", kiosk)]);
    assert.deepEqual(ended, { code: 0, stdout: "", stderr: "" });
  });

  it("--json: one array over all files, places counted from 1", async () => {
    const good = fileWith("kiosk.blox", kiosk);
    const bad = fileWith("half.blox", half);
    const { code, stdout } = await blox(["check", good, bad, "--json"]);
    const problems = JSON.parse(stdout) as Record<string, unknown>[];
    assert.deepEqual(
      problems.map(({ file, line, column, severity }) => ({ file, line, column, severity })),
      [{ file: bad, line: 1, column: 9, severity: "error" }],
    );
    assert.equal(code, 1);
  });

  it("--sarif: the same problems at the same places, as CI services read them", async () => {
    const bad = fileWith("half.blox", half);
    const { code, stdout } = await blox(["check", bad, "--sarif"]);
    const { version, runs } = JSON.parse(stdout);
    assert.equal(version, "2.1.0");
    const [{ tool, results }] = runs;
    const [rule, ...otherRules] = tool.driver.rules;
    assert.deepEqual(otherRules, []);
    assert.equal(rule.id, "blox/missing-stage");
    assert.match(rule.help.markdown, /^# blox\/missing-stage\n/);
    assert.equal(results[0].level, "error");
    assert.deepEqual(results[0].locations[0].physicalLocation, {
      artifactLocation: { uri: bad },
      region: { startLine: 1, startColumn: 9, endLine: 1, endColumn: 13 },
    });
    assert.equal(code, 1);
  });

  it("checks requirements too, and with --strict those that cannot be checked", async () => {
    const require = (condition: string) =>
      fileWith("required.blox", kiosk.replace(/}\n$/, `  require ${condition}\n}\n`));
    const broken = await blox(["check", require("params <= 3 M")]);
    assert.match(broken.stdout, /error: `params` is 3\.10 M .* \(blox\/broken-requirement\)/);
    assert.equal(broken.code, 1);
    const unknown = ["check", require('latency("my phone") <= 3 ms')];
    assert.equal((await blox(unknown)).code, 0);
    assert.equal((await blox([...unknown, "--strict"])).code, 1);
  });

  it("says in a line why a file cannot be read, and still checks the others", async () => {
    const binary = fileWith("binary.blox", Uint8Array.from([0x6e, 0, 0xff, 0xfe]));
    const bad = fileWith("half.blox", half);
    const { code, stdout, stderr } = await blox(["check", "no-such.blox", tmpdir(), binary, bad]);
    const [missing, directory, notText, ...rest] = stderr.trimEnd().split("\n");
    assert.match(missing ?? "", /no-such\.blox: there is no such file/);
    assert.match(directory ?? "", /is a folder, not a file/);
    assert.match(notText ?? "", /binary\.blox: is not text/);
    assert.deepEqual(rest, []);
    assert.match(stdout, /half\.blox:1:9: error/);
    assert.equal(code, 1);
  });

  it("knows a file of the published dataset, whose bytes are no text", async () => {
    const header =
      "---\nversion: 1\nsearch_space: blox\ndataset_type: static\nformat: custom\n---\n";
    const bytes = Buffer.concat([Buffer.from(header), Buffer.from([0x78, 0x9c, 0, 0xff, 0xfe])]);
    const { stdout, stderr } = await blox(["check", fileWith("info.blox", bytes)]);
    assert.match(stdout, /dataset.*\(blox\/dataset-file\)/);
    assert.equal(stderr, "");
  });

  it("copes with an empty file and with 10 MB on a line", async () => {
    const empty = await blox(["check", fileWith("empty.blox", "")]);
    assert.deepEqual(empty, { code: 0, stdout: "", stderr: "" });
    const { stdout, code } = await blox(["check", fileWith("long.blox", "x".repeat(10_000_000))]);
    assert.ok(stdout.length < 1000);
    assert.equal(code, 1);
  });
});

describe("blox metrics", () => {
  it("--json: every metric with unit and provenance, an estimate with its error", async () => {
    const file = fileWith("kiosk.blox", kiosk);
    const { code, stdout } = await blox(["metrics", file, "--network", "kiosk", "--json"]);
    assert.equal(code, 0);
    const report = JSON.parse(stdout);
    // From the published reference implementation.
    const vector = "[[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]";
    const { network, space, hash } = report;
    assert.deepEqual(
      { network, space, hash, vector: report.vector },
      { network: "kiosk", space: "blox", hash: "c3bc16e69893c8ea08f1e89e61f4caa5", vector },
    );
    const blocks = architectureAt(bloxSpace, report.index).map(
      (block) => blocksOf(bloxSpace, 0)[block]?.expression,
    );
    assert.deepEqual(blocks, ["st5(conv, mbconv)", "mbconv -> mbconv", "st3(conv, conv)"]);
    const { params, flops, accuracy } = report.metrics;
    const exact = exactColumns(bloxSpace);
    assert.deepEqual(
      [params.value, params.unit, params.provenance],
      [exact.params[report.index], "parameters", "exact"],
    );
    assert.deepEqual(
      [flops.value, flops.unit, flops.provenance],
      [exact.flops[report.index], "FLOPs", "exact"],
    );
    assert.equal(accuracy.unit, "%");
    assert.equal(accuracy.provenance, "estimated");
    assert.ok(accuracy.standard_error > 0);
    assert.ok(accuracy.source.length > 0);
  });

  it("runs from the sources as from its bundle", async () => {
    const args = ["metrics", fileWith("kiosk.blox", kiosk), "--json"];
    assert.deepEqual(await bloxFromSources(args), await blox(args));
  });

  it("says of every number what it is", async () => {
    const { stdout } = await blox(["metrics", fileWith("kiosk.blox", kiosk)]);
    assert.match(stdout, /Top-1 accuracy +\d+\.\d % ± 0\.\d \(estimated\)/);
    assert.match(stdout, /Parameters +3\.10 M +exact/);
    assert.match(
      stdout,
      /Latency, x86-64 ort-cpu 1t +\d\.\d\d ms ± 0\.\d\d \((composed|measured)\)/,
    );
    assert.match(stdout, /Top-1 accuracy is estimated, not measured/);
  });

  it("shows the complete networks of a file, and ends with 1 for the half ones", async () => {
    const file = fileWith("both.blox", `${half}${kiosk}`);
    const { code, stdout, stderr } = await blox(["metrics", file, "--json"]);
    assert.equal(JSON.parse(stdout).network, "kiosk");
    assert.match(stderr, /^blox: .*network half is not complete.*\n$/);
    assert.equal(code, 1);
  });

  it("asks whether a similar network was meant", async () => {
    const file = fileWith("kiosk.blox", kiosk);
    const { code, stderr } = await blox(["metrics", file, "--network", "kiosc"]);
    assert.match(stderr, /^blox: .*no network kiosc; did you mean kiosk\?.*\n$/);
    assert.equal(code, 1);
  });
});

describe("blox suggest", () => {
  it("--json: every replacement in a stage, with the error of the difference", async () => {
    const file = fileWith("kiosk.blox", kiosk);
    const { code, stdout } = await blox([
      "suggest",
      file,
      "--network",
      "kiosk",
      "--stage",
      "2",
      "--json",
    ]);
    assert.equal(code, 0);
    const { network, replacements } = JSON.parse(stdout);
    assert.equal(network, "kiosk");
    assert.equal(replacements.length, 44);
    const gains = replacements.map(
      ({ changes }: { changes: { accuracy: { difference: number } } }) =>
        changes.accuracy.difference,
    );
    assert.deepEqual(
      gains,
      [...gains].sort((a, b) => b - a),
    );
    const [{ stage, changes }] = replacements;
    assert.equal(stage, 2);
    assert.equal(changes.params.unit, "parameters");
    assert.equal(changes.accuracy.provenance, "estimated");
    assert.ok(changes.accuracy.standard_error > 0);
  });

  it("prints a table whose estimates are called so", async () => {
    const { stdout } = await blox(["suggest", fileWith("kiosk.blox", kiosk)]);
    const rows = stdout.split("\n").filter((line) => /^\d/.test(line));
    assert.equal(rows.length, 132);
    assert.ok(rows.every((row) => row.includes("(estimated)")));
  });

  it("marks what cannot be told apart from the present network, in the table and as JSON", async () => {
    const file = fileWith("kiosk.blox", kiosk);
    const { stdout } = await blox(["suggest", file, "--json"]);
    const { replacements } = JSON.parse(stdout);
    for (const { changes } of replacements) {
      const { difference, standard_error, verdict } = changes.accuracy;
      assert.equal(verdict === "undecided", Math.abs(difference) <= 2 * standard_error);
    }
    const { stdout: text } = await blox(["suggest", file]);
    assert.match(text, /^1 .* ≈ [+−].* \(estimated\)/m);
    assert.match(text, /^≈: within two standard errors of the difference, √\(se₁² \+ se₂²\)/m);
  });

  it("--replace 2: the best of 5,808, none of which breaks what is required", async () => {
    const bound = kiosk.replace("{\n", "{\n  require params <= 3.3 M\n");
    const file = fileWith("bound.blox", bound);
    const { code, stdout } = await blox(["suggest", file, "--replace", "2", "--json"]);
    assert.equal(code, 0);
    const { summary, replacements } = JSON.parse(stdout);
    assert.match(summary, /^[\d,]+ of the 5,808 replacements of two blocks break no requirement/);
    assert.equal(replacements.length, 20);
    const accuracies: number[] = [];
    for (const { replaced, metrics, meets_requirements } of replacements) {
      assert.equal(new Set(replaced.map(({ stage }: { stage: number }) => stage)).size, 2);
      assert.ok(metrics.params <= 3.3e6);
      assert.ok(meets_requirements);
      accuracies.push(metrics.accuracy);
    }
    assert.deepEqual(
      accuracies,
      [...accuracies].sort((a, b) => b - a),
    );
  });

  it("--path: one block a step, no requirement broken, to a network that is its own end", async () => {
    const bound = kiosk.replace("{\n", "{\n  require params <= 3.3 M\n");
    const { stdout } = await blox(["suggest", fileWith("bound.blox", bound), "--path", "--json"]);
    const { steps } = JSON.parse(stdout);
    assert.ok(steps.length > 0);
    for (const { replaced, metrics } of steps) {
      assert.equal(replaced.length, 1);
      assert.ok(metrics.params <= 3.3e6);
    }
    const blocks = architectureAt(bloxSpace, steps.at(-1).index).map(
      (block, stage) => `stage ${stage + 1}: ${blocksOf(bloxSpace, stage)[block]?.expression}`,
    );
    const there = `network there {\n require params <= 3.3 M\n${blocks.join("\n")}\n}\n`;
    const ended = await blox(["suggest", fileWith("there.blox", there), "--path"]);
    assert.match(ended.stdout, /^`there` is already the most accurate network/);
    assert.doesNotMatch(ended.stdout, /^step/m);
  });

  it("--path: says which requirement nothing meets", async () => {
    const bound = kiosk.replace("{\n", "{\n  require params <= 1 M\n");
    const { code, stderr } = await blox(["suggest", fileWith("tight.blox", bound), "--path"]);
    assert.match(stderr, /^blox: No network of `blox` meets `params <= 1 M`: `params` is 1,7/);
    assert.equal(code, 1);
  });

  it("refuses a stage that the space does not have", async () => {
    const { code, stderr } = await blox(["suggest", fileWith("kiosk.blox", kiosk), "--stage", "4"]);
    assert.match(stderr, /stages 1 to 3; there is no stage 4/);
    assert.equal(code, 1);
  });
});
