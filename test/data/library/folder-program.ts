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
  /** Takes the lock and keeps it. */
  async hold() {
    await folder.locked("library", async () => {
      process.stdout.write("held");
      await new Promise((resolve) => process.stdin.on("end", resolve).resume());
    });
  },
};

await programs[what]?.();
