import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { networkCount } from "../../../data/architecture";
import { exactColumns } from "../../../data/exact-columns";
import { FileProblem } from "../../../data/importers/importer";
import { nasBenchMacro } from "../../../data/importers/nas-bench-macro";
import { shared } from "../../shared";
import { survivesDamage } from "./damage";
import { read, recognised, sourceOf } from "./text-source";

/** Values that are made up. */
const entry = { test_acc: [11, 12, 16], mean_acc: 13, std: Math.sqrt(14 / 3), params: 5, flops: 7 };
const key = "00000001";

const file = (text: string) => sourceOf("table.json", text);
const table = (value: unknown) => file(JSON.stringify({ "22000000": entry, [key]: value }));

describe("the table of NAS-Bench-Macro", () => {
  it("gives what it says of all networks", async function () {
    const path = shared("nas-bench-macro", "nas-bench-macro_cifar10.json");
    if (!path) return this.skip();
    const text = readFileSync(path, "utf8");
    ok(recognised(nasBenchMacro, text));
    const findings = await read(nasBenchMacro, file(text));
    const { space, trainings, statics } = findings;
    equal(findings.rows, 6561);
    equal(trainings.length, 3);
    const all = Float64Array.from({ length: networkCount(space) }, (_, index) => index);
    const { params, flops } = exactColumns(space);
    deepEqual(statics, [{ networks: all, columns: { params, flops } }]);
    const means = all.map(
      (_, row) =>
        trainings.reduce((sum, { columns }) => sum + (columns.test_top1?.[row] ?? Number.NaN), 0) /
        3,
    );
    // The entries in the file's own keys, most significant digit first.
    const entries: Record<string, { mean_acc: number; test_acc: number[] }> = JSON.parse(text);
    for (const [digits, { mean_acc, test_acc }] of Object.entries(entries)) {
      const row = Number.parseInt([...digits].reverse().join(""), 3);
      ok(Math.abs((means[row] ?? 0) - mean_acc) < 1e-9, digits);
      deepEqual(
        trainings.map(({ columns }) => columns.test_top1?.[row]),
        test_acc,
      );
    }
    const best = Math.max(...means);
    equal(best.toFixed(4), "93.1267");
    const optima = [...means.keys()].filter((row) => means[row] === best);
    const digitsOf = (row: number) => [...row.toString(3).padStart(8, "0")].reverse().join("");
    deepEqual(optima.map(digitsOf).sort(), ["22212202", "22212220"]);
    equal(findings.notes.length, 1);
  });

  it("gives three trainings of a network, told apart by their place", async () => {
    const text = JSON.stringify({ [key]: entry });
    const { benchmark, trainings, notes, format } = await read(nasBenchMacro, file(text));
    deepEqual(
      trainings.map(({ run, columns }) => [run, columns.test_top1]),
      [11, 12, 16].map((value, seed) => [
        { seed, epochs: null, dataset: "cifar10" },
        Float64Array.of(value),
      ]),
    );
    deepEqual(trainings[0]?.networks, Float64Array.of(3 ** 7));
    deepEqual(
      [benchmark.name, benchmark.licence, format],
      ["nas-bench-macro", "Apache-2.0", "json"],
    );
    match(notes.join(" "), /place/);
    match(notes.join(" "), /6560 of the 6561 networks are not in the file/);
  });

  it("is recognised by what it holds", () => {
    ok(recognised(nasBenchMacro, ` {\n "${key}" : {`));
    ok(recognised(nasBenchMacro, '{"x": {"test_acc": ['));
    for (const other of ["", "{}", "[]", '{"name": "package"}', "network,metric,value\n"])
      ok(!recognised(nasBenchMacro, other), other);
  });

  const wrong: readonly [string, unknown, RegExp][] = [
    ["no object", 3, /expected an object/],
    ["null", null, /expected an object/],
    ["two accuracies", { ...entry, test_acc: [11, 12] }, /`test_acc`.*3 numbers/],
    ["four accuracies", { ...entry, test_acc: [11, 12, 16, 13] }, /`test_acc`/],
    ["a text among the accuracies", { ...entry, test_acc: [11, "12", 16] }, /`test_acc`/],
    ["an accuracy over 100", { ...entry, test_acc: [110, 12, 16] }, /0 to 100/],
    ["an accuracy below 0", { ...entry, test_acc: [-1, 12, 16] }, /0 to 100/],
    ["another mean", { ...entry, mean_acc: 13.0001 }, /`mean_acc` is 13\.0001.* is 13$/],
    ["no number for a mean", { ...entry, mean_acc: "13" }, /`mean_acc`/],
    ["another deviation", { ...entry, std: 3 }, /`std` is 3/],
    ["parts of parameters", { ...entry, params: 5.5 }, /`params`/],
    ["FLOPs below 0", { ...entry, flops: -1 }, /`flops`/],
    ["a field of another table", { ...entry, latency: 1 }, /`latency` is no field/],
    ...["test_acc", "mean_acc", "std", "params", "flops"].map(
      (field): [string, unknown, RegExp] => [
        `no ${field}`,
        Object.fromEntries(Object.entries(entry).filter(([name]) => name !== field)),
        new RegExp(`\`${field}\` is missing`),
      ],
    ),
  ];
  for (const [what, value, message] of wrong)
    it(`says what is wrong and where: ${what}`, () =>
      rejects(read(nasBenchMacro, table(value)), isProblem(key, message)));

  for (const digits of ["00000003", "0000000", "000000000", "conv", "__proto__"])
    it(`says that ${digits} is no network`, () =>
      rejects(
        read(
          nasBenchMacro,
          file(`{"22000000": ${JSON.stringify(entry)}, "${digits}": ${JSON.stringify(entry)}}`),
        ),
        isProblem(digits, /8 digits/),
      ));

  it("takes a mean that is rounded to a ten-millionth", async () => {
    const { rows } = await read(nasBenchMacro, table({ ...entry, mean_acc: 13.000001 }));
    equal(rows, 2);
  });

  for (const value of ["NaN", "-Infinity"])
    it(`names the network that has ${value}`, () => {
      const text = JSON.stringify({ "22000000": entry, [key]: entry, "11000000": entry });
      const last = text.lastIndexOf('"mean_acc":13', text.indexOf('"11000000"'));
      const broken = `${text.slice(0, last)}"mean_acc": ${value}${text.slice(last + 13)}`;
      return rejects(
        read(nasBenchMacro, file(broken)),
        isProblem(key, new RegExp(`found ${value}`)),
      );
    });

  it("says that a network is there twice", async () => {
    const text = JSON.stringify(entry);
    for (const again of [key, "\\u0030000000\\u0031"])
      await rejects(
        read(nasBenchMacro, file(`{"${key}": ${text}, "22000000": ${text}, "${again}": ${text}}`)),
        isProblem(key, /twice/),
      );
  });

  it("says that a field is there twice", () =>
    rejects(
      read(
        nasBenchMacro,
        file(JSON.stringify({ [key]: entry }).replace('"params"', '"flops":1,"params"')),
      ),
      isProblem(key, /`flops` is there twice/),
    ));

  it("says that there is nothing in it, or something else", async () => {
    await rejects(read(nasBenchMacro, file("{}")), /no network/);
    await rejects(read(nasBenchMacro, file("[1]")), /expected a JSON object/);
    await rejects(read(nasBenchMacro, file('{"00000001": {')), /not the whole of a JSON file/);
  });

  it("is not read where it is too long to be one", async () => {
    const source = { ...file("{}"), size: 65 * 2 ** 20 };
    await rejects(read(nasBenchMacro, source), /over 64 MB/);
    const endless = {
      ...file("{}"),
      async *open() {
        const blanks = new Uint8Array(2 ** 20).fill(32);
        for (let megabytes = 1; ; megabytes++) {
          ok(megabytes <= 65, "no more than 64 MB are held");
          yield blanks;
        }
      },
    };
    await rejects(read(nasBenchMacro, endless), /over 64 MB/);
  });

  survivesDamage(nasBenchMacro, JSON.stringify({ "22000000": entry, [key]: entry }));
});

/** A problem of the file that names the network. */
function isProblem(network: string, message: RegExp): (error: unknown) => boolean {
  return (error) => {
    ok(error instanceof FileProblem, String(error));
    ok(error.message.startsWith(`table.json: network ${network}: `), error.message);
    match(error.message, message);
    return true;
  };
}
