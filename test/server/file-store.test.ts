import { deepEqual, equal } from "node:assert/strict";
import { FileStore } from "../../server/file-store";
import { isFile } from "../../server/model/imported-files";

describe("a file that changes while it is read", () => {
  it("is read again where something has happened meanwhile", async () => {
    const waiting: ((text: string) => void)[] = [];
    const store = new FileStore({
      read: () => new Promise((resolve) => waiting.push(resolve)),
      list: () => Promise.resolve([]),
    });
    const address = "file:///b.blox";
    const loaded = store.load([address]);
    equal(await store.refresh(new Set([address])), false);
    waiting.shift()?.("block old() { out = in }");
    // The answer to the first question is put aside, and the second one asked.
    await new Promise(setImmediate);
    equal(waiting.length, 1);
    waiting.shift()?.("block new() { out = in }");
    await loaded;
    const found = store.at(address);
    deepEqual(isFile(found) && found.text, "block new() { out = in }");
  });
});
