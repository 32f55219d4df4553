/** Equations between braces, behind something on a line with an indentation. */
export function bodyOf(equations: readonly string[], indentation: string): string {
  const lines = equations.map((equation) => `${indentation}  ${equation}\n`);
  return `{\n${lines.join("")}${indentation}}`;
}

/** Lines but the first one, moved from one indentation to another. */
export function reindented(text: string, from: string, to: string): string {
  return text
    .split("\n")
    .map((line, place) =>
      place > 0 && line.startsWith(from) ? to + line.slice(from.length) : line,
    )
    .join("\n");
}
