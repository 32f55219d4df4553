import assert from "node:assert/strict";
import initSqlJs from "sql.js";
import { benchmarkAskedBy, newQueryDocument } from "../../client/query-document";
import { statementsIn } from "../../client/sql-statements";
import { bloxSpace } from "../../data/built-in-spaces";
import { librarySchema } from "../../data/library/library-schema";
import { schema as embeddedSchema } from "../../data/schema";

describe("a document to ask a benchmark in", () => {
  const schemas = {
    embedded: { schema: embeddedSchema, accuracy: "accuracy_estimate_percent" },
    "blox release": { schema: librarySchema(bloxSpace), accuracy: "test_top1" },
  };

  for (const [name, { schema, accuracy }] of Object.entries(schemas)) {
    it(`holds one query, which the benchmark answers: ${name}`, async () => {
      const text = newQueryDocument(name, schema);
      const statements = statementsIn(text);
      assert.equal(statements.length, 1);
      const { start = 0, end = 0 } = statements[0] ?? {};
      const { Database } = await initSqlJs();
      const database = new Database();
      database.run(schema);
      const query = database.prepare(text.slice(start, end));
      assert.ok(query.getColumnNames().includes(accuracy));
      query.free();
      database.close();
    });

    it(`says which benchmark it asks, and what its tables are: ${name}`, () => {
      const text = newQueryDocument(name, schema);
      assert.equal(benchmarkAskedBy(text), name);
      for (const line of schema.split("\n")) assert.ok(text.includes(`\n-- ${line}`.trimEnd()));
    });
  }

  it("asks for networks in any order where no accuracy is known of", () => {
    assert.doesNotMatch(newQueryDocument("own", "CREATE TABLE network (id)"), /ORDER BY/);
  });

  it("is told from other documents by its first line", () => {
    assert.equal(benchmarkAskedBy("-- Blox benchmark: own runs \r\nSELECT 1"), "own runs");
    assert.equal(benchmarkAskedBy("-- Blox benchmark:\nSELECT 1"), undefined);
    assert.equal(benchmarkAskedBy("SELECT 1\n-- Blox benchmark: own"), undefined);
  });
});
