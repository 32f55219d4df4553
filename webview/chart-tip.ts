import { element } from "./element";

/** What is said of the point under the mouse, and the ring around it. It lies in its chart's corner. */
export class ChartTip {
  readonly #chart: HTMLElement;
  readonly #tip = element("div", { class: "chart-tip", role: "tooltip", hidden: true });
  readonly #ring = element("div", { class: "chart-ring", hidden: true });

  constructor(chart: HTMLElement) {
    this.#chart = chart;
    chart.append(this.#ring, this.#tip);
  }

  /** @param place of the point, in CSS pixels from the chart's corner */
  show(
    place: { readonly x: number; readonly y: number },
    content: readonly (Node | string)[],
  ): void {
    const { x, y } = place;
    this.#tip.hidden = false;
    this.#ring.hidden = false;
    this.#tip.replaceChildren(...content);
    this.#ring.style.transform = `translate(${x}px, ${y}px)`;
    const { offsetWidth, offsetHeight } = this.#tip;
    const right = x + 14 + offsetWidth > this.#chart.clientWidth;
    const tipX = Math.max(0, right ? x - 14 - offsetWidth : x + 14);
    const tipY = Math.min(y + 10, Math.max(0, this.#chart.clientHeight - offsetHeight));
    this.#tip.style.transform = `translate(${tipX}px, ${tipY}px)`;
  }

  hide(): void {
    this.#tip.hidden = true;
    this.#ring.hidden = true;
  }
}
