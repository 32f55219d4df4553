import { setTimeout as delay } from "node:timers/promises";
import { nodeFolder } from "../../../data/library/folder-node";

/** A process of its own for the tests of a folder: `WHAT FOLDER`. It says on its output what it does. */
const [what = "", path = ""] = process.argv.slice(2);
const folder = nodeFolder(path);

const programs: Readonly<Record<string, () => Promise<void>>> = {
  /** Adds one to a number that others add to as well, forty times. */
  async count() {
    for (let times = 0; times < 40; times++) {
      await folder.locked("library", async (lock) => {
        const number = Number(new TextDecoder().decode(await folder.read("number")));
        await folder.replace("number", new TextEncoder().encode(`${number + 1}`), lock);
      });
    }
  },
  /** Replaces a file by another of one byte and length, over and over; a letter before each step. */
  async replace() {
    for (let times = 0; ; times++) {
      process.stdout.write("l");
      await folder.locked("library", async (lock) => {
        process.stdout.write("r");
        await folder.replace("file", new Uint8Array(200_000 + times).fill(times), lock);
        process.stdout.write("c");
        const file = folder.create("rows");
        for (let row = 0; row < 100; row++) file.append(new Uint8Array(12_000).fill(times));
        process.stdout.write("f");
        await file.finish();
        process.stdout.write("u");
      });
    }
  },
  /**
   * Replaces three files together by others of one byte, over and over; a letter and a pause before each
   * of three steps: before the lock, before they are replaced, and once they are.
   */
  async replaceAll() {
    for (let times = 0; ; times++) {
      const bytes = new Uint8Array(1000).fill(times);
      const files = ["a", "b", "c"].map((name) => ({ name, bytes, isDamaged: false }));
      const pause = async () => {
        process.stdout.write("l");
        await delay(10);
      };
      await pause();
      await folder.locked("library", async ({ name, isHeld }) => {
        const slowly = { name, isHeld: () => pause().then(isHeld) };
        await folder.replaceAll(files, slowly);
      });
    }
  },
  /** Takes the lock and keeps it. */
  async hold() {
    await folder.locked("library", async () => {
      process.stdout.write("held");
      await new Promise((resolve) => process.stdin.on("end", resolve).resume());
    });
  },
};

await programs[what]?.();
