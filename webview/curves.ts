import type {
  CurvesRequest,
  CurvesViewState,
  FromCurvesView,
  ToCurvesView,
  TrainingCurve,
  TrainingCurves,
} from "../server/messages";
import { dropdown } from "./controls";
import { CurveChart, type CurveLine } from "./curve-chart";
import { type CurveGroup, curveGroups, seedsOf } from "./curve-groups";
import { CurveLegend } from "./curve-legend";
import { curveTable, numberText } from "./curve-table";
import { meanCurve } from "./curve-values";
import { element } from "./element";
import { connect } from "./host";
import { type LineStyle, lineStyle } from "./line-style";
import { lineSwatch } from "./line-swatch";
import { sentenceItems, sentenceParts } from "./sentence";
import { onThemeChange } from "./theme";
import "./curves.css";

/** The view of training curves: one column of some networks by epoch, and what it comes to. */
const app = document.getElementById("app") ?? document.body;

const host = connect<ToCurvesView, FromCurvesView, CurvesViewState>(["curves", "failed"], receive);

const saved = host.saved();
let request: CurvesRequest | undefined = saved?.request;
let column = saved?.column;
let showsSeeds = saved?.showsSeeds ?? true;
const hidden = new Set(saved?.hidden);
let curves: TrainingCurves | undefined;
let groups: readonly StyledGroup[] = [];

/** A network's look stays, whichever column is shown. */
interface StyledGroup {
  readonly group: CurveGroup;
  readonly style: LineStyle;
}

const heading = element("h1", { "data-testid": "heading" }, "Training curves");
const message = element("p", {
  class: "message",
  "data-testid": "message",
  role: "alert",
  hidden: true,
});
const waiting = element("p", { class: "quiet" }, "Reading the training curves…");
const empty = element(
  "p",
  { class: "quiet", "data-testid": "empty", hidden: true },
  "There is nothing to plot. Files that give a value for every epoch have curves: import them with “Blox: Import Benchmark…”.",
);
const columnChoice = element("div", { class: "inline-field" });
const legend = new CurveLegend({ onToggle: toggle, onToggleSeeds: toggleSeeds });
const chart = new CurveChart({ describe: describeEpoch });
const hint = element(
  "p",
  { class: "notes" },
  "Drag over the chart to zoom, double-click to see all epochs.",
);
const table = element("div", { class: "table-place" });
const plotted = element(
  "section",
  { "aria-label": "Curves", hidden: true },
  element("div", { class: "curves-head" }, columnChoice, legend.root),
  chart.root,
  hint,
  table,
);
const source = element("p", { class: "notes", "data-testid": "source" });
const notes = element("ul", { class: "notes", "data-testid": "notes", role: "status" });

app.append(heading, message, waiting, empty, plotted, source, notes);
onThemeChange(show);
host.post({ type: "ready" });

function receive(received: ToCurvesView): void {
  waiting.hidden = true;
  message.hidden = received.type !== "failed";
  if (received.type === "failed") {
    message.replaceChildren(...sentenceParts(received.message));
    curves = undefined;
  } else {
    request = received.request;
    curves = received.curves;
    groups = curveGroups(curves.curves).map((group, place) => ({
      group,
      style: lineStyle(place),
    }));
    showHeading(curves);
  }
  show();
  save();
}

function showHeading({ space }: TrainingCurves): void {
  heading.replaceChildren(
    "Training curves",
    element("span", { class: "quiet" }, ` in space ${space}`),
  );
}

function show(): void {
  const shown = shownColumn();
  empty.hidden = !curves || shown !== undefined;
  plotted.hidden = shown === undefined;
  source.hidden = plotted.hidden;
  notes.replaceChildren(...sentenceItems(notesOf(shown)));
  if (!curves || !shown) return;
  showColumnChoice(shown);
  const present = presentGroups(shown.column);
  const hasSeeds = present.some(({ group }) => seedsOf(group, shown.column).length > 1);
  legend.show(
    present.map(({ group: { label }, style }) => ({ label, style, isShown: !hidden.has(label) })),
    hasSeeds ? showsSeeds : undefined,
  );
  const unit = shown.unit === "" ? "" : `, ${shown.unit}`;
  chart.show(linesOf(shown.column), `${shown.title}${unit}`);
  table.replaceChildren(curveTable(present, shown.column, showsSeeds));
  source.textContent = `${shown.title} is measured on the ${shown.split} split: ${curves.source}`;
}

/** The chosen column, or else the first one that there is. */
function shownColumn(): TrainingCurve | undefined {
  const all = curves?.curves ?? [];
  return all.find((curve) => curve.column === column) ?? all[0];
}

function presentGroups(shown: string): readonly StyledGroup[] {
  return groups.filter(({ group }) => seedsOf(group, shown).length > 0);
}

function visibleGroups(shown: string): readonly StyledGroup[] {
  return presentGroups(shown).filter(({ group }) => !hidden.has(group.label));
}

/** Thin lines first, so that the bold ones lie over them. */
function linesOf(shown: string): CurveLine[] {
  const visible = visibleGroups(shown).map(({ group, style }) => ({
    seeds: seedsOf(group, shown),
    style,
  }));
  const thin = visible.filter(({ seeds }) => showsSeeds && seeds.length > 1);
  return [
    ...thin.flatMap(({ seeds, style }) =>
      seeds.map(({ values }) => ({ values, style, isSeed: true })),
    ),
    ...visible.map(({ seeds, style }) => ({ values: meanCurve(seeds), style, isSeed: false })),
  ];
}

function notesOf(shown: TrainingCurve | undefined): string[] {
  if (!curves) return [];
  const lacking = shown
    ? groups.filter(({ group }) => seedsOf(group, shown.column).length === 0)
    : [];
  return [
    ...lacking.map(({ group }) => `\`${group.label}\` has no curve of the ${lower(shown?.title)}.`),
    ...curves.notes,
  ];
}

function lower(title = ""): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function showColumnChoice(shown: TrainingCurve): void {
  const titles = new Map(curves?.curves.map((curve) => [curve.column, curve.title]));
  const content = JSON.stringify([...titles, shown.column]);
  if (columnChoice.dataset.content === content) return;
  columnChoice.dataset.content = content;
  const choice = dropdown({
    label: "Metric",
    testId: "column",
    choices: Array.from(titles, ([value, text]) => ({ value, text })),
    value: shown.column,
    onChange: (chosen) => {
      column = chosen;
      // The control shows it already, and keeps the focus.
      columnChoice.dataset.content = JSON.stringify([...titles, chosen]);
      show();
      save();
    },
  });
  columnChoice.replaceChildren(choice.root);
}

function describeEpoch(epoch: number): (Node | string)[] {
  const shown = shownColumn();
  if (!shown) return [];
  return [
    element("div", { class: "quiet" }, `Epoch ${epoch}`),
    ...visibleGroups(shown.column).map(({ group, style }) => {
      const seeds = seedsOf(group, shown.column);
      const value = meanCurve(seeds)[epoch - 1] ?? null;
      return element(
        "div",
        { class: "tip-line" },
        element("span", { class: "line-name" }, lineSwatch(style), group.label),
        element("span", {}, `${numberText(value, shown.unit)}${rangeText(seeds, epoch)}`),
      );
    }),
  ];
}

/** ` (70.12 % to 71.34 %)`, of several seeds. */
function rangeText(seeds: readonly TrainingCurve[], epoch: number): string {
  const values = seeds.flatMap(({ values }) => values[epoch - 1] ?? []);
  if (values.length < 2) return "";
  const text = (value: number) => numberText(value, seeds[0]?.unit ?? "");
  return ` (${text(Math.min(...values))} to ${text(Math.max(...values))})`;
}

function toggle(label: string): void {
  if (!hidden.delete(label)) hidden.add(label);
  show();
  save();
}

function toggleSeeds(): void {
  showsSeeds = !showsSeeds;
  show();
  save();
}

function save(): void {
  host.save({
    ...(request && { request }),
    ...(column !== undefined && { column }),
    hidden: [...hidden],
    showsSeeds,
  });
}
