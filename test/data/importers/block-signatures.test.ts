import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { blocksOf } from "../../../data/blocks";
import { bloxSpace } from "../../../data/built-in-spaces";
import { blockSignatures } from "../../../data/importers/block-signatures";
import { FileProblem } from "../../../data/importers/importer";
import { survivesDamage } from "./damage";
import { read, recognised, sourceOf } from "./text-source";

/** A row for each of the 135 blocks of `blox`, the last stage first; numbers that are made up. */
const rows = [2, 1, 0].flatMap((stage) =>
  blocksOf(bloxSpace, stage).map(({ expression, index }) => {
    const block = index % 2 === 0 ? `"${expression}"` : `${index}`;
    return `${stage + 1},${block},${index},-${stage}.5e1`;
  }),
);

const file = (lines: readonly string[], header = "stage,block,loss,slope") =>
  sourceOf("Signatures.csv", [header, ...lines, ""].join("\n"));

describe("block signatures", () => {
  it("give the numbers of every block", async () => {
    const { signatures, benchmark, space, ...found } = await read(blockSignatures, file(rows));
    equal(found.rows, 135);
    equal(space, bloxSpace);
    equal(benchmark.name, "signatures");
    deepEqual(
      signatures,
      [2, 1, 0].flatMap((stage) =>
        Array.from({ length: 45 }, (_, block) => ({
          stage,
          block,
          values: Float64Array.of(block, -10 * stage - 5),
        })),
      ),
    );
  });

  it("may be in any order of columns, with any blanks in expressions", async () => {
    const written = rows.map((row) => row.replace(/ /g, "").split(/,(?![^"]*",)/));
    const turned = written.map(([stage, block, ...values]) => [...values, block, stage].join(";"));
    const { signatures } = await read(blockSignatures, file(turned, "a;b;Block;Stage"));
    deepEqual(signatures, (await read(blockSignatures, file(rows))).signatures);
  });

  it("are recognised by their columns", () => {
    ok(recognised(blockSignatures, "# name: x\nstage;block;a\n"));
    for (const other of ["", "stage,loss\n", "network,metric,value\n"])
      ok(!recognised(blockSignatures, other), other);
  });

  const wrong: readonly [string, readonly string[], RegExp, string?][] = [
    ["no numbers", ["1,conv"], /no column of numbers/, "stage,block"],
    ["no stage", ["conv,1"], /`stage` is missing/, "block,loss"],
    ["stage 0", ["0,conv,1,1"], /row 1, column stage: .*1 to 3, found `0`/],
    ["stage 4", ["4,conv,1,1"], /column stage/],
    ["a misspelt block", ["1,cnv,1,1"], /row 1, column block: .*stage 1.*Did you mean `conv`/],
    ["block 45", ["1,45,1,1"], /column block: .*0 to 44/],
    ["no number", ["1,conv,1,x"], /row 1, column slope: .*`x`/],
    ["NaN", ["1,conv,NaN,1"], /column loss/],
    ["an empty field", ["1,conv,,1"], /column loss/],
    ["a short row", ["1,conv,1"], /row 1: expected 4 fields/],
    ["a block twice", [...rows, "3,conv,1,1"], /row 136, column block: .*stage 3 is in row 10 /],
    ["a block missing", rows.slice(1), /missing: stage 3: `conv -> conv`$/],
    [
      "stages missing",
      rows.slice(0, 45),
      /stage 1: `conv -> conv`, .* and 40 more; stage 2: .* and 40 more$/,
    ],
  ];
  for (const [what, lines, message, header] of wrong)
    it(`say what is wrong and where: ${what}`, () =>
      rejects(read(blockSignatures, file(lines, header)), (error) => {
        ok(error instanceof FileProblem, String(error));
        match(error.message, /^Signatures\.csv/);
        match(error.message, message);
        return true;
      }));

  survivesDamage(blockSignatures, ["stage,block,loss,slope", ...rows.slice(0, 8), ""].join("\n"));
});
