import { FileProblem, type ImportSource, type ImportSurroundings } from "./importer";

/** What is read as a whole may not be longer: bytes. */
export const longestTextFile = 64 * 2 ** 20;

/**
 * The whole of a file that is UTF-8 text, without a byte order mark. Throws a `FileProblem` for one that
 * is too long or no such text.
 */
export async function sourceText(
  source: ImportSource,
  { check }: Pick<ImportSurroundings, "check">,
): Promise<string> {
  const tooLong = () =>
    new FileProblem(source, {}, "this file is over 64 MB, which is too long for one of its kind");
  if (source.size > longestTextFile) throw tooLong();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw new FileProblem(source, {}, "this is no UTF-8 text: save it with that encoding");
    }
  };
  const pieces: string[] = [];
  let length = 0;
  for await (const bytes of source.open()) {
    length += bytes.length;
    if (length > longestTextFile) throw tooLong();
    pieces.push(decode(bytes));
    check(length);
  }
  pieces.push(decode());
  return pieces.join("");
}

/** The beginning of a file as text, whatever it is: for recognising it. */
export function headText(head: Uint8Array): string {
  return new TextDecoder().decode(head);
}
