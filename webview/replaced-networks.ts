import type {
  MetricInfo,
  Refusal,
  ReplacedBlock,
  ReplacedNetwork,
  Suggestions,
} from "../server/messages";
import { changeCell, comparedCell } from "./change-cell";
import { button } from "./controls";
import { element } from "./element";
import { sentenceItems, sentenceParts } from "./sentence";
import { metricHeading } from "./value-parts";

type OnApply = (index: number) => void;

/** The best networks two replacements away, each with what changes. */
export function twoBlocksView(suggestions: Suggestions, onApply: OnApply): HTMLElement[] {
  const { twoBlocks, metrics } = suggestions;
  if (isRefusal(twoBlocks)) return [paragraph(twoBlocks.refusal)];
  const rows = twoBlocks.best.map(({ replaced, network, changes }) =>
    element(
      "tr",
      { "data-testid": "pair-row", "data-index": network.index },
      replacedCell(replaced),
      ...metrics.map((metric) => changeCell(named(changes, metric), metric)),
      applyCell("Apply", `Replace ${inWords(replaced)}`, () => onApply(network.index)),
    ),
  );
  return [paragraph(twoBlocks.sentence), ...table(["Replaced"], metrics, rows), notes(twoBlocks)];
}

/** The steps of the safe path, each with what the network is worth after it. */
export function safePathView(suggestions: Suggestions, onApply: OnApply): HTMLElement[] {
  const { safePath, metrics, network: present } = suggestions;
  if (isRefusal(safePath)) return [paragraph(safePath.refusal)];
  const { sentence, steps } = safePath;
  const start = element(
    "tr",
    {},
    element("td", { class: "stage" }, "0"),
    element("td", { class: "quiet" }, "the present network"),
    ...metrics.map((metric) => comparedCell(named(present.values, metric), undefined, metric)),
    element("td"),
  );
  const rows = steps.map(({ replaced, network, changes }, place) =>
    element(
      "tr",
      { "data-testid": "step-row", "data-index": network.index },
      element("td", { class: "stage" }, String(place + 1)),
      replacedCell(replaced),
      ...metrics.map((metric) =>
        comparedCell(named(network.values, metric), named(changes, metric), metric),
      ),
      applyStep(steps, place, onApply),
    ),
  );
  return [
    paragraph(sentence),
    ...table(["Step", "Replaced"], metrics, rows.length > 0 ? [start, ...rows] : []),
    notes(safePath),
  ];
}

/** Applies all steps up to one at once: one edit, which one undo takes back. */
function applyStep(
  steps: readonly ReplacedNetwork[],
  place: number,
  onApply: OnApply,
): HTMLElement {
  const { replaced = [], network } = steps[place] ?? {};
  const isAll = place > 0 && place === steps.length - 1;
  const text = place === 0 ? "Apply" : isAll ? "Apply all" : `Apply 1–${place + 1}`;
  const label =
    place === 0 ? `Replace ${inWords(replaced)}` : `Apply steps 1 to ${place + 1} as one edit`;
  return applyCell(text, label, () => network && onApply(network.index), isAll);
}

function applyCell(text: string, label: string, onPress: () => void, primary = false): HTMLElement {
  const { root } = button({ text, label, testId: "apply", primary, onPress });
  return element("td", { class: "actions" }, root);
}

function replacedCell(replaced: readonly ReplacedBlock[]): HTMLElement {
  return element(
    "td",
    {},
    ...replaced.map(({ stage, before, block }) =>
      element(
        "div",
        { class: "replaced" },
        element("span", { class: "stage-number", "aria-label": `stage ${stage}:` }, `${stage}`),
        element("span", { class: "before" }, element("code", {}, before), " → "),
        element("code", {}, block),
      ),
    ),
  );
}

function table(
  headings: readonly string[],
  metrics: readonly MetricInfo[],
  rows: readonly HTMLElement[],
): HTMLElement[] {
  if (rows.length === 0) return [];
  const head = element(
    "tr",
    {},
    ...headings.map((heading) => element("th", { scope: "col" }, heading)),
    ...metrics.map((metric) =>
      element("th", { scope: "col", class: "number" }, ...metricHeading(metric)),
    ),
    element("th", {}, element("span", { class: "for-readers" }, "Actions")),
  );
  return [
    element(
      "table",
      { class: "grid replacements" },
      element("thead", {}, head),
      element("tbody", {}, ...rows),
    ),
  ];
}

function paragraph(sentence: string): HTMLElement {
  return element("p", { class: "summary", "data-testid": "summary" }, ...sentenceParts(sentence));
}

function notes({ notes }: { readonly notes: readonly string[] }): HTMLElement {
  return element("ul", { class: "notes" }, ...sentenceItems(notes));
}

function inWords(replaced: readonly ReplacedBlock[]): string {
  return replaced.map(({ stage, block }) => `stage ${stage} by ${block}`).join(" and ");
}

function named<Of extends { readonly metric: string }>(
  all: readonly Of[],
  { name }: MetricInfo,
): Of | undefined {
  return all.find(({ metric }) => metric === name);
}

function isRefusal(answer: object): answer is Refusal {
  return "refusal" in answer;
}
