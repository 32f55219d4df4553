/** The text of a built-in space in the language; null where there is none of that name. */
export function builtInSpaceText(_name: string): string | null {
  return null;
}
