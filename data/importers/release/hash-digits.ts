/** The hexadecimal digits of a model hash. */
export const hashDigits = 32;

const values = new Int8Array(256).fill(-1);
for (let digit = 0; digit < 16; digit++)
  for (const text of [digit.toString(16), digit.toString(16).toUpperCase()])
    values[text.charCodeAt(0)] = digit;

/** Reads the 32 digits, given by their character codes, into sixteen bytes; false where one is none. */
export function readHash(codeAt: (place: number) => number, into: Uint8Array): boolean {
  for (let place = 0; place < into.length; place++) {
    const high = values[codeAt(2 * place)] ?? -1;
    const low = values[codeAt(2 * place + 1)] ?? -1;
    if (high < 0 || low < 0) return false;
    into[place] = (high << 4) | low;
  }
  return true;
}
