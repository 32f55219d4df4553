/**
 * The mark with which some editors begin what they save as Unicode, and the text behind it; undefined where
 * there is none.
 */
export function byteOrderMark(
  head: Uint8Array,
): { readonly encoding: string; readonly text: string } | undefined {
  const found = marks.find(({ bytes }) => bytes.every((byte, place) => head[place] === byte));
  return found && { encoding: found.encoding, text: new TextDecoder(found.encoding).decode(head) };
}

const marks = [
  { encoding: "UTF-8", bytes: [0xef, 0xbb, 0xbf] },
  { encoding: "UTF-16LE", bytes: [0xff, 0xfe] },
  { encoding: "UTF-16BE", bytes: [0xfe, 0xff] },
];
