import assert from "node:assert/strict";
import { statementAt, statementsIn } from "../../client/sql-statements";

describe("the statements of a text in SQL", () => {
  const texts = (sql: string) => statementsIn(sql).map(({ start, end }) => sql.slice(start, end));

  it("end at semicolons, the last one also without", () => {
    assert.deepEqual(texts("SELECT 1;\n\nSELECT 2; SELECT 3"), [
      "SELECT 1;",
      "SELECT 2;",
      "SELECT 3",
    ]);
  });

  it("are none in blanks, comments and lone semicolons", () => {
    assert.deepEqual(texts(""), []);
    assert.deepEqual(texts("-- SELECT 1;\n ;; /* SELECT 2; */\n"), []);
  });

  for (const kept of [
    "'a;b'",
    "'it''s; so'",
    '"a;b"',
    '"a"";b"',
    "`a;b`",
    "[a;b]",
    "/* a;b */ 1",
    "1 -- a;b\n",
    "/* ' */ 1 -- '",
    "'-- a', 1",
    "'/*', 1",
    "4 / 2 - 1",
  ]) {
    it(`are not split in ${JSON.stringify(kept)}`, () => {
      const [first, second] = [`SELECT ${kept}\n;`, "SELECT 2"];
      assert.deepEqual(texts(`${first}${second}`), [first, second]);
    });
  }

  for (const open of ["'a; b", '"a; b', "[a; b", "`a; b"]) {
    it(`go on to the end behind ${open}`, () => {
      assert.deepEqual(texts(`SELECT 1; SELECT ${open}`), ["SELECT 1;", `SELECT ${open}`]);
    });
  }

  it("leave out a comment that is not closed", () => {
    assert.deepEqual(texts("SELECT 1 /* a; b"), ["SELECT 1"]);
  });
});

describe("the statement at the cursor", () => {
  /** The cursor is the bar. */
  const at = (marked: string) => {
    const offset = marked.indexOf("|");
    const sql = marked.replace("|", "");
    const found = statementAt(sql, offset);
    return found && sql.slice(found.start, found.end);
  };

  it("is the one around it", () => {
    assert.equal(at("SELECT 1; SEL|ECT 2; SELECT 3"), "SELECT 2;");
    assert.equal(at("SELECT 1; |SELECT 2; SELECT 3"), "SELECT 2;");
  });

  it("is the one before it on its line", () => {
    assert.equal(at("SELECT 1;|\nSELECT 2;"), "SELECT 1;");
    assert.equal(at("SELECT 1;  |\nSELECT 2;"), "SELECT 1;");
  });

  it("is the next one in the comments and on the lines between", () => {
    assert.equal(at("|-- Blox benchmark: embedded\n\nSELECT 1; SELECT 2;"), "SELECT 1;");
    assert.equal(at("SELECT 1;\n|\nSELECT 2;"), "SELECT 2;");
    assert.equal(at("SELECT 1;\n-- the sec|ond\nSELECT 2;"), "SELECT 2;");
  });

  it("is the last one behind all of them", () => {
    assert.equal(at("SELECT 1;\nSELECT 2;\n\n-- the tab|les"), "SELECT 2;");
  });

  it("is none where there is none", () => {
    assert.equal(at("-- Blox benchmark: embedded\n|"), undefined);
  });
});
