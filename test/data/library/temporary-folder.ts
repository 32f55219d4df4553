import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The path of an empty folder of the tests that are described beside it, gone after them. */
export function temporaryFolder(): string {
  const path = mkdtempSync(join(tmpdir(), "blox-library-"));
  after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
