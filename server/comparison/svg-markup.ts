/** An element of a drawing as text; its children are markup. Attributes that are undefined are left out. */
export function svgMarkup(
  tag: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  ...children: readonly string[]
): string {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}="${escaped(String(value))}"`],
  );
  return `<${tag}${given.join("")}>${children.join("")}</${tag}>`;
}

/** Text as a child of an element. */
export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A length in pixels, to a tenth: finer cannot be seen, and makes files large. */
export function pixels(length: number): number {
  return Math.round(length * 10) / 10;
}
