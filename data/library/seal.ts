/**
 * A checksum over a whole SQLite file that lies inside it, so that whatever happens to a file is noticed
 * before anything is read from it: it is computed with zeros in its own place.
 */
const prefix = "sha256:";
const digits = 64;

/** What stands in the place of the checksum while the file is written. */
export const unsealed = prefix + "0".repeat(digits);

/**
 * The same bytes with the checksum written where the first `unsealed` stands. Throws where there is none.
 */
export async function seal(bytes: Uint8Array): Promise<Uint8Array> {
  const place = placeOf(bytes);
  if (place === undefined || textAt(bytes, place) !== unsealed)
    throw new Error("there is no place for a checksum");
  const sealed = Uint8Array.from(bytes);
  write(sealed, place, await checksumOf(sealed));
  return sealed;
}

/** The checksum, `sha256:` and 64 hexadecimal digits; undefined where it is missing or does not match. */
export async function verifySeal(bytes: Uint8Array): Promise<string | undefined> {
  const place = placeOf(bytes);
  if (place === undefined) return undefined;
  const written = textAt(bytes, place);
  const open = Uint8Array.from(bytes);
  write(open, place, unsealed);
  return (await checksumOf(open)) === written ? written : undefined;
}

async function checksumOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return prefix + Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Where the first text is that looks like a checksum. */
function placeOf(bytes: Uint8Array): number | undefined {
  const first = prefix.charCodeAt(0);
  for (let place = bytes.indexOf(first); place !== -1; place = bytes.indexOf(first, place + 1))
    if (/^sha256:[0-9a-f]{64}$/.test(textAt(bytes, place))) return place;
  return undefined;
}

function textAt(bytes: Uint8Array, place: number): string {
  return String.fromCharCode(...bytes.subarray(place, place + unsealed.length));
}

function write(bytes: Uint8Array, place: number, checksum: string): void {
  for (let at = 0; at < checksum.length; at++) bytes[place + at] = checksum.charCodeAt(at);
}
