/** In CSS pixels, from the top left of the page. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Where a text first stands in a VS Code text editor, if it is on screen. Runs in the page, so it
 * uses nothing from outside itself.
 */
export function rectangleOfText(editor: Element, text: string): Rectangle | undefined {
  const lines = [...editor.querySelectorAll(".view-line")].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );
  for (const line of lines) {
    // VS Code draws each space as a no-break space.
    const start = (line.textContent ?? "").replaceAll("\u00a0", " ").indexOf(text);
    if (start < 0) continue;
    const range = document.createRange();
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let passed = 0;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      const [from, to] = [start - passed, start + text.length - passed];
      if (from >= 0 && from < length) range.setStart(node, from);
      if (to > 0 && to <= length) range.setEnd(node, to);
      passed += length;
    }
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  }
  return undefined;
}
