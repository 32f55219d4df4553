/** Pickle opcodes that import, call or ask for objects from elsewhere, by their names in `pickletools`. */
export const codeOpcodes: ReadonlyMap<number, string> = new Map([
  [0x63, "GLOBAL"],
  [0x93, "STACK_GLOBAL"],
  [0x52, "REDUCE"],
  [0x62, "BUILD"],
  [0x69, "INST"],
  [0x6f, "OBJ"],
  [0x81, "NEWOBJ"],
  [0x92, "NEWOBJ_EX"],
  [0x82, "EXT1"],
  [0x83, "EXT2"],
  [0x84, "EXT4"],
  [0x50, "PERSID"],
  [0x51, "BINPERSID"],
]);

/**
 * The first of them in a pickle of protocol 0 or 1, which no published file has, as far as `bytes` go;
 * undefined where there is none. Nothing is carried out, and what is no opcode of these protocols ends it.
 */
export function codeOpcodeIn(bytes: Uint8Array): number | undefined {
  let at = 0;
  while (at < bytes.length) {
    const opcode = bytes[at] ?? 0;
    if (codeOpcodes.has(opcode)) return opcode;
    const length = lengthOf(bytes, at, String.fromCharCode(opcode));
    if (length === undefined) return undefined;
    at += length;
  }
  return undefined;
}

/** Of an instruction; undefined at the end of the pickle and where it is not known. */
function lengthOf(bytes: Uint8Array, at: number, opcode: string): number | undefined {
  // A text in decimals or letters, up to the end of the line.
  if ("ILFSVgp".includes(opcode)) {
    const lineEnd = bytes.indexOf(newline, at);
    return lineEnd < 0 ? undefined : lineEnd + 1 - at;
  }
  // A size of one or four bytes, and so many more.
  if (opcode === "U") return 2 + (bytes[at + 1] ?? 0);
  if (opcode === "X" || opcode === "T")
    return [4, 3, 2, 1].reduce((size, place) => size * 256 + (bytes[at + place] ?? 0), 0) + 5;
  return fixedLengths.get(opcode);
}

const newline = 10;

const fixedLengths: ReadonlyMap<string, number> = new Map([
  ...[..."()012N]l}dtaseu"].map((opcode) => [opcode, 1] as const),
  ...[..."Kqh"].map((opcode) => [opcode, 2] as const),
  ["M", 3],
  ...[..."Jrj"].map((opcode) => [opcode, 5] as const),
  ["G", 9],
]);
