import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fromBinary } from "@bufbuild/protobuf";
import { parseVector } from "../../../data/architecture-vector";
import { bloxSpace } from "../../../data/built-in-spaces";
import { onnxModel } from "../../../data/onnx/model";
import { ModelSchema } from "../../../data/onnx/schema";
import { Failure } from "../../../server/cli/failure";
import { writeFiles } from "../../../server/cli/written-files";
import { exporters } from "../../../server/exports/exporters";
import { fileName } from "../../../server/exports/file-name";
import { embeddedBenchmarks } from "../embedded";
import { blox, emptyFolder, fileWith, shell, userOf } from "./run-blox";

const vector = "[[[0],[1,1,1,1]],[[1],[1,1,0,0]],[[0],[0,1,1,0]]]";
const kiosk = `network kiosk {
  stage 1: st5(conv, mbconv)
  stage 2: mbconv -> mbconv
  stage 3: st3(conv, conv)
}
`;
const architecture = parseVector(bloxSpace, vector);
const bytes = (seed: number) => Buffer.from(onnxModel(bloxSpace, architecture, seed));

describe("blox export", () => {
  const file = fileWith("export.blox", kiosk);
  const exported = (...args: string[]) => blox(["export", file, ...args]);

  it("--to onnx: the network's file, by its seed", async () => {
    const out = join(emptyFolder(), "first.onnx");
    const { code, stdout, stderr } = await exported("--to", "onnx", "--out", out);
    deepEqual({ code, stdout, stderr }, { code: 0, stdout: `written to ${out}\n`, stderr: "" });
    ok(readFileSync(out).equals(bytes(1)));
    const other = join(emptyFolder(), "other.onnx");
    equal((await exported("--to", "onnx", "--seed", "4294967295", "--out", other)).code, 0);
    ok(readFileSync(other).equals(bytes(4294967295)));
    ok(!readFileSync(other).equals(bytes(1)));
  });

  it("writes into a folder under the network's name, and --out - to standard output", async () => {
    const folder = emptyFolder();
    equal((await exported("--to", "onnx", "--out", folder)).code, 0);
    deepEqual(readdirSync(folder), ["kiosk.onnx"]);
    const piped = join(folder, "piped.onnx");
    const { code } = await shell(`blox export '${file}' --to onnx --out - > '${piped}'`);
    equal(code, 0);
    ok(readFileSync(piped).equals(bytes(1)));
  });

  it("takes every format, and prints those that are one text", async () => {
    const benchmark = (await embeddedBenchmarks())(bloxSpace);
    for (const { name, files } of exporters) {
      const made = files(bloxSpace, architecture, { name: "kiosk", seed: 1, benchmark });
      const folder = join(emptyFolder(), "new");
      mkdirSync(folder);
      equal((await exported("--to", name, "--out", folder)).code, 0, name);
      deepEqual(readdirSync(folder).sort(), made.map(({ path }) => path).sort(), name);
      const [only, another] = made;
      if (only && "text" in only && !another)
        equal((await exported("--to", name)).stdout, only.text, name);
    }
  });

  it("--to json has what blox metrics has, of one's own benchmarks or those of --db", async () => {
    // Invented.
    const csv = "network,metric,value,seed,epochs,dataset,device,threads\n";
    const rows = `"${vector}",accuracy,60.5,3,10,CIFAR-100,,\n"${vector}",latency,4.25,,,,phone,2\n`;
    const folder = emptyFolder();
    const user = userOf(folder);
    equal((await user(["import", fileWith("exported.csv", `# name: lab\n${csv}${rows}`)])).code, 0);
    const json = async (ask: typeof user, ...args: string[]) => {
      const { code, stdout, stderr } = await ask(["export", file, "--to", "json", ...args]);
      deepEqual([code, stderr], [0, ""]);
      return JSON.parse(stdout).metrics;
    };
    const own = await json(user);
    const { source: _, ...accuracy } = own.accuracy;
    deepEqual(accuracy, {
      value: 60.5,
      unit: "%",
      provenance: "measured",
      runs: [
        {
          value: 60.5,
          benchmark: "lab",
          seed: 3,
          split: "test",
          epochs: 10,
          dataset: "CIFAR-100",
        },
      ],
    });
    deepEqual(own['latency("phone")'].runs, [
      { value: 4.25, benchmark: "lab", device: "phone", threads: 2 },
    ]);
    equal(own.params.provenance, "exact");
    deepEqual(own, JSON.parse((await user(["metrics", file, "--json"])).stdout).metrics);
    const database = join(folder, "lab.sqlite");
    deepEqual(await json(blox, "--db", database), own);
    const estimated = await json(blox);
    equal(estimated.accuracy.provenance, "estimated");
    ok(estimated.accuracy.standard_error > 0);
    for (const format of ["json", "dot"]) {
      const missing = await exported("--to", format, "--db", join(folder, "none.sqlite"));
      match(missing.stderr, /^blox: .*none\.sqlite: there is no such file/);
      equal(missing.code, 1);
    }
  });

  it("several files go into a folder, which is made, and not to standard output", async () => {
    const folder = join(emptyFolder(), "made");
    equal((await exported("--to", "pytorch", "--out", folder)).code, 0);
    deepEqual(readdirSync(folder).sort(), ["kiosk.py", "train.py"]);
    const { code, stderr } = await exported("--to", "pytorch", "--out", "-");
    match(stderr, /^blox: PyTorch is several files: name a folder for them with --out\n$/);
    equal(code, 1);
  });

  it("writes over nothing but what it would write itself, unless it is forced to", async () => {
    const folder = emptyFolder();
    const script = join(folder, "train.py");
    writeFileSync(script, "# changed by hand\n");
    const { code, stderr } = await exported("--to", "pytorch", "--out", folder);
    match(stderr, /^blox: .*train\.py: is there already and holds something else; .*--force\n$/);
    equal(code, 1);
    deepEqual(readdirSync(folder), ["train.py"]);
    equal((await exported("--to", "pytorch", "--out", folder, "--force")).code, 0);
    ok(readFileSync(script, "utf8").length > 1000);
    equal((await exported("--to", "pytorch", "--out", folder)).code, 0);
    deepEqual(readdirSync(folder).sort(), ["kiosk.py", "train.py"]);
  });

  it("says what it cannot write, and where", async () => {
    const refused = async (expected: RegExp, text: string, ...args: string[]) => {
      const path = fileWith("refused.blox", text);
      const out = join(emptyFolder(), "x.onnx");
      const { code, stdout, stderr } = await blox([
        "export",
        path,
        "--to",
        "onnx",
        "--out",
        out,
        ...args,
      ]);
      match(stderr, expected);
      deepEqual({ code, stdout }, { code: 1, stdout: "" });
      ok(!existsSync(out));
    };
    const holes = kiosk.replace("mbconv -> mbconv", "?");
    await refused(/network kiosk is not complete: every stage needs a block/, holes);
    await refused(/has no network kiosc; did you mean kiosk\?/, kiosk, "--network", "kiosc");
    const own = (head: string) => `space tiny {
  input 1 x 8 x 8
  classes 10
  op plain { conv 3x3 }
  stages 2 { block of 1 ops }
  ${head}
}
network n { space tiny  stage 1: plain  stage 2: plain }
`;
    await refused(
      /network n cannot be exported: the space `tiny` has no head: its networks give 1×8×8, not one value for each of its 10 classes\. A head such as /,
      own(""),
    );
    await refused(
      /the head of the space `tiny` gives 1×1×1, not one value for each of its 10 classes/,
      own("head { global-avg-pool }"),
    );
    // What does not fit together is known before: the space has a mistake.
    await refused(
      /network n is in a space that does not exist or has mistakes/,
      own("head { conv 9x9 valid }"),
    );
    await refused(
      /there is no folder for it/,
      kiosk,
      "--out",
      join(emptyFolder(), "no", "such", "x"),
    );
    await refused(/export\.blox: is a file, not a folder/, kiosk, "--out", join(file, "x"));
  });

  it("is called with a format that there is, and a seed", async () => {
    const wrong = async (expected: RegExp, ...args: string[]) => {
      const { code, stdout, stderr } = await exported(...args);
      match(stderr, expected);
      deepEqual({ code, stdout }, { code: 2, stdout: "" });
    };
    await wrong(
      /There is no such format\. Did you mean `onnx`\? Known are `onnx`, /,
      "--to",
      "onn",
    );
    await wrong(/required option '--to <format>'/);
    for (const seed of ["x", "-1", "1.5", "4294967296"])
      await wrong(/whole number from 0 to 4294967295/, "--to", "onnx", "--seed", seed);
  });

  it("says so where there is no permission to write, and leaves nothing behind", async function () {
    const folder = emptyFolder();
    chmodSync(folder, 0o555);
    const isRoot = process.geteuid?.() === 0;
    // To root everything is permitted.
    if (process.platform === "win32" || (isRoot && !process.seteuid)) return this.skip();
    if (isRoot) process.seteuid?.(65534);
    const path = join(folder, "x.onnx");
    try {
      await writeFiles([{ path, bytes: Uint8Array.of(1) }], false);
      ok(false, "it was written");
    } catch (error) {
      ok(error instanceof Failure);
      match(error.message, /(x\.onnx|in ): There is no permission to write it\.$/);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
    deepEqual(readdirSync(folder), []);
  });
});

describe("the name of an exported file", () => {
  it("is that of the network, without what leads elsewhere or ends a word", () => {
    const names = [
      "kiosk",
      "edge-v2",
      "a/b\\c",
      "../x",
      "my net",
      "…",
      ".",
      "Größe 2",
      "x".repeat(500),
    ];
    deepEqual(names.map(fileName).slice(0, -1), [
      ...["kiosk", "edge-v2", "a-b-c", "x", "my-net", "network", "network", "Größe-2"],
    ]);
    ok(fileName("x".repeat(500)).length < 100);
  });
});

describe("an exported ONNX file", () => {
  it("says which network it is", () => {
    const { graph } = fromBinary(ModelSchema, bytes(1));
    match(graph?.name ?? "", /^blox-\d+$/);
    equal(graph?.docString.split("\n")[0], "stage 1: st5(conv, mbconv)");
  });
});
