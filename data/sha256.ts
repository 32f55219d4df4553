/**
 * SHA-256 (FIPS 180-4) of bytes, as 64 hexadecimal digits. The platform's own digest answers later and
 * only where the page is secure; a document is checked at once and everywhere.
 */
export function sha256(bytes: Uint8Array): string {
  const hash = Uint32Array.from(startValues);
  const schedule = new Uint32Array(64);
  const whole = bytes.length - (bytes.length % blockBytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let start = 0; start < whole; start += blockBytes) compress(hash, schedule, view, start);
  const rest = padded(bytes.subarray(whole), bytes.length);
  for (let start = 0; start < rest.byteLength; start += blockBytes)
    compress(hash, schedule, rest, start);
  return Array.from(hash, (word) => word.toString(16).padStart(8, "0")).join("");
}

const blockBytes = 64;

/** What is left over, a bit, blanks, and the length in bits: one block or two. */
function padded(rest: Uint8Array, length: number): DataView {
  const bytes = new Uint8Array(rest.length + 9 > blockBytes ? 2 * blockBytes : blockBytes);
  bytes.set(rest);
  bytes[rest.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(length / 2 ** 29));
  view.setUint32(bytes.length - 4, length << 3);
  return view;
}

function compress(hash: Uint32Array, schedule: Uint32Array, view: DataView, start: number) {
  for (let t = 0; t < 16; t++) schedule[t] = view.getUint32(start + 4 * t);
  for (let t = 16; t < 64; t++) {
    const [w2, w15] = [schedule[t - 2] ?? 0, schedule[t - 15] ?? 0];
    const small0 = turned(w15, 7) ^ turned(w15, 18) ^ (w15 >>> 3);
    const small1 = turned(w2, 17) ^ turned(w2, 19) ^ (w2 >>> 10);
    schedule[t] = small1 + (schedule[t - 7] ?? 0) + small0 + (schedule[t - 16] ?? 0);
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let t = 0; t < 64; t++) {
    const large1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const choice = (e & f) ^ (~e & g);
    const one = (h + large1 + choice + (roundValues[t] ?? 0) + (schedule[t] ?? 0)) | 0;
    const large0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + large0 + majority) | 0;
  }
  // One by one: this runs for every 64 bytes of tables that are megabytes large.
  hash[0] = (hash[0] ?? 0) + a;
  hash[1] = (hash[1] ?? 0) + b;
  hash[2] = (hash[2] ?? 0) + c;
  hash[3] = (hash[3] ?? 0) + d;
  hash[4] = (hash[4] ?? 0) + e;
  hash[5] = (hash[5] ?? 0) + f;
  hash[6] = (hash[6] ?? 0) + g;
  hash[7] = (hash[7] ?? 0) + h;
}

function turned(word: number, places: number): number {
  return (word >>> places) | (word << (32 - places));
}

/** The first 32 bits of the fractional parts of a root of each of the first primes, as the standard has it. */
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const words = new Uint32Array(count);
  let filled = 0;
  for (let number = 2; filled < count; number++) {
    if (!isPrime(number)) continue;
    const value = root(number);
    words[filled++] = (value - Math.floor(value)) * 2 ** 32;
  }
  return words;
}

function isPrime(number: number): boolean {
  for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) return false;
  return true;
}

const startValues = fractions(8, Math.sqrt);
const roundValues = fractions(64, Math.cbrt);
