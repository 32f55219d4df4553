import assert from "node:assert/strict";
import fc from "fast-check";
import Papa from "papaparse";
import { csvText } from "../../webview/csv";

describe("rows as CSV", () => {
  it("come back as they were from a reader of CSV", () => {
    const text = fc.string({
      unit: fc.constantFrom('"', ",", "\r", "\n", " ", ";", "a", "é", "𝄞"),
      maxLength: 8,
    });
    const cell = fc.oneof(text, fc.double({ noNaN: true }), fc.integer(), fc.constant(null));
    const table = fc
      .integer({ min: 1, max: 4 })
      .chain((columns) =>
        fc.tuple(
          fc.array(text, { minLength: columns, maxLength: columns }),
          fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 6 }),
        ),
      );
    fc.assert(
      fc.property(table, ([columns, rows]) => {
        const texts = rows.map((row) => row.map((value) => (value === null ? "" : `${value}`)));
        assert.deepEqual(parsed(csvText(columns, rows)), [columns, ...texts]);
      }),
    );
  });

  it("end each line as RFC 4180 has it, and tell NULL from an empty text", () => {
    const rows = [
      [1.5, null, ""],
      [-1e21, 'say "a, b"', "two\nlines"],
      [0, "a;b", "two\rlines"],
    ];
    assert.equal(
      csvText(["x", "y", "z"], rows),
      'x,y,z\r\n1.5,,""\r\n-1e+21,"say ""a, b""","two\nlines"\r\n0,a;b,"two\rlines"\r\n',
    );
  });
});

/** The end of the last line begins no other. */
function parsed(csv: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(csv, { delimiter: ",", newline: "\r\n" });
  assert.deepEqual(errors, []);
  assert.deepEqual(data.at(-1), [""]);
  return data.slice(0, -1);
}
