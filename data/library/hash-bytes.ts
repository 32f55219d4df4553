/** What a hash takes as bytes; as hexadecimal digits it takes twice as many characters. */
export const hashBytesEach = 16;

/**
 * The bytes of hexadecimal digits of either case, two a byte. Undefined where there is another character,
 * or an odd number of them.
 */
export function bytesOfDigits(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  // A value of no digit has a bit beyond the lowest four: it shows up in the end.
  let all = 0;
  for (let place = 0; place < bytes.length; place++) {
    const high = digitAt(text.charCodeAt(2 * place));
    const low = digitAt(text.charCodeAt(2 * place + 1));
    all |= high | low;
    bytes[place] = (high << 4) | low;
  }
  return all < 16 ? bytes : undefined;
}

function digitAt(code: number): number {
  return code < digitValues.length ? (digitValues[code] ?? noDigit) : noDigit;
}

const noDigit = 16;

/** By character code. */
const digitValues = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase());
  return value === -1 ? noDigit : value;
});
