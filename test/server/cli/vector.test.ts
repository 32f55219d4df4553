import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { shared } from "../../shared";
import { blox, shell } from "./run-blox";

const vector = "[[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]";

describe("blox vector", () => {
  it("--json: the network as text, with what is known of it", async () => {
    const { code, stdout } = await blox(["vector", vector, "--json"]);
    assert.equal(code, 0);
    const report = JSON.parse(stdout);
    assert.equal(report.vector, vector);
    assert.equal(report.metrics.params.provenance, "exact");
    assert.match(report.text, /^network blox-\d+ \{\n/);
    assert.match(report.text, / {2}stage 2: mbconv -> mbconv\n/);
  });

  it("goes on behind a vector that is no network, and ends with 1", async () => {
    const { code, stdout } = await blox(["vector", "nonsense", vector, "--json"]);
    const [bad, good, ...rest] = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(Object.keys(bad), ["vector", "error"]);
    assert.equal(bad.vector, "nonsense");
    assert.equal(good.vector, vector);
    assert.deepEqual(rest, []);
    assert.equal(code, 1);
  });

  it("without --json: text that the language reads, and problems on standard error", async () => {
    const { code, stdout, stderr } = await blox(["vector", vector, "[]"]);
    assert.match(stdout, /stage 1: st5\(conv, mbconv\)/);
    assert.match(stderr, /^blox: \[\]: expected an architecture vector.*\n$/);
    assert.equal(code, 1);
  });

  it("takes a hash and an index for a vector, of any space that has them", async () => {
    const ask = async (...args: string[]) => {
      const { stdout } = await blox(["vector", ...args, "--json"]);
      return stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    };
    const [report] = await ask(vector);
    const again = await ask(
      report.hash,
      report.hash.toUpperCase(),
      `${report.index}`,
      `#${report.index}`,
    );
    for (const each of again) assert.deepEqual(each, report);
    const [chain] = await ask("--space", "nas-bench-macro", "4100");
    assert.equal(chain.index, 4100);
    assert.equal(chain.vector, null);
    const tiny = ["--file", "examples/own-space.blox", "--space", "tiny"];
    const [own] = await ask(...tiny, "17");
    assert.equal(own.space, "tiny");
    assert.match(own.text, /^network tiny-17 \{\n {2}space tiny\n/);
    for (const each of await ask(...tiny, own.hash, own.vector)) assert.deepEqual(each, own);
  });

  it("says what was expected of each: a vector, a hash, an index", async () => {
    const refused = async (...args: string[]) => (await blox(["vector", ...args])).stderr;
    assert.match(await refused("nonsense"), /vector such as \[\[.*32 hexadecimal .* 0 to 91124/);
    assert.match(await refused("91125"), /0 to 91124/);
    assert.match(await refused("#91125"), /^blox: #91125: `blox` has 91125 networks/);
    assert.match(await refused("##5"), /Expected an architecture vector/);
    assert.match(await refused("0123456789abcdef0123456789abcdef"), /No network .* has the hash/);
    assert.match(
      await refused("--space", "nas-bench-macro", vector),
      /no vector and no hash: give an index, 0 to 6560/,
    );
    assert.match(
      await refused("--space", "tinny", "--file", "examples/own-space.blox", "1"),
      /own-space\.blox: there is no space `tinny`.*Did you mean `tiny`\?/,
    );
  });

  it("- reads a vector a line: the reference's 600 have its hashes, or are no network there", async function () {
    const file = shared("reference", "vectors.csv");
    if (!file) return this.skip();
    const rows = readFileSync(file, "utf8")
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((row) => ({
        vector: /\[.*\]/.exec(row)?.[0] ?? "",
        hash: /[0-9a-f]{32}$/.exec(row)?.[0],
      }));
    assert.equal(rows.length, 600);
    const input = `${rows.map((row) => row.vector).join("\n")}\n\n`;
    const { code, stdout } = await blox(["vector", "-", "--json"], input);
    const reports = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      reports.map(({ hash }) => hash),
      rows.map(({ hash }) => hash),
    );
    assert.deepEqual(
      reports.filter(({ error }) => error).map(({ vector }) => vector),
      rows.filter(({ hash }) => !hash).map(({ vector }) => vector),
    );
    assert.equal(code, rows.every(({ hash }) => hash) ? 0 : 1);
  });

  it("ends quietly when whoever reads it has had enough", async () => {
    const { stdout, stderr } = await shell(
      `yes '${vector}' | head -20000 | blox vector - --json | head -1`,
    );
    assert.equal(stdout.trimEnd().split("\n").length, 1);
    assert.equal(stderr, "");
  });
});
