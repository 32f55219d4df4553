import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { BenchmarkFolder } from "../../../data/library/benchmark-folder";
import { nodeFolder } from "../../../data/library/folder-node";
import { processSpace } from "../../../data/library/process-name-node";
import { folderContract } from "./folder-contract";
import { randomNumbers } from "./random-numbers";
import { temporaryFolder } from "./temporary-folder";

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
      await refuses(nodeFolder(join(path, "inner")), /It was not possible to write .*ENOTDIR/);
      await assert.rejects(
        nodeFolder(path).list(),
        /It was not possible to read the folder .*ENOTDIR/,
      );
    });

    it("where a folder stands in a file's place", async () => {
      const path = emptyFolder();
      mkdirSync(join(path, "a", "b"), { recursive: true });
      const folder = nodeFolder(path);
      await assert.rejects(
        folder.replace("a", Uint8Array.of(1)),
        nothingChanged(/EISDIR|ENOTEMPTY/),
      );
      await assert.rejects(folder.read("a"), /It was not possible to read a in .*EISDIR/);
      await assert.rejects(folder.remove("a"), /It was not possible to remove a from/);
      assert.deepEqual(readdirSync(path), ["a"]);
    });

    it("where there is no permission", async function () {
      const path = emptyFolder();
      mkdirSync(path);
      writeFileSync(join(path, "a"), "old");
      await withoutPermission(this, path, async () => {
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
      await withoutPermission(this, path, () =>
        assert.rejects(nodeFolder(path).read("a"), /There is no permission to read a in/),
      );
    });

    it("where no space is left", async function () {
      const path = emptyFolder();
      mkdirSync(path);
      try {
        execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", path], {
          stdio: "ignore",
        });
      } catch {
        return this.skip();
      }
      try {
        const folder = nodeFolder(path);
        await folder.replace("a", Buffer.from("old"));
        const noSpace = nothingChanged(/There is no space left on the disk to write a in /);
        await assert.rejects(folder.replace("a", new Uint8Array(300_000)), noSpace);
        const file = folder.create("a");
        assert.throws(() => {
          for (let row = 0; row < 1000; row++) file.append(new Uint8Array(3000));
        }, noSpace);
        await assert.rejects(file.finish(), nothingChanged(/the file is closed/));
        assert.deepEqual(await folder.read("a"), Buffer.from("old"));
        assert.deepEqual(readdirSync(path), ["a"]);
      } finally {
        execFileSync("umount", [path]);
      }
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

    /** Even the superuser is refused while it acts as somebody else. */
    async function withoutPermission(
      { skip }: Mocha.Context,
      path: string,
      action: () => Promise<void>,
    ): Promise<void> {
      if (!process.geteuid || !process.seteuid) return skip();
      const user = process.geteuid();
      chmodSync(root, 0o755);
      chmodSync(path, 0o555);
      if (user === 0) process.seteuid(65_534);
      try {
        await action();
      } finally {
        if (user === 0) process.seteuid(user);
        chmodSync(path, 0o755);
      }
    }
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

    async function killAfter(child: ChildProcess, letters: number): Promise<void> {
      let heard = 0;
      await new Promise<void>((resolve) => {
        child.stdout?.on("data", (data: Buffer) => {
          heard += data.length;
          if (heard >= letters) resolve();
        });
      });
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    }
  });
});
