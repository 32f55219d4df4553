import { lineWidth } from "./expression";

/** A documentation string; `text` is plain text or Markdown, whose paragraphs are wrapped. */
export function docString(text: string, indent: number): readonly string[] {
  const margin = " ".repeat(indent);
  const width = lineWidth - indent;
  const inner = escaped(text.trim());
  if (!inner.includes("\n") && inner.length + 6 <= width) return [`${margin}"""${inner}"""`];
  const [first = "", ...others] = paragraphs(inner).flatMap((paragraph, place) => [
    ...(place > 0 ? [""] : []),
    ...wrapped(paragraph, place === 0 ? width - 3 : width),
  ]);
  const indented = (line: string) => (line === "" ? "" : margin + line);
  return [`${margin}"""${first}`, ...others.map(indented), `${margin}"""`];
}

/** As text between three quotation marks. */
function escaped(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"').replace(/"$/, '\\"');
}

function paragraphs(text: string): readonly string[] {
  return text.split(/\n[ \t]*\n/);
}

/** Lines that are more than running text, such as those of a list or of code, stay as they are. */
function wrapped(paragraph: string, width: number): readonly string[] {
  const lines = paragraph.split("\n");
  if (lines.some((line) => /^\s*([-*|>#}`]|\d+\.|network )/.test(line))) return lines;
  const wrapped: string[] = [];
  for (const word of paragraph.split(/\s+/)) {
    const line = wrapped.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      wrapped[wrapped.length - 1] = `${line} ${word}`;
    else wrapped.push(word);
  }
  return wrapped;
}
