import assert from "node:assert/strict";
import type { BenchmarkFolder } from "../../../data/library/benchmark-folder";

/** What every folder of benchmarks does, wherever it is. */
export function folderContract(emptyFolder: () => BenchmarkFolder): void {
  it("has nothing to begin with", async () => {
    const folder = emptyFolder();
    assert.deepEqual(await folder.list(), []);
    assert.equal(await folder.read("a"), undefined);
    assert.equal(await folder.readPart("a", 0, 1), undefined);
    assert.equal(await folder.setAside("a"), undefined);
    await folder.remove("a");
  });

  it("gives back what was put there last", async () => {
    const folder = emptyFolder();
    await folder.replace("a", Uint8Array.of(1, 2, 3));
    await folder.replace("a", Uint8Array.of(4, 5));
    await folder.replace("b", new Uint8Array());
    assert.deepEqual([...((await folder.read("a")) ?? [])], [4, 5]);
    assert.deepEqual([...((await folder.read("b")) ?? [1])], []);
    assert.deepEqual(await folder.list(), [
      { name: "a", bytes: 2 },
      { name: "b", bytes: 0 },
    ]);
    await folder.remove("a");
    assert.deepEqual(await folder.list(), [{ name: "b", bytes: 0 }]);
  });

  it("gives parts, shorter where the file ends", async () => {
    const folder = emptyFolder();
    await folder.replace("a", Uint8Array.of(0, 1, 2, 3, 4));
    const part = async (offset: number, length: number) => [
      ...((await folder.readPart("a", offset, length)) ?? []),
    ];
    assert.deepEqual(await part(1, 3), [1, 2, 3]);
    assert.deepEqual(await part(3, 5), [3, 4]);
    assert.deepEqual(await part(5, 1), []);
    assert.deepEqual(await part(9, 1), []);
    assert.deepEqual(await part(0, 2 ** 40), [0, 1, 2, 3, 4]);
    assert.deepEqual(await part(-2, 1), [3]);
    assert.deepEqual(await part(-2, 2), [3, 4]);
    assert.deepEqual(await part(-9, 2), [0, 1]);
  });

  it("has a file that is written piece by piece once it is finished", async () => {
    const folder = emptyFolder();
    const file = folder.create("a");
    const row = new Uint8Array(1000);
    for (let number = 0; number < 3000; number++) file.append(row.fill(number));
    file.append(new Uint8Array(2 ** 21).fill(7));
    file.append(Uint8Array.of(1));
    assert.deepEqual(await folder.list(), []);
    await file.finish();
    const bytes = (await folder.read("a")) ?? assert.fail("it is missing");
    const rows = 3_000_000;
    assert.equal(bytes.length, rows + 2 ** 21 + 1);
    assert.ok(bytes.every((byte, at) => byte === expected(at)));

    function expected(at: number): number {
      if (at < rows) return Math.floor(at / 1000) % 256;
      return at < rows + 2 ** 21 ? 7 : 1;
    }
  });

  it("forgets a file that is discarded", async () => {
    const folder = emptyFolder();
    const file = folder.create("a");
    file.append(Uint8Array.of(1));
    await file.discard();
    assert.deepEqual(await folder.list(), []);
  });

  it("sets files aside under names of their own", async () => {
    const folder = emptyFolder();
    for (const [number, kept] of ["a.damaged", "a.damaged-2", "a.damaged-3"].entries()) {
      await folder.replace("a", Uint8Array.of(number));
      assert.equal(await folder.setAside("a"), kept);
      assert.equal(await folder.read("a"), undefined);
      assert.deepEqual([...((await folder.read(kept)) ?? [])], [number]);
    }
  });

  it("puts several files in place together, and keeps damaged ones", async () => {
    const folder = emptyFolder();
    await folder.replace("a", Uint8Array.of(1));
    await folder.replace("b", Uint8Array.of(2));
    const files = ["a", "b", "c"].map((name, number) => ({
      name,
      bytes: Uint8Array.of(3 + number),
      isDamaged: name !== "a",
    }));
    const kept = await folder.locked("library", (lock) => folder.replaceAll(files, lock));
    assert.deepEqual([...kept], [["b", "b.damaged"]]);
    const bytes = async (name: string) => [...((await folder.read(name)) ?? [])];
    assert.deepEqual(await Promise.all(["a", "b", "c", "b.damaged"].map(bytes)), [
      [3],
      [4],
      [5],
      [2],
    ]);
    assert.equal((await folder.list()).length, 4);
    await folder.settle("library");
  });

  it("lets one at a time have a lock, in the order in which they came", async () => {
    const folder = emptyFolder();
    const order: string[] = [];
    const action = (name: string) => async () => {
      order.push(`${name} begins`);
      await folder.replace(name, Uint8Array.of(1));
      order.push(`${name} ends`);
    };
    const failing = folder.locked("library", async () => {
      await action("a")();
      throw new Error("failed");
    });
    const names = ["b", "c", "d", "e", "f", "g"];
    const others = names.map((name) => folder.locked("library", action(name)));
    await assert.rejects(failing, { message: "failed" });
    await Promise.all(others);
    assert.deepEqual(
      order,
      ["a", ...names].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  it("gives what is done under the lock, and knows that it is held", async () => {
    const folder = emptyFolder();
    assert.equal(await folder.locked("library", (lock) => lock.isHeld()), true);
    assert.equal(await folder.locked("library", async ({ name }) => name), "library");
    assert.equal(await folder.locked("library", () => folder.locked("other", async () => 7)), 7);
  });

  it("has names of files only", async () => {
    const folder = emptyFolder();
    const refused = { name: "RangeError", message: /is no name of a file/ };
    for (const name of [
      "",
      ".",
      "..",
      ".a",
      "a/b",
      "a\\b",
      "../a",
      "c:a",
      "a\0",
      "a\n",
      "a".repeat(200),
    ]) {
      await assert.rejects(folder.read(name), refused);
      await assert.rejects(folder.readPart(name, 0, 1), refused);
      await assert.rejects(folder.replace(name, Uint8Array.of(1)), refused);
      await assert.rejects(folder.remove(name), refused);
      await assert.rejects(folder.setAside(name), refused);
      const files = ["a", name].map((each) => ({
        name: each,
        bytes: Uint8Array.of(1),
        isDamaged: false,
      }));
      const together = folder.locked("library", (lock) => folder.replaceAll(files, lock));
      await assert.rejects(together, refused);
      assert.throws(() => folder.create(name), refused);
    }
  });
}
