import assert from "node:assert/strict";
import fc from "fast-check";
import initSqlJs, { type Database } from "sql.js";
import { nextSort, type Row, rowOrder } from "../../webview/row-order";

describe("the order of a result's rows", () => {
  let database: Database;

  before(async () => {
    database = new (await initSqlJs()).Database();
  });

  after(() => database.close());

  it("is as SQLite has it, NULL last, equal ones as they came", () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.integer({ min: -3, max: 3 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom("", "1", "10", "9", "a", "B", "b"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 40 }), fc.boolean(), (cells, descending) => {
        const rows = cells.map((value): Row => ["before", value]);
        assert.deepEqual(rowOrder(rows, { column: 1, descending }), orderInSql(cells, descending));
      }),
    );
  });

  it("is that of the query without a sort", () => {
    assert.deepEqual(rowOrder([["b"], [null], ["a"]], undefined), [0, 1, 2]);
  });

  it("goes up, down and back with each press on a heading, and begins anew with another", () => {
    const up = nextSort(undefined, 2);
    assert.deepEqual(up, { column: 2, descending: false });
    const down = nextSort(up, 2);
    assert.deepEqual(down, { column: 2, descending: true });
    assert.equal(nextSort(down, 2), undefined);
    assert.deepEqual(nextSort(down, 0), { column: 0, descending: false });
  });

  function orderInSql(cells: readonly (string | number | null)[], descending: boolean): number[] {
    database.run("DROP TABLE IF EXISTS result; CREATE TABLE result (place, value)");
    for (const [place, value] of cells.entries()) {
      database.run("INSERT INTO result VALUES (?, ?)", [place, value]);
    }
    const direction = descending ? "DESC" : "ASC";
    const order = `value IS NULL, value ${direction}, place`;
    const [found] = database.exec(`SELECT place FROM result ORDER BY ${order}`);
    return (found?.values ?? []).map(([place]) => Number(place));
  }
});
