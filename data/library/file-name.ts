/**
 * Throws unless a text is the name of a file of the library's folder: it must not lead elsewhere, and a
 * full stop at the beginning is for what is being written.
 */
export function expectFileName(name: string): void {
  const isPossible =
    name.length > 0 &&
    name.length <= longestName &&
    !name.startsWith(".") &&
    !/[/\\:\p{Cc}]/u.test(name);
  if (!isPossible) throw new RangeError(`${JSON.stringify(name)} is no name of a file`);
}

/** Characters; file systems end at 255 bytes, and names get suffixes. */
const longestName = 120;
