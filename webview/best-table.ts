import type { FoundNetwork, MetricInfo, NetworkAddress } from "../server/messages";
import { blockList } from "./block-list";
import { button } from "./controls";
import { element, setAttributes } from "./element";
import { metricHeading, valueParts } from "./value-parts";

export interface BestTableOptions {
  readonly onInsert: (index: number) => void;
  readonly onApply: (index: number) => void;
  readonly onSelect: (index: number) => void;
}

/** The best networks of a search, a row each. */
export class BestTable {
  readonly root = element("table", { class: "grid best", "data-testid": "best-table" });
  readonly #options: BestTableOptions;
  #rows = new Map<number, HTMLTableRowElement>();
  #shown = "";

  constructor(options: BestTableOptions) {
    this.#options = options;
  }

  show(
    networks: readonly FoundNetwork[],
    metrics: readonly MetricInfo[],
    target: NetworkAddress | undefined,
  ): void {
    const content = JSON.stringify([networks, target, metrics.length]);
    if (content === this.#shown) return;
    this.#shown = content;
    const focused = this.#focusedButton();
    this.#rows = new Map(
      networks.map((network) => [network.index, this.#row(network, metrics, target)]),
    );
    this.root.replaceChildren(
      headOf(networks, metrics),
      element("tbody", {}, ...this.#rows.values()),
    );
    this.root.hidden = networks.length === 0;
    if (focused) this.#button(focused)?.focus({ preventScroll: true });
  }

  select(index: number | undefined): void {
    for (const [network, row] of this.#rows) {
      setAttributes(row, { "aria-current": network === index && "true" });
    }
  }

  reveal(index: number): void {
    this.#rows.get(index)?.scrollIntoView({ block: "nearest" });
  }

  has(index: number): boolean {
    return this.#rows.has(index);
  }

  #row(
    network: FoundNetwork,
    metrics: readonly MetricInfo[],
    target: NetworkAddress | undefined,
  ): HTMLTableRowElement {
    const { onInsert, onApply, onSelect } = this.#options;
    const insert = button({
      text: "Insert",
      testId: "insert",
      label: "Insert as a new network",
      onPress: () => onInsert(network.index),
    });
    const apply =
      target &&
      button({
        text: "Apply",
        more: ` to ${target.network}`,
        testId: "apply",
        label: `Give ${target.network} these blocks`,
        onPress: () => onApply(network.index),
      });
    const row = element(
      "tr",
      { "data-testid": "best-row", "data-index": network.index },
      element("td", {}, blockList(network.blocks), ...remarksOn(network)),
      ...network.values.map(({ metric, text }) => {
        const column = metrics.find(({ name }) => name === metric);
        return element("td", { class: "number" }, ...valueParts(text, column));
      }),
      element(
        "td",
        { class: "actions" },
        element("span", { class: "buttons" }, insert.root, ...(apply ? [apply.root] : [])),
      ),
    );
    row.addEventListener("click", () => onSelect(network.index));
    row.addEventListener("focusin", () => onSelect(network.index));
    return row;
  }

  #focusedButton(): { readonly index: number; readonly testId: string } | undefined {
    for (const [index, row] of this.#rows) {
      const testId = row.contains(document.activeElement)
        ? document.activeElement?.getAttribute("data-testid")
        : undefined;
      if (testId) return { index, testId };
    }
    return undefined;
  }

  #button(focused: { readonly index: number; readonly testId: string }): HTMLElement | null {
    const row = this.#rows.get(focused.index);
    return row?.querySelector<HTMLElement>(`[data-testid="${focused.testId}"]`) ?? null;
  }
}

function headOf(networks: readonly FoundNetwork[], metrics: readonly MetricInfo[]): HTMLElement {
  const heading = (name: string) => {
    const metric = metrics.find((metric) => metric.name === name);
    return metric ? metricHeading(metric) : [name];
  };
  return element(
    "thead",
    {},
    element(
      "tr",
      {},
      element("th", { scope: "col" }, "Blocks by stage"),
      ...(networks[0]?.values ?? []).map(({ metric }) =>
        element("th", { scope: "col", class: "number" }, ...heading(metric)),
      ),
      element("th", { scope: "col" }, element("span", { class: "for-readers" }, "Actions")),
    ),
  );
}

function remarksOn({ feasible, isTied }: FoundNetwork): HTMLElement[] {
  const title = "Cannot be told apart from the best: within two standard errors of the difference.";
  return [
    ...(feasible ? [] : [element("div", { class: "breach" }, "breaks a constraint")]),
    ...(isTied ? [element("div", { class: "tie", title }, "≈ the best")] : []),
  ];
}
