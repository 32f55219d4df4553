import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, watch } from "node:fs";
import { join } from "node:path";
import { type DeclaredSearch, declaredSearch, search, traceText } from "../../../server/messages";
import { lineWriter } from "../../../server/traces/trace-format";
import { Editor } from "../joined";
import { blox, commandOf, emptyFolder, fileWith } from "./run-blox";

/** Long enough to be stopped on its way. */
const long = [
  ...["search", "--space", "blox", "--maximize", "accuracy", "--algorithm", "nsga-ii"],
  ...["--budget", "40000", "--seed", "3", "--json"],
];
const short = ["search", "--space", "blox", "--maximize", "accuracy", "--budget", "120", "--json"];

/** Sends a signal to a search when its trace has so many bytes. */
async function stoppedAt(bytes: number, trace: string, signal: NodeJS.Signals) {
  const [program = "", ...words] = await commandOf([...long, "--trace", trace]);
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  child.stdout.on("data", (text) => {
    stdout += text;
  });
  await hasGrown(trace, bytes, child);
  child.kill(signal);
  const [code, endedBy] = await once(child, "close");
  return { code, endedBy, stdout };
}

/** The writer's every append is noticed, as is its end. */
async function hasGrown(file: string, bytes: number, child: ChildProcess): Promise<void> {
  const isThere = () => existsSync(file) && statSync(file).size >= bytes;
  const watcher = watch(join(file, ".."));
  try {
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (isThere()) resolve();
      };
      watcher.on("change", look);
      child.on("exit", () => reject(new Error("the search ended before it was stopped")));
      look();
    });
  } finally {
    watcher.close();
  }
}

describe("blox search --trace", () => {
  let undisturbed: { readonly trace: Buffer; readonly stdout: string };

  before(async () => {
    const file = join(emptyFolder(), "whole");
    const { code, stdout } = await blox([...long, "--trace", file]);
    assert.equal(code, 0);
    undisturbed = { trace: readFileSync(file), stdout };
  });

  it("leaves what is printed as it is", async () => {
    const file = join(emptyFolder(), "short.trace");
    const traced = await blox([...short, "--trace", file]);
    assert.deepEqual(traced, await blox(short));
    assert.deepEqual(
      JSON.parse(traced.stdout).evaluated,
      readFileSync(file, "utf8")
        .split("\n")
        .slice(1, -2)
        .flatMap((line) => JSON.parse(line).evaluated),
    );
  });

  for (const bytes of [1, 4_000, 150_000]) {
    it(`is resumed to the same bytes after a kill at ${bytes} bytes`, async () => {
      const trace = join(emptyFolder(), "killed");
      const { endedBy } = await stoppedAt(bytes, trace, "SIGKILL");
      assert.equal(endedBy, "SIGKILL");
      const left = readFileSync(trace);
      assert.ok(left.length >= bytes && left.length < undisturbed.trace.length);

      const resumed = await blox(["search", "--resume", trace, "--json"]);
      assert.deepEqual([resumed.code, resumed.stderr], [0, ""]);
      assert.ok(readFileSync(trace).equals(undisturbed.trace));
      assert.equal(resumed.stdout, undisturbed.stdout);
    });
  }

  it("keeps what was found before Ctrl-C, replays it, and is resumed to the same bytes", async () => {
    const trace = join(emptyFolder(), "interrupted");
    const { code, stdout } = await stoppedAt(50_000, trace, "SIGINT");
    assert.equal(code, 130);
    const { outcome, evaluated } = JSON.parse(stdout);
    assert.equal(outcome, "cancelled");
    const lines = readFileSync(trace, "utf8").split("\n").slice(1, -1);
    const end = JSON.parse(lines.pop() ?? "");
    assert.equal(end.outcome, "cancelled");
    assert.deepEqual(
      lines.flatMap((line) => JSON.parse(line).evaluated),
      evaluated,
    );
    assert.deepEqual((await blox(["replay", trace])).code, 0);

    const resumed = await blox(["search", "--resume", trace, "--json"]);
    assert.equal(resumed.stdout, undisturbed.stdout);
    assert.ok(readFileSync(trace).equals(undisturbed.trace));
  });

  it("has the bytes that the editor's trace of a declared search has", async () => {
    const declaring = fileWith("declared.blox", declared);
    const file = join(emptyFolder(), "declared.trace");
    assert.equal((await blox(["search", declaring, "--trace", file])).code, 0);
    const editor = await Editor.start();
    const uri = "file:///declared.blox";
    await editor.open(uri, declared);
    const { connection } = editor;
    const address = { uri, search: "edge" };
    const { spec } = await connection.sendRequest<DeclaredSearch>(declaredSearch.method, address);
    await connection.sendRequest(search.method, { id: 1, spec, trace: "edge" });
    const { text } = Object(await connection.sendRequest(traceText.method, { trace: "edge" }));
    await editor.close();
    assert.equal(text, readFileSync(file, "utf8"));
  });

  it("says of a finished search that it is, and prints its result again", async () => {
    const trace = fileWith("finished.trace", undisturbed.trace);
    const { code, stdout, stderr } = await blox(["search", "--resume", trace, "--json"]);
    assert.equal(code, 0);
    assert.match(stderr, /^blox: .*finished\.trace: the search in it is finished; .*\n$/);
    assert.equal(stdout, undisturbed.stdout);
    assert.ok(readFileSync(trace).equals(undisturbed.trace));
  });

  it("replaces no file, unless it is told to", async () => {
    const file = fileWith("taken.trace", "mine");
    const refused = await blox([...short, "--trace", file]);
    assert.deepEqual([refused.code, refused.stdout], [1, ""]);
    assert.match(refused.stderr, /taken\.trace: is there already; .*--force\n$/);
    assert.equal(readFileSync(file, "utf8"), "mine");
    assert.equal((await blox([...short, "--trace", file, "--force"])).code, 0);
    assert.equal((await blox(["replay", file])).code, 0);
  });

  for (const [what, path, message] of [
    ["a folder that is not there", "/nowhere/at/all.trace", /there is no folder for it/],
    ["a folder", "/", /./],
  ] as const) {
    it(`says that it cannot be written to ${what}`, async () => {
      const { code, stdout, stderr } = await blox([...short, "--trace", path, "--force"]);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1);
    });
  }

  it("says that the disk is full", async function () {
    if (!existsSync("/dev/full")) this.skip();
    const { code, stderr } = await blox([...short, "--trace", "/dev/full", "--force"]);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      "blox: /dev/full: There is no space left on the disk to write the trace.\n",
    );
  });

  it("leaves no file of a search that is refused", async () => {
    const file = join(emptyFolder(), "refused.trace");
    const { code } = await blox([...short, "--algorithm", "rondam", "--trace", file]);
    assert.equal(code, 1);
    assert.equal(existsSync(file), false);
  });

  it("is all that --resume is given", async () => {
    const { code, stderr } = await blox(["search", "--resume", "any", "--seed", "4"]);
    assert.equal(code, 2);
    assert.match(stderr, /leave out --seed/);
  });

  it("is not resumed where it is damaged, and stays as it is", async () => {
    const text = undisturbed.trace.toString().replace('"evaluated":[', '"evaluated":[0,');
    const file = fileWith("damaged.trace", text);
    for (const args of [
      ["search", "--resume", file],
      ["replay", file],
    ]) {
      const { code, stdout, stderr } = await blox(args);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(stderr, /damaged\.trace: line 2 is damaged/);
    }
    assert.equal(readFileSync(file, "utf8"), text);
  });
});

describe("blox replay", () => {
  it("says in JSON whether the bytes are the same, and from which line on they are not", async () => {
    const file = join(emptyFolder(), "short.trace");
    await blox([...short, "--trace", file]);
    const same = await blox(["replay", file, "--json"]);
    assert.equal(same.code, 0);
    assert.deepEqual(
      [JSON.parse(same.stdout).same, JSON.parse(same.stdout).evaluations],
      [true, 120],
    );

    const lineOf = lineWriter();
    const values = readFileSync(file, "utf8").trimEnd().split("\n");
    const forged = values.map((line) => {
      const { checksum: _, ...value } = JSON.parse(line);
      if (value.evaluated?.length === 20) value.evaluated.reverse();
      return lineOf(value);
    });
    const other = await blox(["replay", fileWith("forged.trace", forged.join("")), "--json"]);
    assert.equal(other.code, 1);
    assert.deepEqual([JSON.parse(other.stdout).same, JSON.parse(other.stdout).line], [false, 4]);
  });

  it("is refused with another benchmark, and names both checksums", async () => {
    const database = join(emptyFolder(), "lab.sqlite");
    const rows = fileWith("lab.csv", "network,metric,value,seed,device\n4321,accuracy,71.25,0,\n");
    assert.equal((await blox(["import", rows, "--db", database])).code, 0);
    const file = join(emptyFolder(), "lab.trace");
    await blox([...short, "--db", database, "--trace", file]);
    assert.equal((await blox(["replay", file, "--db", database])).code, 0);
    for (const args of [
      ["replay", file],
      ["search", "--resume", file],
    ]) {
      const { code, stdout, stderr } = await blox(args);
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(
        stderr,
        /benchmark lab \(sha256:[0-9a-f]{64}\), and here `blox` has embedded \(sha256:[0-9a-f]{64}\)/,
      );
    }
  });

  it("needs no file that declared the space of the search", async () => {
    const declaring = fileWith("large.blox", ownSpace);
    const file = join(emptyFolder(), "large.trace");
    const { code, stderr } = await blox(["search", declaring, "--trace", file]);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(readFileSync(file, "utf8"), /^\{.*"definition":\{"name":"large"/);
    assert.equal((await blox(["replay", file])).code, 0);
  });
});

const declared = `network kiosk {
  stage 1: ? in { conv, bconv }
  stage 2: ?
  stage 3: conv
}
search edge {
  from kiosk
  maximize accuracy
  minimize flops
  subject to params <= 2.5 M
  algorithm regularized-evolution { sample 5 }
  budget 80 evaluations
}
`;

/** 4,096 chains in each of two stages: their values are computed one by one. */
const ownSpace = `space large {
  input 3 x 32 x 32
  classes 10
  op skip { reshape { conv 1x1 out o stride s no-bias  bn } }
  op mb { residual { conv 1x1 out 3c no-bias  bn  relu  dwconv 3x3 stride s no-bias  bn  relu  conv 1x1 out o no-bias  bn } }
  op wide { residual { conv 1x1 out 6c no-bias  bn  relu  dwconv 5x5 stride s no-bias  bn  relu  conv 1x1 out o no-bias  bn } }
  op plain { conv 3x3 out o stride s no-bias  bn  relu }
  stem { conv 3x3 out 8 no-bias  bn  relu }
  stages 2 { chain of 6 ops  first out 2c stride 2 }
  head { global-avg-pool  linear out classes }
}
network open { space large  stage 1: ?  stage 2: ? }
search small {
  from open
  minimize params
  algorithm random
  budget 60 evaluations
}
`;
