import { ok } from "node:assert/strict";
import fc from "fast-check";
import { FileProblem, type Importer } from "../../../data/importers/importer";
import { read, sourceOf } from "./text-source";

/** Cut off anywhere, or with bits turned over: findings or a problem that names the file, nothing else. */
export function survivesDamage(importer: Importer, text: string): void {
  const bytes = new TextEncoder().encode(text);

  it("cut off anywhere, gives findings or says what is wrong", async () => {
    for (let length = 0; length < bytes.length; length++)
      await findingsOrProblem(importer, bytes.subarray(0, length));
  });

  it("with bits turned over, gives findings or says what is wrong", async () => {
    const flips = fc.array(fc.nat(bytes.length * 8 - 1), { minLength: 1, maxLength: 6 });
    const property = fc.asyncProperty(flips, async (places) => {
      const damaged = Uint8Array.from(bytes);
      for (const place of places) {
        const byte = place >> 3;
        damaged[byte] = (damaged[byte] ?? 0) ^ (1 << (place & 7));
      }
      await findingsOrProblem(importer, damaged);
    });
    await fc.assert(property, { seed: 20_261_124, numRuns: 1000 });
  });
}

async function findingsOrProblem(importer: Importer, bytes: Uint8Array): Promise<void> {
  try {
    importer.recognises(bytes);
    const { rows } = await read(importer, sourceOf("damaged.txt", bytes));
    ok(rows > 0);
  } catch (error) {
    ok(error instanceof FileProblem, String(error));
    ok(error.message.startsWith("damaged.txt"), error.message);
  }
}
