import type { KilledImports } from "./killed-imports";

/** What became of imports that were killed, in a few sentences. */
export function killText(found: KilledImports): string {
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  return [
    `${found.kills} kills, ${found.amidst} amidst an import: nothing was lost.`,
    `The benchmark was the old one ${found.old} times, the new one ${found.new} times; what was being put in place was undone ${found.undone} times.`,
    `Left and cleared up: ${found.locks} locks, unfinished files ${found.unfinished} times, curves ${found.orphans} times.`,
    `The next import took ${seconds(found.longestMs)} at most; the slowest import undisturbed ${seconds(found.undisturbedMs)}.`,
  ].join(" ");
}
