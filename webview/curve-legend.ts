import { element, setAttributes } from "./element";
import type { LineStyle } from "./line-style";
import { lineSwatch } from "./line-swatch";

/** What the legend speaks of: lines of one look. */
export interface LegendEntry {
  readonly label: string;
  readonly style: LineStyle;
  readonly isShown: boolean;
}

export interface CurveLegendOptions {
  readonly onToggle: (label: string) => void;
  readonly onToggleSeeds: () => void;
}

/** Names the lines of a chart; pressing a name hides its lines or brings them back. */
export class CurveLegend {
  readonly root = element("div", {
    class: "curve-legend",
    "data-testid": "legend",
    role: "group",
    "aria-label": "Lines that are shown",
  });
  readonly #options: CurveLegendOptions;
  readonly #toggles = new Map<string, HTMLButtonElement>();

  constructor(options: CurveLegendOptions) {
    this.#options = options;
  }

  /** @param seeds whether each seed has a line; undefined where no network has more than one */
  show(entries: readonly LegendEntry[], seeds: boolean | undefined): void {
    const { onToggle, onToggleSeeds } = this.#options;
    const shown = entries.map(({ label, style, isShown }) =>
      this.#toggle(`line ${label}`, [lineSwatch(style), label], isShown, () => onToggle(label)),
    );
    if (seeds !== undefined) {
      const content = [lineSwatch(undefined, 1), "each seed"];
      shown.push(this.#toggle("seeds", content, seeds, onToggleSeeds));
    }
    const focused = shown.find((toggle) => toggle === document.activeElement);
    this.root.replaceChildren(...shown);
    focused?.focus({ preventScroll: true });
  }

  /** One that is there already is kept, and so is the focus on it. */
  #toggle(
    key: string,
    content: readonly (Node | string)[],
    isPressed: boolean,
    onPress: () => void,
  ): HTMLButtonElement {
    const known = this.#toggles.get(key);
    const toggle = known ?? element("button", { type: "button", class: "line-toggle" });
    if (!known) toggle.addEventListener("click", onPress);
    this.#toggles.set(key, toggle);
    toggle.replaceChildren(...content);
    setAttributes(toggle, { "aria-pressed": String(isPressed) });
    return toggle;
  }
}
