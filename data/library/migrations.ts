import type { Database } from "sql.js";

/**
 * What makes of a database of each version, from 1, one of the next: SQL, run in order on a file that an
 * older build has written. A change to the schema is a step here.
 */
export const migrations: readonly string[] = [
  "ALTER TABLE latency ADD COLUMN p10_ms REAL; ALTER TABLE latency ADD COLUMN p90_ms REAL;",
  // That `content` may come more than once needs no step: a file is written anew as a whole.
  "ALTER TABLE imported_file ADD COLUMN checksum TEXT;",
];

/** The version of the schema that this build writes. */
export const libraryVersion = migrations.length + 1;

/** Brings an open database from `version` to the last one that `steps` lead to. Throws what SQLite does. */
export function migrate(
  database: Database,
  version: number,
  steps: readonly string[] = migrations,
): void {
  for (const step of steps.slice(version - 1)) database.run(step);
  database.run("UPDATE meta SET value = ? WHERE key = 'schema_version'", [`${steps.length + 1}`]);
}
