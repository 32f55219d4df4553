import { deepEqual, equal } from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryTraces, mostTraces, type TraceStore } from "../../../server/traces/trace-store";
import { nodeTraces } from "../../../server/traces/trace-store-node";

describe("kept traces", () => {
  const root = mkdtempSync(join(tmpdir(), "blox-trace-store-"));
  const folder = join(root, "made", "with the first");
  after(() => rmSync(root, { recursive: true, force: true }));

  const names = Array.from({ length: mostTraces + 5 }, (_, place) => `${place}.trace`);
  const stores: readonly (readonly [string, () => TraceStore])[] = [
    ["in a folder", () => nodeTraces(folder)],
    ["in memory", memoryTraces],
  ];
  for (const [where, make] of stores) {
    describe(where, () => {
      const store = make();

      it("are the latest few", async () => {
        for (const [place, name] of names.entries()) {
          const file = store.open(name);
          file.write(`${name}\n`);
          // Files that are written within one tick of the clock are equally old.
          if (where === "in a folder") utimesSync(join(folder, name), place, place);
          await file.close();
        }
        const read = await Promise.all(names.map((name) => store.read(name)));
        const expected = names.map((name, place) => (place < 5 ? undefined : `${name}\n`));
        deepEqual(read, expected);
      });

      it("are gone on with after what is kept of them", async () => {
        const whole = "ä 1\nä 2\n";
        const begun = store.open("one");
        begun.write(whole);
        await begun.close();
        const file = store.open("one", "ä 1\n");
        equal(await store.read("one"), whole);
        file.write("ä 3\n");
        file.write("ä 4\n");
        await file.close();
        equal(await store.read("one"), "ä 1\nä 3\nä 4\n");
      });
    });
  }

  it("leave no folder where nothing was written", async () => {
    const other = join(root, "never");
    await nodeTraces(other).open("one").close();
    equal(existsSync(other), false);
  });
});
