import { element, setAttributes } from "./element";

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly text: string;
  readonly content: HTMLElement;
}

/** Contents of which one is shown; arrow keys go from tab to tab. */
export class Tabs<Name extends string> {
  readonly root = element("div", { class: "tabs", role: "tablist" });
  readonly #tabs: readonly { readonly tab: Tab<Name>; readonly handle: HTMLElement }[];
  readonly #onChoose: (name: Name) => void;

  constructor(label: string, tabs: readonly Tab<Name>[], onChoose: (name: Name) => void) {
    this.#onChoose = onChoose;
    this.#tabs = tabs.map((tab, place) => ({ tab, handle: this.#handle(tab, place) }));
    setAttributes(this.root, { "aria-label": label });
    this.root.append(...this.#tabs.map(({ handle }) => handle));
  }

  show(name: Name): void {
    for (const { tab, handle } of this.#tabs) {
      const isShown = tab.name === name;
      setAttributes(handle, { "aria-selected": String(isShown), tabindex: isShown ? 0 : -1 });
      tab.content.hidden = !isShown;
    }
  }

  /** On the tab of what is shown. */
  focus(): void {
    this.#tabs.find(({ tab }) => !tab.content.hidden)?.handle.focus();
  }

  #handle({ name, text, content }: Tab<Name>, place: number): HTMLElement {
    const id = `tab-${name}`;
    const handle = element("button", { type: "button", class: "tab", role: "tab", id }, text);
    setAttributes(handle, { "data-testid": id, "aria-controls": `content-${name}` });
    setAttributes(content, { id: `content-${name}`, role: "tabpanel", "aria-labelledby": id });
    handle.addEventListener("click", () => this.#choose(place));
    handle.addEventListener("keydown", ({ key }) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (step !== undefined) this.#choose(place + step);
    });
    return handle;
  }

  #choose(place: number): void {
    const chosen = this.#tabs.at(place % this.#tabs.length);
    if (!chosen) return;
    this.show(chosen.tab.name);
    chosen.handle.focus();
    this.#onChoose(chosen.tab.name);
  }
}
