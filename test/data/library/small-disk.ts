import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** Acts while the folder `path` is a disk of this size. Skips the test where there can be none. */
export async function onSmallDisk(
  test: Mocha.Context,
  path: string,
  kibibytes: number,
  action: () => Promise<void>,
): Promise<void> {
  mkdirSync(path);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kibibytes}k`, "tmpfs", path], {
      stdio: "ignore",
    });
  } catch {
    return test.skip();
  }
  try {
    await action();
  } finally {
    execFileSync("umount", [path]);
  }
}
