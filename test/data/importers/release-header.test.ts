import assert from "node:assert/strict";
import { releaseFile } from "../../../data/importers/release/release-file";
import { generatedRelease } from "../../bench/generated-release";
import { headerText, releaseBytes } from "../../bench/release-writer";
import { contentOf, fewNetworks, joined, readRelease, refusalOf } from "./release-reading";

const base = generatedRelease("base", fewNetworks, { epochs: 3, seed: 0 });
const header = headerText(base, "csv");

/** Edits of a right header, and what is said of each. */
const wrong: readonly (readonly [string, (text: string) => string, RegExp])[] = [
  [
    "without an end",
    (text) => text.slice(0, -4),
    /header is longer than 1,024 bytes: expected its/,
  ],
  [
    "longer than 1,024 bytes",
    (text) => text.replace("version: 1\n", `version: 1\n# ${"x".repeat(1000)}\n`),
    /header is longer than 1,024 bytes: expected its second line `---` within them/,
  ],
  [
    "behind a byte order mark",
    (text) => `\xef\xbb\xbf${text}`,
    /begins with a byte order mark \(UTF-8\): an editor has saved it/,
  ],
  [
    "that an editor has saved as UTF-16",
    (text) => `\xff\xfe${Buffer.from(text, "utf16le").toString("latin1")}`,
    /begins with a byte order mark \(UTF-16LE\)/,
  ],
  [
    "that is not YAML",
    (text) => text.replace("seed: 0", "seed: [0"),
    /line 26 of the header is not the YAML/,
  ],
  [
    "with a tag that would make an object",
    (text) => text.replace("seed: 0", "seed: !!python/object/apply:os.system [ls]"),
    /^file: line 25 of the header has the tag `!!python\/object\/apply:os\.system`, which asks for an object\. None was made/,
  ],
  [
    "with a tag of its own",
    (text) => text.replace("seed: 0", "seed: !seed 0"),
    /^file: line 25 of the header has the tag `!seed`/,
  ],
  [
    "whose aliases explode",
    (text) =>
      text.replace(
        "seed: 0",
        [
          "a: &a [x, x, x, x, x, x, x, x]",
          "b: &b [*a, *a, *a, *a, *a, *a, *a]",
          "c: &c [*b, *b, *b, *b, *b, *b, *b]",
          "seed: [*c, *c, *c, *c, *c, *c, *c]",
        ].join("\n"),
      ),
    /^file: the aliases of the header, such as `\*a` in line 26, would expand .* not expanded/,
  ],
  [
    "with more aliases than there should be",
    (text) => text.replace("seed: 0", `seed: [${"*id001, ".repeat(30)}]`),
    /^file: the aliases of the header, such as `\*id001` in line 25, would expand/,
  ],
  [
    "with an alias of nothing",
    (text) => text.replaceAll("*id001", "*id002"),
    /line 11 of the header has the alias `\*id002`, and no line above has `&id002`/,
  ],
  [
    "with a list that contains itself",
    (text) => text.replace("- - 3", "- *id001"),
    /`search_space` of the header is a map: expected the space of the published benchmark/,
  ],
  [
    "with a key twice",
    (text) => text.replace("seed: 0", "seed: 0\nseed: 1"),
    /line 26 of the header names a key that a line above has already/,
  ],
  ["that is a list", () => "---\n- a\n---\n", /expected lines `key: value`/],
  [
    "of another version",
    (text) => text.replace("version: 1", "version: 2"),
    /`version` of the header is `2`: expected version 1/,
  ],
  [
    "of two stages",
    (text) => text.replace("stages: 3", "stages: 2"),
    /expected the space of the published benchmark, 3 stages of 2 nodes/,
  ],
  [
    "of other operations",
    (text) => text.replace("- bconv", "- dwconv"),
    /Files of another space cannot be imported/,
  ],
  ["without a space", (text) => text.replace("search_space", "space"), /`search_space` .* missing/],
  [
    "of an unknown type",
    (text) => text.replace("dataset_type: training", "dataset_type: distillation"),
    /is `distillation`: expected training, static, benchmarking, env/,
  ],
  ["of an unknown part", (text) => text.replace("part: base", "part: all"), /expected base or ext/],
  [
    "of an unknown format",
    (text) => text.replace("format: csv", "format: json"),
    /is `json`: expected csv, pickle, custom/,
  ],
  ["with a text for a number", (text) => text.replace("seed: 0", "seed: zero"), /`seed` .*`zero`/],
  ["with a negative seed", (text) => text.replace("seed: 0", "seed: -1"), /`seed` .*`-1`/],
  ["with a fraction", (text) => text.replace("epochs: 3", "epochs: 2.5"), /`epochs` .*`2.5`/],
  ["with no epochs", (text) => text.replace("epochs: 3", "epochs: 0"), /`epochs` .*`0`: .* 1 to/],
  [
    "with more epochs than there is room for",
    (text) => text.replace("epochs: 3", "epochs: 4000000000"),
    /`epochs` .* to 1000/,
  ],
  ["without a dataset", (text) => text.replace("dataset: cifar100\n", ""), /`dataset` .* missing/],
  ["with a list for a text", (text) => text.replace("cifar100", "[a]"), /`dataset` .* a list/],
  [
    "with a column that is not known",
    (text) => text.replace("- test_top1", "- test_top2"),
    /names `test_top2`: expected model_hash, val_top1, test_top1, train_time_s/,
  ],
  ["that lacks a column", (text) => text.replace("- test_top1\n", ""), /lacks `test_top1`/],
  [
    "with a column twice",
    (text) => text.replace("- test_top1\n", "- test_top1\n- test_top1\n"),
    /names a column twice/,
  ],
  [
    "with columns that are no list",
    (text) => text.replace(/columns:\n(- \w+\n)+/, "columns: 4\n"),
    /`columns` .*`4`: expected a list/,
  ],
];

describe("the header of a published file", () => {
  for (const [what, edit, message] of wrong)
    it(`is refused ${what}`, async () => {
      const edited = edit(header);
      assert.notEqual(edited, header);
      const found = await refusalOf(joined(edited, "\n".repeat(1100)));
      assert.match(found, message);
      assert.match(found, /^file: /);
    });

  it("may have lines that end in CRLF", async () => {
    const bytes = await releaseBytes(base, "csv");
    const text = header.replaceAll("\n", "\r\n");
    assert.deepEqual(
      contentOf(await readRelease(joined(text, bytes.subarray(header.length)))),
      contentOf(await readRelease(bytes)),
    );
  });

  it("may give the columns in another order", async () => {
    const { kind, rows } = base;
    const reversed = { ...kind, columns: kind.columns.toReversed() };
    const turned = { ...base, kind: reversed, rows: Array.from(rows, (row) => row.toReversed()) };
    for (const format of ["csv", "pickle", "custom"] as const) {
      const { findings } = await readRelease(await releaseBytes(turned, format));
      const expected = await readRelease(await releaseBytes(base, format));
      assert.deepEqual(findings.trainings[0]?.columns, expected.findings.trainings[0]?.columns);
    }
  });

  const types: readonly (readonly [string, string, RegExp])[] = [
    ["test_top1: b", "test_top1: x", /column test_top1: its type .* expected b_MIN_MAX_BITS/],
    ["val_top1: list", "val_top1: lost", /column val_top1: .* expected list\[b_MIN_MAX_BITS\]/],
    ["train_time_s: int", "train_time_s: str", /column train_time_s: .* expected int/],
    ["train_time_s: int", "other: int", /expected no column `other`/],
    ["  train_time_s: int\n", "", /column train_time_s: its type in the header is ``/],
  ];
  for (const [right, replaced, message] of types)
    it(`is refused with the type \`${replaced.trim()}\` for \`${right.trim()}\``, async () => {
      const text = Buffer.from(await releaseBytes(base, "custom")).toString("latin1");
      assert.match(await refusalOf(joined(text.replace(right, replaced))), message);
    });

  for (const range of ["b_5_4_8", "b_0_10001_16", "b_0_9_0", "b_0_9_25", "b_-1_9_8"])
    it(`is refused with the type \`${range}\` for counts of 10,000`, async () => {
      const text = Buffer.from(await releaseBytes(base, "custom")).toString("latin1");
      const edited = text.replace(/test_top1: b_\S+/, `test_top1: ${range}`);
      assert.match(await refusalOf(joined(edited)), /column test_top1: its type in the header/);
    });

  it("recognises a file whose header goes on for too long, and no text that only begins alike", () => {
    const recognises = (text: string) => releaseFile.recognises(Buffer.from(text));
    assert.equal(recognises(`---\ndataset_type: env\nx: ${"y".repeat(2000)}`), true);
    assert.equal(recognises(`---\nx: ${"y".repeat(2000)}\ndataset_type: env\n---\n`), true);
    assert.equal(recognises("\ufeff---\ndataset_type: env\n---\n"), true);
    assert.equal(
      releaseFile.recognises(Buffer.from("\ufeff---\ndataset_type: env\n", "utf16le")),
      true,
    );
    assert.equal(recognises("---\ntitle: About the search_space\n---\n"), false);
    assert.equal(recognises("network a {\n}\n"), false);
    assert.equal(recognises(""), false);
  });
});
