import { chmodSync } from "node:fs";

/**
 * Acts while nobody may write in the folder `path`, which lies in `root`: even the superuser is refused
 * while it acts as somebody else. Skips the test where that cannot be had.
 */
export async function withoutPermission(
  test: Mocha.Context,
  root: string,
  path: string,
  action: () => Promise<void>,
): Promise<void> {
  if (!process.geteuid || !process.seteuid) return test.skip();
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
