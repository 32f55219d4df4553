import { element, setAttributes } from "./element";

/** A row of toggles: all stages, or one. */
export class StageFilter {
  readonly root = element("div", {
    class: "stage-filter",
    role: "group",
    "aria-label": "Show stage",
  });
  readonly #onChange: (stage: number | undefined) => void;
  #chosen: number | undefined;
  #stageCount = 0;

  constructor(onChange: (stage: number | undefined) => void) {
    this.#onChange = onChange;
  }

  show(stageCount: number): void {
    if (stageCount === this.#stageCount) return;
    this.#stageCount = stageCount;
    const stages = Array.from({ length: stageCount }, (_, i) => i + 1);
    this.root.replaceChildren(
      element("span", { class: "quiet" }, "Stage"),
      this.#toggle(undefined, "All"),
      ...stages.map((stage) => this.#toggle(stage, String(stage))),
    );
  }

  #toggle(stage: number | undefined, text: string): HTMLElement {
    const toggle = element(
      "button",
      {
        type: "button",
        class: "toggle",
        "data-testid": `stage-${stage ?? "all"}`,
        "aria-pressed": String(stage === this.#chosen),
      },
      text,
    );
    toggle.addEventListener("click", () => {
      this.#chosen = stage;
      for (const other of this.root.querySelectorAll("button")) {
        setAttributes(other, { "aria-pressed": String(other === toggle) });
      }
      this.#onChange(stage);
    });
    return toggle;
  }
}
