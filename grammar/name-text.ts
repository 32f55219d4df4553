import { reservedWords } from "./keywords";

/** What a name may be without quotes, unless it is a reserved word. */
export const identifier = /^[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*$/;

/** The name as the language writes it: in quotes unless it is an identifier. */
export function nameText(name: string): string {
  return identifier.test(name) && !reservedWords.includes(name) ? name : `"${name}"`;
}
