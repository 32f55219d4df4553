import assert from "node:assert/strict";
import { resolve } from "node:path";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { browserFolder } from "../../../data/library/folder-indexeddb";
import { chromiumPath, launch } from "../../webview/preview";

/** What the script gives the page. */
declare const library: { readonly browserFolder: typeof browserFolder };

describe("folder of benchmarks in a browser", () => {
  // Storage and locks are for secure pages; nothing is asked of the network.
  const address = "https://library.invalid/";
  let browser: Browser;
  let windows: readonly [Page, Page];

  before(async function () {
    if (chromiumPath === undefined) return this.skip();
    browser = await launch(chromiumPath);
    const context = await browser.newContext();
    await context.route(`${address}**`, (route) =>
      route.fulfill({ contentType: "text/html", body: "" }),
    );
    const script = await build({
      entryPoints: [resolve(import.meta.dirname, "../../../data/library/folder-indexeddb.ts")],
      bundle: true,
      write: false,
      format: "iife",
      globalName: "library",
    });
    const content = script.outputFiles[0]?.text ?? "";
    const open = async () => {
      const page = await context.newPage();
      await page.goto(address);
      await page.addScriptTag({ content });
      return page;
    };
    windows = [await open(), await open()];
  });
  after(() => browser?.close());

  it("gives back, in another window, what was put there last", async () => {
    const [one, other] = windows;
    await one.evaluate(async () => {
      const folder = library.browserFolder("files");
      await folder.replace("a", Uint8Array.of(1, 2, 3));
      await folder.replace("a", Uint8Array.of(4, 5));
      await folder.replace("b", new Uint8Array());
      await folder.replace("c", Uint8Array.of(1));
      await folder.remove("c");
    });
    const found = await other.evaluate(async () => {
      const folder = library.browserFolder("files");
      const files = ["a", "b", "c"].map(async (name) => folder.read(name));
      const bytes = (await Promise.all(files)).map((file) => file && Array.from(file));
      return [await folder.list(), ...bytes];
    });
    const entries = [
      { name: "a", bytes: 2 },
      { name: "b", bytes: 0 },
    ];
    assert.deepEqual(found, [entries, [4, 5], [], undefined]);
  });

  it("gives parts, shorter where the file ends", async () => {
    const parts = await windows[0].evaluate(async () => {
      const folder = library.browserFolder("parts");
      await folder.replace("a", Uint8Array.of(0, 1, 2, 3, 4));
      const places = [
        [1, 3],
        [3, 5],
        [9, 1],
        [0, 2 ** 40],
        [-2, 1],
        [-2, 2],
      ] as const;
      const parts = places.map(([offset, length]) => folder.readPart("a", offset, length));
      return (await Promise.all(parts)).map((part) => part && Array.from(part));
    });
    assert.deepEqual(parts, [[1, 2, 3], [3, 4], [], [0, 1, 2, 3, 4], [3], [3, 4]]);
  });

  it("has a file that is written piece by piece once it is finished", async () => {
    const found = await windows[0].evaluate(async () => {
      const folder = library.browserFolder("pieces");
      const file = folder.create("a");
      const row = new Uint8Array(1000);
      for (let number = 0; number < 3000; number++) file.append(row.fill(number));
      const discarded = folder.create("b");
      discarded.append(row);
      await discarded.discard();
      const before = await folder.list();
      await file.finish();
      const bytes = (await folder.read("a")) ?? new Uint8Array();
      const isRight = bytes.every((byte, at) => byte === Math.floor(at / 1000) % 256);
      return [before, await folder.list(), isRight];
    });
    assert.deepEqual(found, [[], [{ name: "a", bytes: 3_000_000 }], true]);
  });

  it("sets files aside under names of their own", async () => {
    const found = await windows[0].evaluate(async () => {
      const folder = library.browserFolder("aside");
      await folder.replace("a", Uint8Array.of(1));
      const first = await folder.setAside("a");
      await folder.replace("a", Uint8Array.of(2, 2));
      return [first, await folder.setAside("a"), await folder.setAside("a"), await folder.list()];
    });
    const kept = [
      { name: "a.damaged", bytes: 1 },
      { name: "a.damaged-2", bytes: 2 },
    ];
    assert.deepEqual(found, ["a.damaged", "a.damaged-2", undefined, kept]);
  });

  it("puts several files in place together, and keeps damaged ones", async () => {
    const found = await windows[0].evaluate(async () => {
      const folder = library.browserFolder("together");
      await folder.replace("a", Uint8Array.of(1));
      await folder.replace("b", Uint8Array.of(2));
      const files = ["a", "b", "c"].map((name, number) => ({
        name,
        bytes: Uint8Array.of(3 + number),
        isDamaged: name !== "a",
      }));
      const kept = await folder.locked("library", (lock) => folder.replaceAll(files, lock));
      const names = (await folder.list()).map(({ name }) => name);
      const bytes = await Promise.all(names.map((name) => folder.read(name)));
      return [[...kept], names.map((name, place) => [name, ...(bytes[place] ?? [])])];
    });
    const files = [
      ["a", 3],
      ["b", 4],
      ["b.damaged", 2],
      ["c", 5],
    ];
    assert.deepEqual(found, [[["b", "b.damaged"]], files]);
  });

  it("puts none of several files in place where one cannot be", async () => {
    const found = await windows[0].evaluate(async () => {
      const folder = library.browserFolder("none");
      await folder.replace("a", Uint8Array.of(1));
      const file = { name: "a", bytes: Uint8Array.of(2), isDamaged: true };
      const refuse = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value, key) {
        // A name that is there already.
        return key === "b" ? this.add(value, "a") : refuse.call(this, value, key);
      };
      const problem = await folder
        .locked("library", (lock) => folder.replaceAll([file, { ...file, name: "b" }], lock))
        .then(String, String);
      IDBObjectStore.prototype.put = refuse;
      return [problem, await folder.list(), Array.from((await folder.read("a")) ?? [])];
    });
    assert.match(String(found[0]), /not possible to write a, b in .* Nothing has changed\.$/);
    assert.deepEqual(found.slice(1), [[{ name: "a", bytes: 1 }], [1]]);
  });

  it("loses nothing of what two windows write at once", async () => {
    const counted = windows.map((page) =>
      page.evaluate(async () => {
        const folder = library.browserFolder("locked");
        for (let times = 0; times < 50; times++) {
          await folder.locked("library", async (lock) => {
            const [number = 0] = (await folder.read("number")) ?? [];
            await folder.replace("number", Uint8Array.of(number + 1), lock);
          });
        }
      }),
    );
    await Promise.all(counted);
    const number = await windows[0].evaluate(async () =>
      Array.from((await library.browserFolder("locked").read("number")) ?? []),
    );
    assert.deepEqual(number, [100]);
  });

  it("has names of files only", async () => {
    await assert.rejects(
      windows[0].evaluate(() => library.browserFolder("names").read("../a")),
      /is no name of a file/,
    );
  });
});
