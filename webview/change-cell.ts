import type { Change, MetricInfo, ShownValue } from "../server/messages";
import { element } from "./element";
import { valueParts } from "./value-parts";

/** What changes of a metric, with a mark that says whether for the better. */
export function changeCell(change: Change | undefined, column: MetricInfo): HTMLElement {
  return judgedCell(change?.text, change, column);
}

/** A value, with a mark that says how it compares with the present network's. */
export function comparedCell(
  value: ShownValue | undefined,
  change: Change | undefined,
  column: MetricInfo,
): HTMLElement {
  return judgedCell(value?.text, change, column);
}

/** Says what the marks mean, which are there so that colour never stands alone. */
export function legend(): HTMLElement {
  return element(
    "p",
    { class: "legend quiet" },
    element("span", {}, element("span", { class: "better" }, "▲"), " better"),
    element("span", {}, element("span", { class: "worse" }, "▽"), " worse"),
    element("span", { title: undecided }, "≈ undecided: within two standard errors"),
  );
}

const undecided =
  "The change is within two standard errors of the difference, √(se₁² + se₂²), the errors of the two values being taken as independent: the networks cannot be told apart by it.";

const marks: Readonly<Record<Change["verdict"], string>> = {
  better: "▲",
  worse: "▽",
  undecided: "≈",
  same: "=",
};

function judgedCell(
  text: string | undefined,
  change: Change | undefined,
  column: MetricInfo,
): HTMLElement {
  if (text === undefined) return element("td", { class: "number quiet" }, "unknown");
  const [value = "", ...rest] = valueParts(text, column);
  if (!change) return element("td", { class: "number" }, value, ...rest);
  const { verdict } = change;
  const explanation = verdict === "undecided" ? ` ${undecided}` : "";
  return element(
    "td",
    {
      class: `number ${verdict}`,
      title: `${change.text} against the present network.${explanation}`,
    },
    element(
      "span",
      { class: "judged" },
      value,
      element("span", { class: "verdict", role: "img", "aria-label": verdict }, marks[verdict]),
    ),
    ...rest,
  );
}
