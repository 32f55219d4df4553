import { bloxSpace, findSpace } from "../built-in-spaces";
import type { Space } from "../space";

/** What brings a table of measurements of a space into Blox, typed in a terminal with the table behind it. */
export function importCommand({ name }: Space): string {
  const command = "npx blox import";
  if (name === bloxSpace.name) return command;
  const named = `${command} --space ${/^[\w-]+$/.test(name) ? name : quoted(name)}`;
  return findSpace(name) ? named : `${named} --spaces FILE.blox`;
}

/** As one word of a shell. */
function quoted(name: string): string {
  return `'${name.replaceAll("'", "'\\''")}'`;
}
