import { equal, ok } from "node:assert/strict";
import type { SqlJsStatic } from "sql.js";
import { bloxSpace } from "../../data/built-in-spaces";
import { seal, unsealed, verifySeal } from "../../data/library/seal";
import { writeDatabase } from "../../data/library/write-database";
import { sampleMeasurements } from "../data/library/sample-measurements";

export interface DamagedDatabases {
  readonly lengths: number;
  readonly flips: number;
}

/** Fails where a small database may lose its end, or have a bit of any byte flipped, and nothing notices. */
export async function damageDatabase(sql: SqlJsStatic): Promise<DamagedDatabases> {
  const whole = await smallDatabase(sql);
  ok((await verifySeal(whole)) !== undefined);
  for (let length = 0; length < whole.length; length++)
    equal(await verifySeal(whole.subarray(0, length)), undefined, `${length} bytes`);
  for (let place = 0; place < whole.length; place++) {
    const bytes = Uint8Array.from(whole);
    bytes[place] = (bytes[place] ?? 0) ^ (1 << (place % 8));
    equal(await verifySeal(bytes), undefined, `byte ${place}`);
  }
  return { lengths: whole.length, flips: whole.length };
}

/** As the library has it, but with small pages: most of large ones is blank. */
async function smallDatabase(sql: SqlJsStatic): Promise<Uint8Array> {
  const database = new sql.Database(
    await writeDatabase(sampleMeasurements(bloxSpace), bloxSpace, sql),
  );
  try {
    database.run("PRAGMA page_size = 512");
    database.run("VACUUM");
    database.run("UPDATE seal SET checksum = ?", [unsealed]);
    return await seal(database.export());
  } finally {
    database.close();
  }
}
