import assert from "node:assert/strict";
import initSqlJs, { type Database, type SqlJsStatic } from "sql.js";
import { libraryVersion, migrate, migrations } from "../../../data/library/migrations";

describe("migrations of a benchmark's database", () => {
  /** A schema in its third version: colours came to have names, and then a number each. */
  const steps = [
    "ALTER TABLE colour RENAME COLUMN text TO name",
    "ALTER TABLE colour ADD COLUMN number INTEGER; UPDATE colour SET number = length(name)",
  ];
  let sql: SqlJsStatic;
  before(async () => {
    sql = await initSqlJs();
  });

  const ofVersion: Record<number, string> = {
    1: "CREATE TABLE colour (text TEXT); INSERT INTO colour VALUES ('red')",
    2: "CREATE TABLE colour (name TEXT); INSERT INTO colour VALUES ('red')",
    3: "CREATE TABLE colour (name TEXT, number INTEGER); INSERT INTO colour VALUES ('red', 3)",
  };
  for (const [version, tables] of Object.entries(ofVersion)) {
    it(`bring version ${version} up to date`, () => {
      withDatabase(version, tables, (database) => {
        migrate(database, Number(version), steps);
        assert.deepEqual(database.exec("SELECT name, number FROM colour")[0]?.values, [["red", 3]]);
        assert.deepEqual(database.exec("SELECT value FROM meta")[0]?.values, [["3"]]);
      });
    });
  }

  it("that fail say so", () => {
    withDatabase("1", "CREATE TABLE number (value)", (database) => {
      assert.throws(() => migrate(database, 1, steps), /no such table: colour/);
    });
  });

  it("lead to the version that is written", () => {
    assert.equal(libraryVersion, migrations.length + 1);
  });

  function withDatabase(version: string, tables: string, use: (database: Database) => void) {
    const database = new sql.Database();
    try {
      database.run("CREATE TABLE meta (key TEXT, value TEXT)");
      database.run("INSERT INTO meta VALUES ('schema_version', ?)", [version]);
      database.run(tables);
      use(database);
    } finally {
      database.close();
    }
  }
});
