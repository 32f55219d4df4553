/** A name that is free for a damaged file: it says what it was, and that it is no more. */
export async function damagedName(
  name: string,
  isTaken: (name: string) => Promise<boolean>,
): Promise<string> {
  for (let number = 1; ; number++) {
    const kept = `${name}.damaged${number === 1 ? "" : `-${number}`}`;
    if (!(await isTaken(kept))) return kept;
  }
}
