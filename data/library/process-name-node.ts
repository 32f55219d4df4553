import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Where process ids mean the same processes: this computer since it was started and, on Linux, the
 * processes that see one another, as those of a container do. Eight hexadecimal digits.
 */
export const processSpace: string = createHash("sha256")
  .update(
    JSON.stringify([
      hostname(),
      textOf(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8")),
      textOf(() => readlinkSync("/proc/self/ns/pid")),
    ]),
  )
  .digest("hex")
  .slice(0, 8);

/** Whether a process of this process space runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, but under another user.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Empty where there is no such file: on other systems. */
function textOf(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
