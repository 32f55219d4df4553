import { element } from "./element";

/** A network's blocks, each after the number of its stage. */
export function blockList(blocks: readonly string[]): HTMLElement {
  return element(
    "span",
    { class: "blocks" },
    ...blocks.map((block, i) =>
      element(
        "span",
        { class: "block" },
        element("span", { class: "stage-number", "aria-label": `stage ${i + 1}:` }, String(i + 1)),
        element("code", {}, block),
      ),
    ),
  );
}
