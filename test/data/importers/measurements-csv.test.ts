import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { indexOf, networkCount } from "../../../data/architecture";
import { vectorOf } from "../../../data/architecture-vector";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { FileProblem, type Findings } from "../../../data/importers/importer";
import { measuredMetrics } from "../../../data/importers/measurement-metrics";
import { measurementsCsv } from "../../../data/importers/measurements-csv";
import { modelHash } from "../../../data/model-hash";
import { survivesDamage } from "./damage";
import { CollectedCurve, read, recognised, sourceOf, surroundings } from "./text-source";

const chains = findSpace("nas-bench-macro") ?? bloxSpace;

// All values are made up.
const file = (text: string, name = "My Lab 2.csv") => sourceOf(name, text);
const findings = (text: string, name?: string) => read(measurementsCsv, file(text, name));

describe("one's own measurements", () => {
  it("give trainings by their run, timings by their device, and what networks have", async () => {
    const text = `network,metric,value,unit,seed,epochs,dataset,device,runtime,threads,precision,batch_size
7,accuracy,51.5,%,0,10,CIFAR-100,,,,,
3,accuracy,52,,0,10,CIFAR-100,,,,,
3,val_loss,0,,0,10,CIFAR-100,,,,,
3,accuracy,53,%,1,10,CIFAR-100,,,,,
3,train_time,1.5,h,,,,,,,,
3,latency,2,,,,,kiosk,ort,2,int8,1
4,latency,3,s,,,,kiosk,ort,2,int8,1
4,latency,5,us,,,,phone,,,,
3,params,12,,,,,,,,,
5,flops,0,,,,,,,,,
`;
    const found = await findings(text);
    deepEqual(found.trainings, [
      {
        run: { seed: 0, epochs: 10, dataset: "CIFAR-100" },
        networks: Float64Array.of(3, 7),
        columns: { test_top1: Float64Array.of(52, 51.5), val_loss: Float64Array.of(0, Number.NaN) },
        curves: [],
      },
      {
        run: { seed: 1, epochs: 10, dataset: "CIFAR-100" },
        networks: Float64Array.of(3),
        columns: { test_top1: Float64Array.of(53) },
        curves: [],
      },
      {
        run: { seed: null, epochs: null, dataset: null },
        networks: Float64Array.of(3),
        columns: { train_time_s: Float64Array.of(5400) },
        curves: [],
      },
    ]);
    deepEqual(found.latencies, [
      {
        device: { name: "kiosk", runtime: "ort", threads: 2, precision: "int8", batchSize: 1 },
        networks: Float64Array.of(3, 4),
        columns: { ms: Float64Array.of(2, 3000) },
      },
      {
        device: { name: "phone", runtime: null, threads: null, precision: null, batchSize: null },
        networks: Float64Array.of(4),
        columns: { ms: Float64Array.of(0.005) },
      },
    ]);
    deepEqual(found.statics, [
      {
        networks: Float64Array.of(3, 5),
        columns: { params: Float64Array.of(12, Number.NaN), flops: Float64Array.of(Number.NaN, 0) },
      },
    ]);
    deepEqual([found.rows, found.format, found.space], [10, "csv", bloxSpace]);
  });

  it("may say how a latency varied, in its unit", async () => {
    const { latencies } = await findings(
      "network,metric,value,unit,device,p10,p90\n3,latency,2,s,kiosk,1.5,2.5\n4,latency,3,,kiosk,,\n4,accuracy,50,,,,\n",
    );
    deepEqual(
      latencies.map(({ networks, columns }) => [networks, columns]),
      [
        [
          Float64Array.of(3, 4),
          {
            ms: Float64Array.of(2000, 3),
            p10_ms: Float64Array.of(1500, Number.NaN),
            p90_ms: Float64Array.of(2500, Number.NaN),
          },
        ],
      ],
    );
  });

  it("take every metric that there is", async () => {
    for (const [metric, { target }] of Object.entries(measuredMetrics)) {
      const device = target.kind === "latency" ? "kiosk" : "";
      const { trainings, latencies, statics } = await findings(
        `network,metric,value,device\n9,${metric},3,${device}\n`,
      );
      const tables = [...trainings, ...latencies, ...statics];
      if (target.kind === "curve") {
        deepEqual(
          trainings.map(({ curves }) => curves.map(collected)),
          [[[target.column, 1, 0, [[9, [3e6]]]]]],
        );
        continue;
      }
      const column = target.kind === "latency" ? "ms" : target.column;
      deepEqual(
        tables.map(({ networks, columns }) => [networks, columns]),
        [[Float64Array.of(9), { [column]: Float64Array.of(3) }]],
      );
    }
  });

  it("may have a value for each epoch, in the order of epochs, by run and metric", async () => {
    const { trainings, rows } = await findings(`network,metric,value,unit,seed,epochs
7,val_accuracy_by_epoch,10 20.5 30.25,%,0,3
3,val_accuracy_by_epoch,0  100   0.000001,,0,3
7,val_loss_by_epoch,4 2.5e0 1,,0,3
7,accuracy,31,%,0,3
7,val_accuracy_by_epoch,40,%,1,1
7,train_accuracy_by_epoch,1 2,,,
`);
    deepEqual(
      trainings.map(({ run, networks, curves }) => [
        [run.seed, run.epochs],
        Array.from(networks),
        curves.map(collected),
      ]),
      [
        [
          [0, 3],
          [7],
          [
            [
              "val_top1",
              3,
              0,
              [
                [7, [10e6, 20.5e6, 30.25e6]],
                [3, [0, 100e6, 1]],
              ],
            ],
            ["val_loss", 3, 0, [[7, [4e6, 2.5e6, 1e6]]]],
          ],
        ],
        [[1, 1], [], [["val_top1", 1, 0, [[7, [40e6]]]]]],
        [[null, null], [], [["train_top1", 2, 0, [[7, [1e6, 2e6]]]]]],
      ],
    );
    equal(rows, 6);
  });

  it("may name their benchmark before the header; else the file does", async () => {
    const rows = "network,metric,value\n1,accuracy,50\n";
    deepEqual((await findings(rows)).benchmark, {
      name: "my-lab-2",
      title: "My Lab 2",
      licence: "",
      citation: "",
    });
    equal((await findings(rows, "é.csv")).benchmark.name, "measurements");
    const said =
      "\uFEFF# what we timed\n# name: our-lab\n#Title: Our lab: all\n\n# licence: MIT\n# citation: A, B.\n";
    deepEqual((await findings(said + rows)).benchmark, {
      name: "our-lab",
      title: "Our lab: all",
      licence: "MIT",
      citation: "A, B.",
    });
    for (const name of ["Our Lab", "-lab", "a--b", "", "a".repeat(65), "../lab"])
      await rejects(findings(`# name: ${name}\n${rows}`), /is no name of a benchmark/);
  });

  it("may be separated by commas, semicolons or tabs, with any line ends and quotes", async () => {
    for (const separator of [",", ";", "\t"])
      for (const newline of ["\n", "\r\n", "\r"]) {
        const lines = [
          ["Metric", '"value"', " network "],
          ["accuracy", '"50"', "#2"],
          ["", "", ""],
          ["accuracy", " 51 ", "3"],
        ];
        const text = lines.map((fields) => fields.join(separator)).join(newline);
        ok(recognised(measurementsCsv, text));
        const { trainings, rows } = await findings(text);
        deepEqual(trainings[0]?.columns.test_top1, Float64Array.of(50, 51));
        equal(rows, 2);
      }
  });

  it("name a network by its index, vector, hash or blocks", async () => {
    const architecture = [12, 31, 40];
    const index = indexOf(bloxSpace, architecture);
    const hash = modelHash(bloxSpace, architecture);
    const hashes = {
      indexOf: (text: string) => (text.toLowerCase() === hash ? index : undefined),
      indexAt: () => undefined,
    };
    const blocks = "st3(conv, conv)/conv | mbconv /  st5( mbconv,mbconv )";
    for (const network of [
      String(index),
      `#${index}`,
      `"${vectorOf(bloxSpace, architecture)}"`,
      hash,
      hash.toUpperCase(),
      `"${blocks}"`,
    ]) {
      const source = file(`network,metric,value\n${network},accuracy,50\n`);
      const { trainings } = await read(measurementsCsv, source, { ...surroundings(), hashes });
      deepEqual(trainings[0]?.networks, Float64Array.of(index), network);
    }
  });

  it("may be of a space whose networks have no vectors", async () => {
    const around = surroundings(chains);
    const text = (network: string) => file(`network,metric,value\n${network},accuracy,50\n`);
    const blocks = "identity -> mb3_k3 / mb6_k5->identity->identity / mb3_k3 -> mb3_k3 -> mb6_k5";
    const { trainings, space } = await read(measurementsCsv, text(blocks), around);
    deepEqual(trainings[0]?.networks, Float64Array.of(3 + 9 * 2 + 243 * (1 + 3 + 2 * 9)));
    equal(space, chains);
    await rejects(read(measurementsCsv, text("[[1]]"), around), /no architecture vectors/);
    // The digits of NAS-Bench-Macro's own table are no index.
    for (const digits of ["22212202", "00000012"])
      await rejects(read(measurementsCsv, text(digits), around), /row 1, column network/);
  });

  it("are recognised by their columns", () => {
    ok(recognised(measurementsCsv, "# name: x\n\nvalue;metric;network\n"));
    ok(recognised(measurementsCsv, "network,metric,vallue\n"));
    for (const other of ["", "# network,metric,value", "stage,block,s1\n", "{", "network\n"])
      ok(!recognised(measurementsCsv, other), other);
  });

  const last = networkCount(bloxSpace) - 1;
  const all =
    "network,metric,value,unit,device,seed,epochs,dataset,runtime,threads,precision,batch_size";
  const row = (fields: string) =>
    `${all}\n1,accuracy,50,,,,,,,,,\n${fields}${",".repeat(11 - fields.split(",").length + 1)}\n`;
  const spread = (fields: string) => `network,metric,value,device,p10,p90\n${fields}\n`;
  const curve = (value: string, more = "", epochs = "3") =>
    `network,metric,value,unit,epochs,device\n1,val_loss_by_epoch,1 2 3,,${epochs},\n2,val_loss_by_epoch,${value},${more},${epochs},\n`;
  const wrong: readonly [string, string, RegExp][] = [
    ["nothing", "", /is empty/],
    ["remarks alone", "# name: x\n", /is empty/],
    ["a header alone", `${all}\n`, /no row/],
    ["a header and empty lines", `${all}\n\n,,,,,,,,,,,\n`, /no row/],
    [
      "an unknown column",
      "network,metric,value,sead\n1,accuracy,5,1\n",
      /column `sead`.*Did you mean `seed`\?/,
    ],
    [
      "a misspelt column",
      "network,metric,vallue\n1,accuracy,5\n",
      /`vallue`.*Did you mean `value`\?/,
    ],
    ["curves", "network,metric,value,epoch\n1,val_accuracy,5,1\n", /no column `epoch`/],
    ["a missing column", "network,metric\n1,accuracy\n", /column `value` is missing/],
    ["a column twice", "network,metric,value,value\n1,accuracy,5,5\n", /`value` is there twice/],
    ["a short row", `${all}\n1,accuracy,50\n`, /row 1: expected 12 fields.*has 3/],
    ["a long row", `network,metric,value\n1,accuracy,50\n1,accuracy,50,9\n`, /row 2: expected 3/],
    ["an open quotation mark", `network,metric,value\n1,accuracy,"50\n`, /row 1: a quotation mark/],
    ["text behind a quotation mark", `network,metric,value\n1,"accu"racy,50\n`, /quotation mark/],
    ["an unknown metric", row("1,acuracy,50"), /row 2, column metric: .*Did you mean `accuracy`/],
    ["a name of every object", row("1,constructor,50"), /no metric `constructor`/],
    ["no metric", row("1,,50"), /no metric ``/],
    ["no number", row("2,accuracy,good"), /row 2, column value: .*`good`/],
    ["a hexadecimal number", row("2,accuracy,0x10"), /column value: .*`0x10`/],
    ["no value", row("2,accuracy,"), /column value: /],
    ["NaN", row("2,accuracy,NaN"), /column value: /],
    ["an accuracy over 100", row("2,accuracy,100.1"), /column value: .*0 to 100/],
    ["an accuracy below 0", row("2,accuracy,-0.1"), /0 to 100/],
    ["a loss below 0", row("2,val_loss,-1"), /0 or more/],
    ["a number past all", row("2,val_loss,1e999"), /0 or more/],
    ["no time", row("2,train_time,0"), /more than 0/],
    ["no latency", row("2,latency,0,ms,kiosk"), /more than 0/],
    ["part of a parameter", row("2,params,1.5"), /whole number/],
    ["FLOPs below 0", row("2,flops,-1"), /whole number/],
    [
      "an unknown network",
      row(`${last + 1},accuracy,50`),
      new RegExp(`column network: .*#${last}`),
    ],
    ["a network below 0", row("-1,accuracy,50"), /column network: `-1` is no network: expected/],
    ["no network", row(",accuracy,50"), /column network/],
    [
      "a hash of no network",
      row(`${"ab".repeat(16)},accuracy,50`),
      /no network has the model hash/,
    ],
    ["a vector of no network", row("[[[0]]],accuracy,50"), /3 stages; this has 1/],
    [
      "an unknown block",
      row("conv / conv / cnv,accuracy,50"),
      /`cnv` is no block of stage 3.*Did you mean `conv`/,
    ],
    ["too few blocks", row("conv / conv,accuracy,50"), /is no network/],
    ["a latency without a device", row("2,latency,5,ms"), /column device: a latency needs/],
    ["a device that cannot be named", row('2,latency,5,ms,"a ""b"""'), /quotation marks/],
    [
      "an accuracy in seconds",
      row("2,accuracy,50,s"),
      /column unit: the unit of the accuracy is %/,
    ],
    ["a latency in percent", row("2,latency,50,%,kiosk"), /column unit: .*ms, us, s; found `%`/],
    ["parameters with a unit", row("2,params,50,M"), /column unit: the params has no unit/],
    ["a loss with a unit", row("2,val_loss,5,%"), /no unit/],
    ["a unit that every object has", row("2,accuracy,5,toString"), /column unit/],
    ["a seed that is none", row("2,accuracy,50,,,x"), /column seed: .*`x`/],
    ["no epochs", row("2,accuracy,50,,,1,0"), /column epochs: .*1 or more/],
    [
      "an accuracy of a device",
      row("2,accuracy,50,,kiosk"),
      /column device: the accuracy has no device/,
    ],
    ["half a spread", spread("2,latency,5,kiosk,4,"), /column p90: p10 and p90 go together/],
    ["the other half", spread("2,latency,5,kiosk,,4"), /column p10: p10 and p90 go together/],
    ["a spread the wrong way", spread("2,latency,5,kiosk,6,4"), /column p10: .*`6` and `4`/],
    ["a percentile that is none", spread("2,latency,5,kiosk,4,?"), /column p90: .*`\?`/],
    ["a percentile of nothing", spread("2,latency,5,kiosk,0,4"), /column p10: .*more than 0/],
    ["an accuracy with a spread", spread("2,accuracy,5,,1,2"), /the accuracy has no p10/],
    ["a latency of a seed", row("2,latency,50,,kiosk,3"), /column seed: the latency has no seed/],
    ["parameters of a seed", row("2,params,50,,,3"), /column seed/],
    ["a value twice", row("1,accuracy,50"), /row 2, column value: .*twice/],
    ["two values", row("1,accuracy,51"), /row 2, column value: .*another value \(50\)/],
    [
      "two values of a device",
      `${row("1,latency,5,,kiosk")}1,latency,6,,kiosk,,,,,,,\n`,
      /row 3.*another value \(5\)/,
    ],
    ["two sizes", `${row("1,params,5")}1,params,6,,,,,,,,,\n`, /row 3.*another value \(5\)/],
    ["too few epochs", curve("1 2"), /row 2, column value: expected 3 numbers with blanks/],
    ["too many epochs", curve("1 2 3 4"), /row 2, column value: expected 3 numbers/],
    ["other epochs than in a row above", curve("1 2", "", ""), /row 2, column value: expected 3/],
    ["no value of an epoch", curve(""), /row 2, column value: expected a number .*``/],
    ["an epoch that is no number", curve("1 ? 3"), /row 2, column value: .*found `\?`/],
    ["epochs between bars", curve("1|2|3"), /row 2, column value: .*found `1\|2\|3`/],
    ["a loss below 0 in an epoch", curve("1 -2 3"), /0 or more; this is `-2`/],
    ["a loss that is too large to be kept", curve("1 4295 3"), /at most 4294\.967295.*`4295`/],
    ["epochs with a unit that is none", curve("1 2 3", "%"), /column unit: .*no unit/],
    [
      "an accuracy over 100 in an epoch",
      curve("1 2 3").replaceAll("loss", "accuracy").replace("1 2 3", "1 101 3"),
      /row 1, column value: .*0 to 100; this is `101`/,
    ],
    [
      "epochs twice",
      `${curve("1 2 3")}1,val_loss_by_epoch,1 2 3,,3,\n`,
      /row 3, column value: the val_loss_by_epoch of this network is there twice/,
    ],
    ["epochs of a device", `${curve("1 2 3")}3,val_loss_by_epoch,1 2 3,,3,a\n`, /has no device/],
    [
      "one name for two devices",
      `${row("1,latency,5,,kiosk")}2,latency,6,,kiosk,,,,ort,,,\n`,
      /row 3, column device/,
    ],
  ];
  for (const [what, text, message] of wrong)
    it(`say what is wrong and where: ${what}`, () =>
      rejects(findings(text), (error) => {
        ok(error instanceof FileProblem, String(error));
        match(error.message, /^My Lab 2\.csv/);
        match(error.message, message);
        return true;
      }));

  it("say that a file is no UTF-8", async () => {
    const latin = Buffer.from("network,metric,value,device\n1,latency,5,caf\u00e9\n", "latin1");
    await rejects(
      read(measurementsCsv, sourceOf("lab.csv", latin)),
      /^FileProblem: lab\.csv: .*UTF-8/,
    );
    await rejects(read(measurementsCsv, sourceOf("lab.csv", latin.subarray(0, -1))), /UTF-8/);
  });

  it("say it in a short message, however long the file's lines are", async () => {
    const long = "x".repeat(100_000);
    const empty = "\n".repeat(1_000_000);
    for (const text of [
      `network,metric,value,${long}\n1,accuracy,50,1\n`,
      `network,metric,value\n1,${long},50\n`,
      `network,metric,value\n1,accuracy,${long}\n`,
      `network,metric,value\n${long},accuracy,50\n`,
      `network,metric,value\nconv / conv / ${long},accuracy,50\n`,
      `network,metric,value\n[${long},accuracy,50\n`,
      `network,metric,value,unit\n1,accuracy,50,${long}\n`,
      `# name: ${long}\nnetwork,metric,value\n1,accuracy,50\n`,
      empty,
      empty.replaceAll("\n", "#\n"),
    ])
      await rejects(findings(text), (error) => {
        ok(error instanceof FileProblem, String(error));
        ok(error.message.length < 500, error.message);
        return true;
      });
  });

  it("are read no further once that is cancelled", async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => `${index},accuracy,50\n`);
    const source = file(`network,metric,value\n${rows.join("")}`);
    let checksOfRows = -1;
    const check = (bytes: number) => {
      if (bytes === source.size) checksOfRows++;
      if (checksOfRows === 2) throw new Error("cancelled");
    };
    await rejects(
      read(measurementsCsv, source, { ...surroundings(), check }),
      /^Error: cancelled$/,
    );
  });

  survivesDamage(
    measurementsCsv,
    '# name: x\nnetwork,metric,value,unit,device,seed\n1,accuracy,50,%,,2\n"conv / conv / conv",latency,3,ms,"é, b",\n',
  );
});

/** Its column, epochs, examples, and the values of each network. */
function collected({ column, writer }: Findings["trainings"][number]["curves"][number]) {
  ok(writer instanceof CollectedCurve);
  equal(writer.column, column);
  return [column, writer.epochs, writer.examples, [...writer.rows]];
}
