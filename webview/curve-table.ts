import type { TrainingCurve } from "../server/messages";
import { type CurveGroup, recipeText, seedsOf } from "./curve-groups";
import { bestOverEpochs, finalValue } from "./curve-values";
import { element } from "./element";
import type { LineStyle } from "./line-style";
import { lineSwatch } from "./line-swatch";
import { valueText } from "./number-text";

/** The trainings of one network that the table speaks of. */
export interface TableGroup {
  readonly group: CurveGroup;
  readonly style: LineStyle;
}

/**
 * What the curves of one column come to: of every network the final value and the best over epochs, as the
 * mean over its seeds and, if wanted, of each seed.
 */
export function curveTable(
  groups: readonly TableGroup[],
  column: string,
  withSeeds: boolean,
): HTMLElement {
  return element(
    "table",
    { class: "grid curve-table", "data-testid": "curve-table" },
    element("thead", {}, headings()),
    element("tbody", {}, ...groups.flatMap((group) => rowsOf(group, column, withSeeds))),
  );
}

function headings(): HTMLElement {
  const heading = (title: string) => element("th", { scope: "col" }, title);
  const measured = (title: string) =>
    element(
      "th",
      { scope: "col", class: "number" },
      title,
      element("span", { class: "origin" }, "(measured)"),
    );
  return element(
    "tr",
    {},
    heading("Network"),
    heading("Trainings"),
    measured("Final"),
    measured("Best over epochs"),
    heading("Trained for"),
  );
}

function rowsOf({ group, style }: TableGroup, column: string, withSeeds: boolean): HTMLElement[] {
  const seeds = seedsOf(group, column);
  const name = [lineSwatch(style), group.label];
  const [first] = seeds;
  if (!first) return [];
  if (seeds.length === 1) return [row(name, seedText(first), seeds, group)];
  return [
    row(name, `mean of ${seeds.length} seeds`, seeds, group),
    ...(withSeeds ? seeds : []).map((seed) =>
      row(
        [lineSwatch(style, 1), element("span", { class: "for-readers" }, group.label)],
        seedText(seed),
        [seed],
        group,
      ),
    ),
  ];
}

function row(
  name: readonly (Node | string)[],
  trainings: string,
  curves: readonly TrainingCurve[],
  group: CurveGroup,
): HTMLElement {
  const { unit = "" } = curves[0] ?? {};
  const best = bestOverEpochs(curves);
  return element(
    "tr",
    { "data-testid": "curve-row" },
    element("td", {}, element("span", { class: "line-name" }, ...name)),
    element("td", {}, trainings),
    element("td", { class: "number" }, valuePart(finalValue(curves), unit)),
    element(
      "td",
      { class: "number" },
      valuePart(best?.value ?? null, unit),
      element("span", { class: "origin" }, best ? epochsText(best) : ""),
    ),
    element("td", {}, recipeText(group)),
  );
}

/** A number and its unit stay on one line. */
function valuePart(value: number | null, unit: string): HTMLElement {
  return element("span", { class: "value-part" }, numberText(value, unit));
}

function seedText({ seed }: TrainingCurve): string {
  return seed === null ? "one, of an unknown seed" : `seed ${seed}`;
}

/** Of a training that diverged there may be none. */
export function numberText(value: number | null, unit: string): string {
  return value === null ? "no number" : valueText(value, unit);
}

function epochsText({ firstEpoch, lastEpoch }: { firstEpoch: number; lastEpoch: number }): string {
  return firstEpoch === lastEpoch ? `epoch ${firstEpoch}` : `epochs ${firstEpoch} to ${lastEpoch}`;
}
