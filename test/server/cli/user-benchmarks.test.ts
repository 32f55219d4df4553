import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bloxSpace } from "../../../data/built-in-spaces";
import { exactColumns } from "../../../data/exact-columns";
import { nodeFolder } from "../../../data/library/folder-node";
import { libraryLock } from "../../../data/library/library";
import { shared } from "../../shared";
import { blox, commandOf, emptyFolder, fileWith, userOf } from "./run-blox";

const blocks = "conv / conv -> mbconv / st3(conv, mbconv)";
const network = `network n {
  stage 1: conv
  stage 2: conv -> mbconv
  stage 3: st3(conv, mbconv)
}
`;
/** Invented. */
const own = `# name: my-lab
# title: My lab
network,metric,value,seed,device,threads,batch_size
"${blocks}",accuracy,60.5,0,,,
"${blocks}",accuracy,61.5,1,,,
"${blocks}",latency,4.25,,my phone,2,1
`;

describe("blox import, on one's own measurements", function () {
  this.timeout(180_000);
  const file = fileWith("own.csv", own);
  const folder = emptyFolder();
  const user = userOf(join(folder, "not there yet"));
  const metricsOf = async (args: readonly string[] = []) => {
    const { stdout } = await user(["metrics", fileWith("n.blox", network), "--json", ...args]);
    return JSON.parse(stdout).metrics;
  };

  it("says what was read and where it went, and shows no progress where no terminal is", async () => {
    const { code, stdout, stderr } = await user(["import", file]);
    deepEqual([code, stderr], [0, ""]);
    match(stdout, /^My lab: 1 network of blox\n/);
    match(stdout, /own\.csv +measurements, own\.csv +csv +3 rows\n/);
    ok(stdout.endsWith(`written to ${join(folder, "not there yet", "my-lab.sqlite")}\n`), stdout);
  });

  it("and the numbers of the other commands are measured", async () => {
    const { accuracy, params, ...others } = await metricsOf();
    // The mean of two values one apart, and the standard error of such a mean: 1 / √2 / √2.
    deepEqual([accuracy.value, accuracy.provenance], [61, "measured"]);
    ok(Math.abs(accuracy.standard_error - 0.5) < 1e-9);
    const run = { benchmark: "My lab", split: "test" };
    deepEqual(accuracy.runs, [
      { value: 60.5, ...run, seed: 0 },
      { value: 61.5, ...run, seed: 1 },
    ]);
    deepEqual(others['latency("my phone")'].runs, [
      { value: 4.25, benchmark: "My lab", device: "my phone", threads: 2, batch_size: 1 },
    ]);
    equal(params.provenance, "exact");
    const { stdout } = await user(["metrics", fileWith("n.blox", network)]);
    match(stdout, /Top-1 accuracy +61\.00 % ± 0\.50 \(measured\) +My lab, mean of 2 trainings/);
  });

  it("blox benchmarks lists it", async () => {
    const { stdout, stderr } = await user(["benchmarks", "--json"]);
    const [{ imported_at, checksum, bytes, ...listed }, ...rest] = JSON.parse(stdout);
    deepEqual(rest, []);
    deepEqual(listed, {
      name: "my-lab",
      title: "My lab",
      space: "blox",
      networks: 1,
      content: "1 network; trained with seeds 0, 1; latency on my phone",
      licence: "",
      citation: "",
      curves: false,
      file: join(folder, "not there yet", "my-lab.sqlite"),
    });
    equal(bytes, readFileSync(listed.file).length);
    match(checksum, /^sha256:[0-9a-f]{64}$/);
    match(imported_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    equal(stderr, "");
    const lines = (await user(["benchmarks"])).stdout;
    match(lines, /^my-lab: My lab\n {2}space +blox\n/);
    match(lines, /\n {2}imported +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\n/);
    match(lines, /my-lab\.sqlite, [\d,]+ bytes\n/);
  });

  it("blox benchmarks remove forgets it: what was measured is estimated again", async () => {
    const misspelt = await user(["benchmarks", "remove", "my-lap"]);
    match(misspelt.stderr, /There is no benchmark my-lap in .*\. Did you mean my-lab\?/);
    equal(misspelt.code, 1);
    const { code, stdout } = await user(["benchmarks", "remove", "my-lab"]);
    match(stdout, /^Removed My lab \(.*my-lab\.sqlite\)\.\n$/);
    equal(code, 0);
    equal((await metricsOf()).accuracy.provenance, "estimated");
    deepEqual(JSON.parse((await user(["benchmarks", "--json"])).stdout), []);
    match(
      (await user(["benchmarks"])).stdout,
      /^Nothing has been imported to .*; blox import does/,
    );
  });

  it("--db keeps it in a file, which then stands for one's own", async () => {
    const database = join(emptyFolder(), "mine.sqlite");
    const { stdout } = await user(["import", file, "--db", database, "--json"]);
    const { benchmarks, skipped } = JSON.parse(stdout);
    deepEqual(skipped, []);
    const [{ notes, ...imported }, ...others] = benchmarks;
    ok(Array.isArray(notes));
    deepEqual(others, []);
    deepEqual(imported, {
      name: "my-lab",
      title: "My lab",
      space: "blox",
      database: "mine.sqlite",
      networks: 1,
      files: [{ name: "own.csv", content: "measurements, own.csv", format: "csv", rows: 3 }],
    });
    equal((await metricsOf()).accuracy.provenance, "estimated");
    const known = await metricsOf(["--db", database]);
    equal(known.accuracy.value, 61);
    const vector = "[[[0],[0,0,0,0]],[[0],[1,1,0,0]],[[0],[1,1,1,0]]]";
    const found = await blox(["vector", vector, "--db", database, "--json"]);
    equal(found.stderr, "");
    const searched = await blox([
      ...["search", "--space", "blox", "--algorithm", "exhaustive", "--db", database, "--json"],
      ...["--minimize", 'latency("my phone")'],
    ]);
    equal(JSON.parse(searched.stdout).best[0].metrics['latency("my phone")'].value, 4.25);
    const required = fileWith("r.blox", network.replace(/}\n$/, "  require accuracy >= 62 %\n}\n"));
    match((await blox(["check", required, "--db", database])).stdout, /broken-requirement/);
    const suggested = await blox(["suggest", fileWith("n.blox", network), "--db", database]);
    deepEqual([suggested.code, suggested.stderr], [0, ""]);
    await blox(["benchmarks", "remove", "mine.sqlite", "--db", database]);
    ok(!existsSync(database));
  });

  it("--spaces declares the space of --space", async () => {
    const space = readFileSync(
      join(import.meta.dirname, "../../../examples/own-space.blox"),
      "utf8",
    );
    const name = /^space ([\w-]+)/m.exec(space)?.[1] ?? "";
    const spaces = fileWith("spaces.blox", space);
    const values = fileWith("values.csv", "network,metric,value\n3,accuracy,50\n");
    const to = ["--db", join(emptyFolder(), "own-space.sqlite")];
    const done = await blox([
      "import",
      values,
      "--spaces",
      spaces,
      "--space",
      name,
      "--json",
      ...to,
    ]);
    equal(JSON.parse(done.stdout).benchmarks[0].space, name);
    const wrong = await blox(["import", values, "--spaces", spaces, "--space", `${name}x`, ...to]);
    match(wrong.stderr, new RegExp(`declares no space .* Did you mean \`${name}\``));
    const unknown = await blox(["import", values, "--space", "blocks", ...to]);
    match(unknown.stderr, /^blox: There is no space `blocks`\. Did you mean `blox`\?/);
    deepEqual([wrong.code, unknown.code], [1, 1]);
  });
});

describe("blox import refuses in one line, and changes nothing", () => {
  const good = fileWith("good.csv", own);
  const bad = fileWith("bad.csv", own.replace("60.5", "605"));
  const other = fileWith("other.txt", "nothing of the kind\n");
  const emptyOne = emptyFolder();
  const hidden = emptyFolder();
  writeFileSync(join(hidden, ".own.csv"), own);
  mkdirSync(join(hidden, "folder"));
  writeFileSync(join(hidden, "folder", "own.csv"), own);

  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "a path where nothing is",
      [good, "no-such.csv"],
      /no-such\.csv: there is no such file or folder/,
    ],
    ["what is neither a file nor a folder", ["/dev/null"], /is neither a file nor a folder/],
    ["an empty folder", [emptyOne], /There are no files there/],
    ["a folder whose files are hidden or in other folders", [hidden], /There are no files there/],
    [
      "a kind of file that nothing reads",
      [good, other],
      /other\.txt: is no file that can be imported/,
    ],
    [
      "an empty file",
      [good, fileWith("empty.csv", "")],
      /empty\.csv: is an empty file; get it again/,
    ],
    ["a mistake in a file", [good, bad], /bad\.csv, row 1, column value: .*605/],
  ];
  for (const [what, paths, message] of refusals) {
    it(what, async () => {
      const folder = emptyFolder();
      const { code, stdout, stderr } = await userOf(folder)(["import", ...paths]);
      match(stderr, /^blox: .*\n$/);
      match(stderr, message);
      deepEqual([code, stdout], [1, ""]);
      deepEqual(readdirSync(folder), []);
    });
  }

  it("a file that is no database", async () => {
    const text = fileWith("notes.txt", "not to be lost\n");
    const { code, stderr } = await blox(["import", good, "--db", text]);
    match(stderr, /^blox: .*notes\.txt: is there already and no database; name another file/);
    equal(code, 1);
    equal(readFileSync(text, "utf8"), "not to be lost\n");
  });

  it("a folder that --db names, or one in the place of a database", async () => {
    const folder = emptyFolder();
    const named = join(folder, "x.sqlite");
    mkdirSync(named);
    for (const command of [["import", good], ["benchmarks"], ["sql", "SELECT 1"]]) {
      const { code, stdout, stderr } = await blox([...command, "--db", named]);
      match(
        stderr,
        /^blox: --db .*x\.sqlite: is a folder; name a file of it, such as .*\.sqlite\n$/,
      );
      deepEqual([code, stdout], [1, ""]);
    }
    const below = await blox(["import", good, "--db", join(good, "x.sqlite")]);
    match(below.stderr, /^blox: --db .*x\.sqlite: .*good\.csv is a file, not a folder\n$/);
    mkdirSync(join(folder, "my-lab.sqlite"));
    const { code, stderr } = await userOf(folder)(["import", good]);
    match(stderr, /^blox: It was not possible to .* my-lab\.sqlite .*: a folder has this name\./);
    equal(code, 1);
    deepEqual(readdirSync(folder).sort(), ["my-lab.sqlite", "x.sqlite"]);
  });

  it("nothing of a folder that is passed over, or named twice", async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "own.csv"), own);
    writeFileSync(join(folder, "README.md"), "what this is\n");
    const user = userOf(emptyFolder());
    const { code, stdout } = await user(["import", folder, join(folder, "own.csv")]);
    match(stdout, /Passed over, since nothing reads them: README\.md\n$/);
    equal(code, 0);
  });
});

describe("a benchmark database that cannot be read", () => {
  const file = fileWith("n.blox", network);

  it("is set aside where it is one's own, and the command goes on", async () => {
    const folder = emptyFolder();
    const user = userOf(folder);
    await user(["import", fileWith("own.csv", own)]);
    const bytes = readFileSync(join(folder, "my-lab.sqlite"));
    writeFileSync(join(folder, "my-lab.sqlite"), bytes.subarray(0, bytes.length - 100));
    const { code, stdout, stderr } = await user(["metrics", file, "--json"]);
    equal(JSON.parse(stdout).metrics.accuracy.provenance, "estimated");
    match(
      stderr,
      /^blox: The benchmark database my-lab\.sqlite .* is damaged .* set aside as .*\n$/,
    );
    equal(code, 0);
  });

  it("is an error where --db names it, and left as it is", async () => {
    const missing = await blox(["metrics", file, "--db", join(emptyFolder(), "none.sqlite")]);
    match(missing.stderr, /^blox: .*none\.sqlite: there is no such file .*\n$/);
    const notes = fileWith("notes.sqlite", "no database\n");
    const damaged = await blox(["check", file, file, "--db", notes]);
    match(damaged.stderr, /^blox: .*notes\.sqlite: is no benchmark that can be read: .*\n$/);
    equal(readFileSync(notes, "utf8"), "no database\n");
    deepEqual([missing.code, damaged.code, missing.stdout + damaged.stdout], [1, 1, ""]);
  });
});

describe("Ctrl-C during blox import", () => {
  it("cancels it, and nothing has changed", async function () {
    if (process.platform !== "linux" || !existsSync("/usr/bin/script")) return this.skip();
    const folder = emptyFolder();
    const words = await commandOf(["import", fileWith("own.csv", own)]);
    const line = words.map((word) => `'${word}'`).join(" ");
    let code: number | null = null;
    let shown = "";
    // While this has the lock, the import cannot come to its end.
    await nodeFolder(folder)
      .locked(libraryLock, async () => {
        // A terminal is needed to press Ctrl-C in, and to see the progress on.
        const terminal = spawn("script", ["-qefc", line, "/dev/null"], {
          env: { ...process.env, BLOX_BENCHMARKS: folder },
        });
        const ended = new Promise<number | null>((resolve) => terminal.on("close", resolve));
        await new Promise<void>((resolve) => {
          terminal.stdout.setEncoding("utf8").on("data", (text: string) => {
            shown += text;
            if (text.includes("own.csv")) terminal.stdin.write("\u0003");
            if (text.includes("Cancelling")) resolve();
          });
          terminal.on("close", resolve);
        });
        void ended.then((status) => {
          code = status;
        });
        return { ended };
      })
      .then(({ ended }) => ended);
    match(shown, /[█░]{24} \d+ % own\.csv/);
    match(shown, /blox: The import was cancelled\. Nothing has changed\./);
    equal(code, 130);
    deepEqual(readdirSync(folder), []);
  });
});

describe("blox import of reference files", function () {
  this.timeout(180_000);
  const kinds = ["base-0", "ext-0", "info", "bench-gtx1080ti", "bench-pixel3", "env-0"];
  const sample = (name: string) => shared("reference", "release-sample", name);

  it("the published release: a sample of it, in all formats", async function () {
    const paths = kinds.map((kind, i) =>
      sample(`blox-${kind}.${["csv", "pickle", "blox"][i % 3]}`),
    );
    const found = paths.filter((path) => path !== undefined);
    const info = sample("blox-info.csv");
    if (found.length < kinds.length || !info) return this.skip();
    const user = userOf(emptyFolder());
    const { stdout, stderr } = await user(["import", ...found, "--json"]);
    equal(stderr, "");
    const { benchmarks } = JSON.parse(stdout);
    equal(benchmarks.length, 1);
    equal(benchmarks[0].networks, 250);
    // Too few networks to be compared with the published front.
    const told = benchmarks[0].notes.join("\n");
    ok(!/Pareto front|is not among the files/.test(told), told);
    match(
      (await user(["benchmarks"])).stdout,
      /blox-release\.sqlite, [\d,]+ bytes with its curves\n/,
    );
    deepEqual(
      benchmarks[0].files.map(({ rows }: { rows: number }) => rows),
      kinds.map(() => 250),
    );
    // A row of the table of parameters: its network's hash, and what it says of it.
    const row = /^([0-9a-f]{32}),(\d+),(\d+),/m.exec(readFileSync(info, "utf8"));
    const [, hash = "", params, flops] = row ?? [];
    const asked = await user([
      "sql",
      `SELECT params, flops, runs FROM network_summary WHERE hash = '${hash}'`,
      "--json",
    ]);
    deepEqual(JSON.parse(asked.stdout), [
      { params: Number(params), flops: Number(flops), runs: 1 },
    ]);
  });

  it("half of the release: says which half is missing, now and from before", async function () {
    const [base, info] = [sample("blox-base-0.blox"), sample("blox-info.blox")];
    if (!base || !info) return this.skip();
    const user = userOf(emptyFolder());
    const first = (await user(["import", info])).stdout;
    match(first, /^BLOX release: 250 networks of blox\n/);
    match(first, /\n {2}No accuracies: `blox-base-SEED` is not among the files\. /);
    ok(!first.includes("blox-info` is not"), first);
    ok(!(await user(["import", base])).stdout.includes("is not among"), "both are there");
    match(
      (await userOf(emptyFolder())(["import", base])).stdout,
      /`blox-info` is not among the files/,
    );
  });

  it("two formats of one file are refused", async function () {
    const csv = sample("blox-info.csv");
    const pickle = sample("blox-info.pickle");
    if (!csv || !pickle) return this.skip();
    const { code, stderr } = await userOf(emptyFolder())(["import", csv, pickle]);
    match(
      stderr,
      /^blox: blox-info\.csv and blox-info\.pickle are both .*\. Import one of them\.\n$/,
    );
    equal(code, 1);
  });

  it("NAS-Bench-Macro: an exhaustive search finds its published best", async function () {
    const table = shared("nas-bench-macro", "nas-bench-macro_cifar10.json");
    if (!table) return this.skip();
    const user = userOf(emptyFolder());
    equal((await user(["import", table])).code, 0);
    const { stdout } = await user([
      ...["search", "--space", "nas-bench-macro", "--algorithm", "exhaustive"],
      ...["--maximize", "accuracy", "--json"],
    ]);
    const { best, evaluations } = JSON.parse(stdout);
    equal(evaluations, 6561);
    // The best of the table, and what it says of it. Another network has the same mean.
    const { mean_acc, test_acc } = JSON.parse(readFileSync(table, "utf8"))["22212202"];
    const blocks = [
      "mb6_k5 -> mb6_k5",
      "mb6_k5 -> mb3_k3 -> mb6_k5",
      "mb6_k5 -> identity -> mb6_k5",
    ];
    const named = best.find(
      (network: { blocks: string[] }) => network.blocks.join() === blocks.join(),
    );
    const { value, runs } = named.metrics.accuracy;
    equal(value, best[0].metrics.accuracy.value);
    equal(value.toFixed(4), "93.1267");
    ok(Math.abs(value - mean_acc) < 1e-9);
    deepEqual(
      runs.map((run: { value: number }) => run.value),
      test_acc,
    );
  });
});

describe("blox sql", function () {
  this.timeout(180_000);
  const folder = emptyFolder();
  const user = userOf(folder);
  const first = fileWith("first.csv", own);
  const second = fileWith("second.csv", own.replace("# name: my-lab", "# name: other"));

  it("asks the embedded benchmark while nothing is imported, and says so", async () => {
    const { code, stdout, stderr } = await user([
      "sql",
      "SELECT network.id, params FROM network JOIN space ON space.id = space WHERE space.name = 'blox' ORDER BY network.id LIMIT 2",
      "--json",
    ]);
    const { params } = exactColumns(bloxSpace);
    deepEqual(JSON.parse(stdout), [
      { id: 0, params: params[0] },
      { id: 1, params: params[1] },
    ]);
    equal(stderr, "blox: asking the embedded benchmark\n");
    equal(code, 0);
  });

  it("asks the only one that is imported; of several one must be named", async () => {
    const query = ["sql", "SELECT count(*) AS runs, max(test_top1) AS best FROM training", "--csv"];
    await user(["import", first]);
    const only = await user(query);
    deepEqual([only.stdout, only.stderr], ["runs,best\n2,61.5\n", "blox: asking My lab\n"]);
    await user(["import", second]);
    const several = await user(query);
    match(
      several.stderr,
      /several benchmarks; say which with --benchmark: my-lab, other, embedded/,
    );
    equal(several.code, 1);
    equal((await user([...query, "--benchmark", "other"])).stdout, only.stdout);
    equal((await user([...query, "--db", join(folder, "other.sqlite")])).stdout, only.stdout);
    match((await user([...query, "--benchmark", "othr"])).stderr, /Did you mean other\?/);
    const embedded = await user([...query, "--benchmark", "embedded"]);
    match(embedded.stdout, /^runs,best\n\d{4},9\d/);
  });

  it("prints an aligned table, and says when there is more", async () => {
    const { stdout, stderr } = await blox([
      "sql",
      "VALUES (1, NULL), (20, 'a\nb')",
      "--limit",
      "1",
    ]);
    equal(stdout, "column1  column2\n1        NULL\n");
    match(stderr, /there are more rows than these 1: --limit says how many\n$/);
    const all = await blox(["sql", "VALUES (1, NULL), (20, 'a\nb')"]);
    equal(all.stdout, "column1  column2\n1        NULL\n20       a↵b\n");
  });

  it("quotes what CSV needs quoted; a blob is hexadecimal digits", async () => {
    const { stdout } = await blox(["sql", `SELECT 'a,"b' AS x, x'0AFF' AS y, NULL AS z`, "--csv"]);
    equal(stdout, 'x,y,z\n"a,""b",0aff,\n');
  });

  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    ["what would change it", ["DELETE FROM network"], /A benchmark can only be read/],
    ["a mistake", ["SELEC 1"], /SQLite cannot run this: near "SELEC": syntax error/],
    ["a table that is not there", ["SELECT * FROM netwrk"], /Did you mean `network`\?/],
    [
      "columns of one name, as JSON",
      ["SELECT 1 AS a, 2 AS a", "--json"],
      /Two columns are called a/,
    ],
    [
      "what has no end",
      [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        ...["--timeout", "0.2"],
      ],
      /The query took longer than 0\.2 s and was ended/,
    ],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses in a line ${what}`, async () => {
      const { code, stdout, stderr } = await blox(["sql", ...args]);
      match(stderr, message);
      match(stderr, /^blox: asking the embedded benchmark\nblox: .*\n$/);
      deepEqual([code, stdout], [1, ""]);
    });
  }

  it("ends with 2 where it is wrongly called", async () => {
    const wrong = [
      ["--csv", "--json"],
      ["--limit", "0"],
      ["--timeout", "x"],
      ["--db", "a", "--benchmark", "b"],
    ];
    for (const options of wrong)
      equal((await blox(["sql", "SELECT 1", ...options])).code, 2, options.join(" "));
  });
});
