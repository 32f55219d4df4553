import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { generatedRelease } from "../../bench/generated-release";
import { headerText, releaseBytes } from "../../bench/release-writer";
import { contentOf, fewNetworks, joined, readRelease, refusalOf } from "./release-reading";

const bench = generatedRelease("bench", fewNetworks, { device: "d" });
const [hash = "", other = ""] = fewNetworks.indices.map(fewNetworks.hashOf);
type Part = string | Uint8Array | readonly number[];

/** A file of latencies with this pickle. */
function pickled(...parts: readonly Part[]): Uint8Array {
  return joined(headerText(bench, "pickle"), ...parts);
}

const begin = "\x80\x02]q\0(";
const end = "e.";
const float = (value: number) => {
  const bytes = Buffer.alloc(9, "G");
  bytes.writeDoubleBE(value, 1);
  return bytes;
};
const text = (value: string): Part => joined("X", [value.length, 0, 0, 0], value);
const row = (model: string, value: Part): Part => joined("](", text(model), value, "e");

describe("a pickle of a published file", () => {
  const code: readonly (readonly [string, Part])[] = [
    ["GLOBAL", "\x80\x02cos\nsystem\n(X\x02\0\0\0lstR."],
    ["STACK_GLOBAL", "\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02ls\x85R."],
    ["GLOBAL", "\x80\x02](cos\nsystem\ne."],
    ["REDUCE", "\x80\x02](]]Re."],
    ["BUILD", "\x80\x02](]]be."],
    ["INST", "\x80\x02](ios\nsystem\ne."],
    ["OBJ", "\x80\x02](]oe."],
    ["NEWOBJ", "\x80\x02](]]\x81e."],
    ["NEWOBJ_EX", "\x80\x04](]]]\x92e."],
    ["EXT1", "\x80\x02](\x82\x01e."],
    ["EXT2", "\x80\x02](\x83\x01\x01e."],
    ["EXT4", "\x80\x02](\x84\x01\0\0\0e."],
    ["PERSID", "\x80\x02](Pid\ne."],
    ["BINPERSID", "\x80\x02](]Qe."],
    // Protocols 0 and 1, which are not read: the code is found nevertheless, also behind plain data.
    ["GLOBAL", "cos\nsystem\n(S'ls'\ntR."],
    ["GLOBAL", "(lp0\nI1\naL2L\naF0.5\naVtext\nag0\nacos\nsystem\n."],
    ["INST", "(S'ls'\nios\nsystem\n."],
    ["GLOBAL", "]q\0(K\x01M\x01\x02J\x01\x02\x03\x04G01234567U\x02ccX\x01\0\0\0ccos\nsystem\ne."],
    ["GLOBAL", "\x80\x01cos\nsystem\n."],
    ["PERSID", "\x80\0](Pid\ne."],
  ];
  for (const [opcode, pickle] of code)
    it(`that asks to run code by ${opcode} is refused, and nothing is run`, async () => {
      const found = await refusalOf(pickled(pickle));
      assert.match(
        found,
        new RegExp(`asks to run code \\(opcode ${opcode}\\) and is refused\\. Nothing was run`),
      );
    });

  it("is refused though its rows before the code are right", async () => {
    const bytes = pickled(begin, row(hash, float(1)), "cos\nsystem\n", end);
    assert.match(await refusalOf(bytes), /asks to run code \(opcode GLOBAL\)/);
  });

  const refused: readonly (readonly [string, Part, RegExp])[] = [
    ["of protocol 0", "(lp0\n.", /protocol 2 to 5 behind the header, this is 0 or 1, or none/],
    ["of protocol 0 with text of code", "(lp0\nVcos\na.", /this is 0 or 1, or none/],
    ["of protocol 0 that is cut off", "(lp0\nVcos", /this is 0 or 1, or none/],
    ["that is none", "network,metric\n", /this is 0 or 1, or none/],
    ["of protocol 1", "\x80\x01].", /of protocol 2 to 5 behind the header, this is 1/],
    ["of protocol 6", "\x80\x06].", /of protocol 2 to 5 behind the header, this is 6/],
    ["of nothing", "", /cut off/],
    ["without an end", "\x80\x02]", /cut off/],
    ["of a dictionary", "\x80\x02}.", /opcode 0x7d/],
    ["of bytes", "\x80\x03](C\x01ae.", /opcode 0x43/],
    ["of one number", "\x80\x02K\x01.", /does not end in one list/],
    ["of two lists", "\x80\x02]].", /does not end in one list/],
    ["with a mark left", "\x80\x02](.", /does not end in one list/],
    ["that appends to nothing", "\x80\x02a.", /takes a value that is not there/],
    ["that appends to a number", "\x80\x02K\x01K\x01a.", /appends to something that is no list/],
    ["that ends what has not begun", "\x80\x02]e.", /a list ends that has not begun/],
    ["that takes from below a mark", "\x80\x02]](a.", /takes a value that is not there/],
    ["that refers to nothing", "\x80\x02](h\x07e.", /refers to value 7/],
    ["that keeps a number", "\x80\x02](K\x01q\x01e.", /neither a text nor a list/],
    ["that keeps it far away", "\x80\x02]r\xff\xff\xff\xff.", /keeps more values than/],
    ["of numbers", "\x80\x02](K\x01K\x01e.", /row 1: expected a row of 2 values, found 1/],
    ["of floats", joined("\x80\x02](", float(1), float(2), end), /a list of rows, found a number/],
    ["whose text is huge", "\x80\x02](X\xff\xff\xff\xffabc", /more than 1000 bytes.* 4294967295/],
    [
      "whose text is beyond numbers",
      "\x80\x04](\x8d\xff\xff\xff\xff\xff\xff\xff\xffabc",
      /more than 1000 bytes/,
    ],
    ["whose integer is long", "\x80\x02](\x8a\xff", /more than 8 bytes/],
    ["with a text that is none", "\x80\x02](X\x01\0\0\0\xffe.", /not in UTF-8/],
    ["with None", joined(begin, row(hash, "N"), end), /column latency: found `null`/],
    ["with a flag", joined(begin, row(hash, "\x88"), end), /column latency: found `true`/],
    ["with NaN", joined(begin, row(hash, float(Number.NaN)), end), /latency: found `NaN`/],
    ["with a negative", joined(begin, row(hash, float(-1)), end), /latency: found `-1`/],
    ["with a list", joined(begin, row(hash, "]"), end), /column latency: found `a list`/],
    ["with itself", joined(begin, row(hash, "h\0"), end), /column latency: found `a list`/],
    [
      "with a row of an earlier one",
      joined(
        "\x80\x04]\x94(",
        "]\x94(",
        text(hash),
        float(1),
        "e",
        row(other, float(1)),
        "h\x01",
        end,
      ),
      /expected a list of its own in every row/,
    ],
  ];
  for (const [what, pickle, message] of refused)
    it(`${what} is refused`, async () => {
      assert.match(await refusalOf(pickled(pickle)), message);
    });

  it("is refused that nests without end, or has a row without end", async () => {
    const many = 200_000;
    for (const bomb of ["](", "]", "K\x01", ")\x94", "(", "N\x85"])
      assert.match(
        await refusalOf(pickled("\x80\x04](", bomb.repeat(many), end)),
        /far more values|keeps more|expected a row|row of 2 values/,
      );
  });

  it("is refused that keeps without end", async () => {
    const kept = joined("\x80\x04](X", [255, 0, 0, 0], "a".repeat(255));
    assert.match(await refusalOf(pickled(kept, "\x94".repeat(300_000))), /keeps more text/);
  });

  it("may append rows one by one, give tuples, and long integers", async () => {
    const expected = Float64Array.of(1, 2);
    for (const rows of [
      joined("]", row(hash, "K\x01"), "a", row(other, "\x8a\x01\x02"), "a"),
      joined("](", row(hash, "M\x01\0"), row(other, "J\x02\0\0\0"), "e"),
      joined("](", text(hash), float(1), "\x86", text(other), float(2), "\x86e"),
      joined("]((", text(hash), float(1), "t(", text(other), float(2), "te"),
      joined("](]", text(hash), "a", float(1), "a]", text(other), "a", float(2), "ae"),
    ]) {
      const { findings } = await readRelease(pickled("\x80\x02", rows, "."));
      assert.deepEqual(findings.latencies[0]?.columns.ms, expected);
    }
  });

  for (const protocol of [2, 3, 4, 5])
    it(`of protocol ${protocol} is read as Python writes it`, async function () {
      const releases = (["base", "ext", "info", "bench", "env"] as const).map((kind) =>
        generatedRelease(kind, fewNetworks, { epochs: 3, seed: 0, device: "d" }),
      );
      const files = await Promise.all(releases.map((release) => releaseBytes(release, "csv")));
      const bodies = files.map((file, place) => [
        releases[place]?.kind.kind,
        Buffer.from(file).toString().split("\n---\n")[1],
      ]);
      const { error, stdout } = spawnSync("python3", ["-c", rewrite, `${protocol}`], {
        input: JSON.stringify(bodies),
        encoding: "utf8",
      });
      if (error) return this.skip();
      const pickles = stdout.trim().split("\n");
      for (const [place, release] of releases.entries()) {
        const pickle = Buffer.from(pickles[place] ?? "", "base64");
        const found = await readRelease(joined(headerText(release, "pickle"), pickle));
        const expected = await readRelease(files[place] ?? new Uint8Array());
        assert.deepEqual(contentOf(found), contentOf(expected));
      }
    });
});

/** Python that makes pickles of the rows of CSV files: of kinds and texts in JSON, a line of Base64 each. */
const rewrite = `
import ast, base64, csv, json, pickle, sys
def value(cell):
    found = ast.literal_eval(cell)
    if isinstance(found, list) and isinstance(found[0], list):
        return [[first, [second[0]] + [bool(flag) for flag in second[1:]]] for first, second in found]
    return found
for kind, text in json.load(sys.stdin):
    values = str if kind == "env" else value
    rows = [[row[0]] + [values(cell) for cell in row[1:]] for row in csv.reader(text.splitlines())]
    print(base64.b64encode(pickle.dumps(rows, int(sys.argv[1]))).decode())
`;
