import type { ComparedRow } from "../server/messages";
import { csvText } from "./csv";
import { element } from "./element";
import { countText } from "./number-text";

/** The regrets of each algorithm, a row for each number of evaluations that they are told after. */
export function regretTable(algorithms: readonly ComparedRow[]): HTMLElement {
  const heading = (text: string, isNumber = true) =>
    element("th", { scope: "col", class: isNumber && "number" }, text);
  return element(
    "table",
    { class: "grid regrets", "data-testid": "regret-table" },
    element("caption", { class: "for-readers" }, "Regrets of the algorithms"),
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        heading("Algorithm", false),
        heading("Evaluations"),
        heading("Median"),
        heading("Quartiles"),
        heading("Mean ± standard error"),
      ),
    ),
    ...algorithms.map(rowsOf),
  );
}

function rowsOf({ name, parameters, regrets }: ComparedRow): HTMLElement {
  const heading = element("th", { scope: "rowgroup", rowspan: regrets.length }, name);
  if (parameters !== "") heading.append(element("span", { class: "setting" }, parameters));
  return element(
    "tbody",
    { "data-testid": "regret-rows" },
    ...regrets.map(({ after, median, quartiles, mean }, place) =>
      element(
        "tr",
        {},
        ...(place === 0 ? [heading] : []),
        ...[countText(after), median, quartiles, mean].map((text) =>
          element("td", { class: "number" }, text),
        ),
      ),
    ),
  );
}

/** The same with all digits, as CSV. */
export function regretCsv(algorithms: readonly ComparedRow[]): string {
  const columns = ["algorithm", "parameters", "evaluations", "median", "q25", "q75", "mean", "se"];
  const rows = algorithms.flatMap(({ name, parameters, regrets }) =>
    regrets.map(({ after, values: { median, q25, q75, mean, se } }) => [
      name,
      parameters,
      after,
      median,
      q25,
      q75,
      mean,
      se,
    ]),
  );
  return csvText(columns, rows);
}
