import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { build } from "esbuild";
import {
  type BenchmarkFolder,
  HalfReplaced,
  type Replacement,
} from "../../../data/library/benchmark-folder";
import { nodeFolder } from "../../../data/library/folder-node";
import { processSpace } from "../../../data/library/process-name-node";
import { folderContract } from "./folder-contract";
import { randomNumbers } from "./random-numbers";
import { onSmallDisk } from "./small-disk";
import { temporaryFolder } from "./temporary-folder";
import { withoutPermission } from "./without-permission";

describe("folder of benchmarks on a disk", () => {
  const root = temporaryFolder();
  let folders = 0;
  const emptyFolder = () => join(root, `folder-${folders++}`);

  folderContract(() => nodeFolder(emptyFolder()));

  it("leaves out folders and what begins with a full stop", async () => {
    const path = emptyFolder();
    mkdirSync(join(path, "inner"), { recursive: true });
    for (const name of [".hidden", "b", "a"]) writeFileSync(join(path, name), "12");
    assert.deepEqual(await nodeFolder(path).list(), [
      { name: "a", bytes: 2 },
      { name: "b", bytes: 2 },
    ]);
  });

  it("has nothing beside its files once they are written", async () => {
    const path = emptyFolder();
    const folder = nodeFolder(path);
    await folder.locked("library", () => folder.replace("a", Uint8Array.of(1)));
    const discarded = folder.create("b");
    discarded.append(Uint8Array.of(1));
    await discarded.discard();
    assert.deepEqual(readdirSync(path), ["a"]);
  });

  describe("says what is wrong and changes nothing", () => {
    it("where a file stands in the folder's place", async () => {
      const path = join(root, "file");
      writeFileSync(path, "");
      await refuses(nodeFolder(path), /It was not possible to write .*EEXIST/);
      const reason = "a file is where its folder should be";
      await refuses(
        nodeFolder(join(path, "inner")),
        new RegExp(`It was not possible to write .*: ${reason}\\.`),
      );
      await assert.rejects(
        nodeFolder(path).list(),
        new RegExp(`It was not possible to read the folder .*: ${reason}\\.`),
      );
    });

    it("where a folder stands in a file's place", async () => {
      const path = emptyFolder();
      mkdirSync(join(path, "a", "b"), { recursive: true });
      const folder = nodeFolder(path);
      await assert.rejects(
        folder.replace("a", Uint8Array.of(1)),
        nothingChanged(/(a folder has this name|ENOTEMPTY)/),
      );
      await assert.rejects(
        folder.read("a"),
        /It was not possible to read a in .*: a folder has this name/,
      );
      await assert.rejects(folder.remove("a"), /It was not possible to remove a from/);
      assert.deepEqual(readdirSync(path), ["a"]);
    });

    it("where there is no permission", async function () {
      const path = emptyFolder();
      mkdirSync(path);
      writeFileSync(join(path, "a"), "old");
      await withoutPermission(this, root, path, async () => {
        await refuses(nodeFolder(path), /There is no permission to write /);
        assert.equal(await nodeFolder(path).setAside("a"), undefined);
        assert.deepEqual(await nodeFolder(path).read("a"), Buffer.from("old"));
      });
      assert.deepEqual(readdirSync(path), ["a"]);
    });

    it("where a file may not be read", async function () {
      const path = emptyFolder();
      mkdirSync(path);
      writeFileSync(join(path, "a"), "old", { mode: 0o200 });
      await withoutPermission(this, root, path, () =>
        assert.rejects(nodeFolder(path).read("a"), /There is no permission to read a in/),
      );
    });

    it("where no space is left", async function () {
      const path = emptyFolder();
      await onSmallDisk(this, path, 256, async () => {
        const folder = nodeFolder(path);
        await folder.replace("a", Buffer.from("old"));
        const noSpace = nothingChanged(/There is no space left on the disk to write a in /);
        await assert.rejects(folder.replace("a", new Uint8Array(300_000)), noSpace);
        const together = folder.locked("library", (lock) =>
          folder.replaceAll(filled(["b", "a"], 1, 200_000), lock),
        );
        await assert.rejects(together, noSpace);
        const file = folder.create("a");
        assert.throws(() => {
          for (let row = 0; row < 1000; row++) file.append(new Uint8Array(3000));
        }, noSpace);
        await assert.rejects(file.finish(), nothingChanged(/the file is closed/));
        assert.deepEqual(await folder.read("a"), Buffer.from("old"));
        assert.deepEqual(readdirSync(path), ["a"]);
      });
    });

    async function refuses(folder: BenchmarkFolder, reason: RegExp): Promise<void> {
      await assert.rejects(folder.replace("a", Uint8Array.of(1)), nothingChanged(reason));
      assert.throws(() => folder.create("b"), nothingChanged(reason));
      let ran = false;
      const locked = folder.locked("library", async () => {
        ran = true;
      });
      await assert.rejects(locked, nothingChanged(reason));
      assert.equal(ran, false);
    }

    function nothingChanged(reason: RegExp): RegExp {
      return new RegExp(`${reason.source}.* Nothing has changed\\.$`);
    }
  });

  describe("replaces files together", () => {
    const old = { a: "old a", b: "old b" };
    const oldFolder = () => {
      const path = emptyFolder();
      mkdirSync(path);
      for (const [name, text] of Object.entries(old)) writeFileSync(join(path, name), text);
      return path;
    };
    const contentOf = (path: string) =>
      Object.fromEntries(
        readdirSync(path).map((name) => [name, readFileSync(join(path, name), "utf8")]),
      );
    const fresh = (names: readonly string[], damaged: readonly string[] = []) =>
      names.map((name) => ({
        name,
        bytes: Buffer.from(`new ${name}`),
        isDamaged: damaged.includes(name),
      }));

    it("and leaves nothing beside them", async () => {
      const path = oldFolder();
      const folder = nodeFolder(path);
      await folder.locked("library", (lock) => folder.replaceAll(fresh(["a", "b", "c"]), lock));
      assert.deepEqual(contentOf(path), { a: "new a", b: "new b", c: "new c" });
    });

    it("or none of them, where the place of one is taken meanwhile", async () => {
      const path = oldFolder();
      const folder = nodeFolder(path);
      const replacing = folder.locked("library", ({ name }) =>
        folder.replaceAll(fresh(["a", "b", "c", "d"], ["b"]), {
          name,
          isHeld: async () => {
            mkdirSync(join(path, "d", "inner"), { recursive: true });
            return true;
          },
        }),
      );
      await assert.rejects(
        replacing,
        /It was not possible to write d in .* Nothing has changed\.$/,
      );
      rmSync(join(path, "d"), { recursive: true });
      assert.deepEqual(contentOf(path), old);
    });

    it("or none of them, where the lock has been lost by the end", async () => {
      const path = oldFolder();
      const folder = nodeFolder(path);
      const held = [true, false, true];
      const replacing = folder.replaceAll(fresh(["a", "b"], ["b"]), {
        name: "library",
        isHeld: async () => held.shift() ?? assert.fail("it is asked too often"),
      });
      await assert.rejects(replacing, /Another window has changed .* Nothing has changed\.$/);
      assert.deepEqual(contentOf(path), old);
    });

    it("and says so where the old ones cannot be put back yet", async () => {
      const path = oldFolder();
      const folder = nodeFolder(path);
      const inTheWay = (name: string) => {
        rmSync(join(path, name), { force: true });
        mkdirSync(join(path, name, "inner"), { recursive: true });
      };
      // Before the first is replaced, and before it is put back.
      const taken = ["c", "a"];
      const replacing = folder.replaceAll(fresh(["a", "b", "c"]), {
        name: "library",
        isHeld: async () => {
          inTheWay(taken.shift() ?? assert.fail("it is asked too often"));
          return true;
        },
      });
      await assert.rejects(replacing, (error) => {
        assert.ok(error instanceof HalfReplaced);
        assert.match(error.message, /^It was not possible to put back what was in .* next opened/);
        return true;
      });
      await assert.rejects(folder.settle("library"), /It was not possible to write in the folder/);
      rmSync(join(path, "a"), { recursive: true });
      // What has never been replaced is not touched, whatever stands there.
      await folder.settle("library");
      assert.deepEqual(readdirSync(join(path, "c")), ["inner"]);
      rmSync(join(path, "c"), { recursive: true });
      const names = readdirSync(path).filter((name) => !name.endsWith(".tmp"));
      assert.deepEqual(names, ["a", "b"]);
      for (const name of ["a", "b"])
        assert.equal(readFileSync(join(path, name), "utf8"), `old ${name}`);
    });

    // What a process has left that was killed, step by step: `a` is linked, `b` damaged, `c` new.
    const entries = [
      { name: "a", fresh: ".a.tmp", before: ".a.library.before" },
      { name: "b", fresh: ".b.tmp", before: "b.damaged" },
      { name: "c", fresh: ".c.tmp", before: null },
    ];
    const kept = { ".a.library.before": old.a, "b.damaged": old.b };
    for (const [step, left] of Object.entries({
      "written the journal": { ...old, ".a.tmp": "new", ".b.tmp": "new", ".c.tmp": "new" },
      "kept one": {
        ...old,
        ".a.library.before": old.a,
        ".a.tmp": "new",
        ".b.tmp": "new",
        ".c.tmp": "new",
      },
      "kept all": { ...old, ...kept, ".a.tmp": "new", ".b.tmp": "new", ".c.tmp": "new" },
      "replaced one": { ...old, ...kept, a: "new", ".b.tmp": "new", ".c.tmp": "new" },
      "replaced two": { ...kept, a: "new", b: "new", ".c.tmp": "new" },
      "replaced all": { ...kept, a: "new", b: "new", c: "new" },
      "put one back": { a: old.a, b: "new", c: "new", "b.damaged": old.b },
      "put all back": old,
    })) {
      it(`or none of them, by whoever comes after one that was killed when it had ${step}`, async () => {
        const path = emptyFolder();
        mkdirSync(path);
        for (const [name, text] of Object.entries(left)) writeFileSync(join(path, name), text);
        writeFileSync(join(path, ".library.journal"), JSON.stringify(entries));
        await nodeFolder(path).settle("library");
        const found = contentOf(path);
        for (const { fresh } of entries) delete found[fresh];
        assert.deepEqual(found, old);
      });
    }

    it("and removes what was kept of a file that has never been replaced, to which it is a link", async () => {
      const path = oldFolder();
      linkSync(join(path, "a"), join(path, ".a.library.before"));
      writeFileSync(join(path, ".library.journal"), JSON.stringify(entries));
      await nodeFolder(path).locked("library", async () => {});
      assert.deepEqual(contentOf(path), old);
    });

    it("and takes a journal that leads elsewhere, or is none, for no journal", async () => {
      for (const journal of [
        JSON.stringify([{ name: "../kept", fresh: ".a.tmp", before: null }]),
        JSON.stringify([{ name: "kept", fresh: ".a.tmp", before: "../kept" }]),
        JSON.stringify({ name: "a" }),
        JSON.stringify([null]),
        "[{",
      ]) {
        const path = oldFolder();
        const other = join(root, "kept");
        writeFileSync(other, "elsewhere");
        writeFileSync(join(path, ".library.journal"), journal);
        await nodeFolder(path).settle("library");
        assert.deepEqual(contentOf(path), old);
        assert.equal(readFileSync(other, "utf8"), "elsewhere");
      }
    });

    it("does not wait for long to put them back while another has the lock", async () => {
      const path = oldFolder();
      const lock = join(path, ".library.lock");
      writeFileSync(lock, JSON.stringify({ pid: 2 ** 22 + 1, host: "elsewhere", token: "t" }));
      writeFileSync(join(path, ".library.journal"), JSON.stringify(entries));
      await assert.rejects(nodeFolder(path).settle("library"), /another process has the lock/);
      assert.ok(existsSync(join(path, ".library.journal")));
      rmSync(join(path, ".library.journal"));
      await nodeFolder(path).settle("library");
    });
  });

  describe("shared by processes", () => {
    const program = join(root, "folder-program.mjs");
    before(() =>
      build({
        entryPoints: [resolve(import.meta.dirname, "folder-program.ts")],
        outfile: program,
        bundle: true,
        platform: "node",
        format: "esm",
      }),
    );
    const started: ChildProcess[] = [];
    after(() => {
      for (const child of started) child.kill("SIGKILL");
    });
    const start = (what: string, path: string) => {
      const child = spawn(process.execPath, [program, what, path], {
        stdio: ["pipe", "pipe", "inherit"],
      });
      started.push(child);
      return child;
    };

    it("loses nothing of what three write at once", async () => {
      const path = emptyFolder();
      const folder = nodeFolder(path);
      await folder.replace("number", Buffer.from("0"));
      const ends = [1, 2, 3].map(() => once(start("count", path), "exit"));
      assert.deepEqual(
        (await Promise.all(ends)).map(([code]) => code),
        [0, 0, 0],
      );
      assert.equal(readFileSync(join(path, "number"), "utf8"), "120");
      assert.deepEqual(readdirSync(path), ["number"]);
    });

    it("killed at any moment, leaves whole files and a lock that can be had", async () => {
      const path = emptyFolder();
      const folder = nodeFolder(path);
      const random = randomNumbers(12);
      let killedWhileWriting = 0;
      for (let round = 0; round < 12; round++) {
        const child = start("replace", path);
        await killAfter(child, 5 + random(10));
        const left = readdirSync(path);
        if (left.some((name) => name.endsWith(".tmp"))) killedWhileWriting++;
        for (const name of ["file", "rows"]) {
          const bytes = (await folder.read(name)) ?? assert.fail(`${name} is missing`);
          const [byte = 0] = bytes;
          const length = name === "rows" ? 1_200_000 : 200_000 + byte;
          assert.ok(Buffer.alloc(length, byte).equals(bytes), `${name} after ${round} kills`);
        }
        await folder.locked("library", async () => {
          assert.deepEqual(readdirSync(path).sort(), [".library.lock", "file", "rows"]);
        });
        assert.deepEqual(readdirSync(path).sort(), ["file", "rows"]);
      }
      assert.ok(killedWhileWriting > 0);
    });

    it("killed at any moment, has replaced all of several files or none", async () => {
      const path = emptyFolder();
      const folder = nodeFolder(path);
      const names = ["a", "b", "c"];
      await folder.locked("library", (lock) => folder.replaceAll(filled(names, 0, 1000), lock));
      const random = randomNumbers(5);
      let killedWhileReplacing = 0;
      for (let round = 0; round < 12; round++) {
        // Every third time when all are in place and the journal is not closed yet.
        await killAfter(start("replaceAll", path), 6 + round, round % 3 === 0 ? 0 : random(12));
        if (existsSync(join(path, ".library.journal"))) killedWhileReplacing++;
        await folder.settle("library");
        assert.equal(existsSync(join(path, ".library.journal")), false);
        const found = await Promise.all(names.map((name) => folder.read(name)));
        const [first = assert.fail("it is missing")] = found;
        assert.deepEqual(found, [first, first, first], `after ${round} kills`);
        await folder.locked("library", async () => {});
        assert.deepEqual(readdirSync(path).sort(), names);
      }
      assert.ok(killedWhileReplacing > 0);
    });

    it("has one of many take over the lock of the dead", async () => {
      const path = emptyFolder();
      const folder = nodeFolder(path);
      const holder = start("hold", path);
      if (holder.stdout) await once(holder.stdout, "data");
      await folder.replace("number", Buffer.from("0"));
      const ends = [1, 2, 3].map(() => once(start("count", path), "exit"));
      holder.kill("SIGKILL");
      await Promise.all(ends);
      assert.equal(readFileSync(join(path, "number"), "utf8"), "120");
      assert.deepEqual(readdirSync(path), ["number"]);
    });

    it("waits for a holder that lives", async () => {
      const path = emptyFolder();
      const holder = start("hold", path);
      if (holder.stdout) await once(holder.stdout, "data");
      let isLocked = false;
      const locked = nodeFolder(path).locked("library", async () => {
        isLocked = true;
      });
      await otherLocksAreHad(path);
      assert.equal(isLocked, false);
      holder.stdin?.end();
      await locked;
      assert.deepEqual(readdirSync(path), []);
    });

    it("takes over the lock of whom nothing has been seen for long", async () => {
      for (const [text, minutes] of [
        [JSON.stringify({ pid: process.pid, host: "elsewhere", token: "t" }), 11],
        [JSON.stringify({ pid: process.ppid, host: processSpace, token: "t" }), 11],
        // A thread of this process that was ended, and a process that was before it said its name.
        [JSON.stringify({ pid: process.pid, host: processSpace, token: "t" }), 1],
        ["", 1],
      ] as const) {
        const path = emptyFolder();
        mkdirSync(path);
        const lock = join(path, ".library.lock");
        writeFileSync(lock, text);
        const then = new Date(Date.now() - minutes * 60_000);
        utimesSync(lock, then, then);
        await nodeFolder(path).locked("library", async () => {});
        assert.deepEqual(readdirSync(path), []);
      }
    });

    it("waits for one elsewhere that has been seen not long ago", async () => {
      const path = emptyFolder();
      mkdirSync(path);
      const lock = join(path, ".library.lock");
      const theirs = JSON.stringify({ pid: 2 ** 22 + 1, host: "elsewhere", token: "t" });
      writeFileSync(lock, theirs);
      const before = new Date(Date.now() - 9 * 60_000);
      utimesSync(lock, before, before);
      let isLocked = false;
      const locked = nodeFolder(path).locked("library", async () => {
        isLocked = true;
      });
      await otherLocksAreHad(path);
      assert.equal(isLocked, false);
      assert.equal(readFileSync(lock, "utf8"), theirs);
      const then = new Date(0);
      utimesSync(lock, then, then);
      await locked;
    });

    it("changes nothing once the lock was lost", async () => {
      const path = emptyFolder();
      const folder = nodeFolder(path);
      await folder.replace("a", Buffer.from("old"));
      await folder.locked("library", async (lock) => {
        assert.equal(await lock.isHeld(), true);
        writeFileSync(join(path, ".library.lock"), "another's");
        assert.equal(await lock.isHeld(), false);
        await assert.rejects(
          folder.replace("a", Buffer.from("new"), lock),
          /Another window has changed the benchmarks meanwhile; try again. Nothing has changed\.$/,
        );
      });
      assert.deepEqual(await folder.read("a"), Buffer.from("old"));
      assert.equal(readFileSync(join(path, ".library.lock"), "utf8"), "another's");
    });

    it("keeps what others are writing", async () => {
      const path = emptyFolder();
      const folder = nodeFolder(path);
      const file = folder.create("a");
      file.append(Uint8Array.of(1));
      const theirs = ".b.00000000-1-000000000000.tmp";
      writeFileSync(join(path, theirs), "");
      await folder.locked("library", async () => {});
      await file.finish();
      assert.deepEqual(readdirSync(path).sort(), [theirs, "a"]);
    });

    /** Time enough to have taken any other. */
    async function otherLocksAreHad(path: string): Promise<void> {
      for (let times = 0; times < 50; times++)
        await nodeFolder(path).locked("other", () => nodeFolder(path).list());
    }

    async function killAfter(child: ChildProcess, letters: number, ms = 0): Promise<void> {
      let heard = 0;
      await new Promise<void>((resolve) => {
        child.stdout?.on("data", (data: Buffer) => {
          heard += data.length;
          if (heard >= letters) resolve();
        });
      });
      const ended = once(child, "exit");
      if (ms > 0) await delay(ms);
      child.kill("SIGKILL");
      await ended;
    }
  });
});

/** Files of one byte each, over and over. */
function filled(names: readonly string[], byte: number, length: number): Replacement[] {
  return names.map((name) => ({
    name,
    bytes: Buffer.alloc(length, byte),
    isDamaged: false,
  }));
}
