import type {
  FoundNetwork,
  FromSearchView,
  MetricInfo,
  NetworkAddress,
  SearchProgress,
  SearchResult,
  SearchSetup,
  SearchSpec,
  SearchViewState,
  ToSearchView,
} from "../server/messages";
import { BestTable } from "./best-table";
import { blockList } from "./block-list";
import { cloudColumns } from "./cloud-columns";
import { button, dropdown } from "./controls";
import { element, setAttributes } from "./element";
import { connect } from "./host";
import { countText, durationText, unitSymbol, valueText } from "./number-text";
import { objectiveOf } from "./objective-fields";
import { type ChartAxis, ParetoChart } from "./pareto-chart";
import { type SearchForm, type SearchFormValues, searchForm, valuesOf } from "./search-form";
import { sentenceItems, sentenceParts } from "./sentence";
import { onThemeChange } from "./theme";
import "./search.css";

/** The search view: a form, and what the search that it started has found so far. */
const app = document.getElementById("app") ?? document.body;

const host = connect<ToSearchView, FromSearchView, SearchViewState>(
  [
    "setup",
    "target",
    "cloud",
    "declared",
    "started",
    "progress",
    "result",
    "interrupted",
    "failed",
  ],
  receive,
);

const saved = host.saved();
let savedForm: unknown = saved?.form;
let target: NetworkAddress | undefined = saved?.target;
let result: SearchResult | undefined = saved?.result;
let setup: SearchSetup | undefined;
let form: SearchForm | undefined;
let columns: ReadonlyMap<string, Float32Array> = new Map();
let best: readonly FoundNetwork[] = result?.best ?? [];
/** The name of the trace of the last search, and what that search is until it has a result. */
let trace: string | undefined = saved?.trace;
let unfinished: SearchSpec | undefined = saved?.running;
let running = false;
let interrupted = false;
/** The budget of what is shown, where it is training time. */
let gpuHours: number | undefined = result?.spec.gpuHours;
let selected: number | undefined;
/** The metric of the chart's x axis, where the user has chosen one. */
let chosenX: string | undefined = readChosenX(saved?.form);

const formPlace = element("div");
const message = element("p", {
  class: "message",
  "data-testid": "message",
  role: "alert",
  hidden: true,
});
const progress = element("progress", {
  "data-testid": "progress",
  max: 1,
  value: 0,
  "aria-label": "Evaluations",
});
const status = element("p", {
  class: "status",
  "data-testid": "status",
  role: "status",
  "aria-live": "polite",
});
const resultNotes = element("ul", { class: "notes", "data-testid": "result-notes" });
const setupNotes = element("ul", { class: "notes", "data-testid": "setup-notes" });
const emptyState = element(
  "p",
  { class: "quiet", "data-testid": "empty" },
  "No search has run yet. Say above what to look for and press Run: the networks it evaluates appear in the chart, and the best of them here, ready to be put into your file.",
);
const xChoice = element("div", { class: "x-choice" });
const chartSection = element("section", {
  class: "chart-section",
  "aria-label": "Chart",
  hidden: true,
});
const run = button({ text: "Run", testId: "run", primary: true, onPress: startSearch });
const cancel = button({
  text: "Cancel",
  testId: "cancel",
  onPress: () => host.post({ type: "cancel" }),
});
const resume = button({
  text: "Resume",
  testId: "resume",
  onPress: () => host.post({ type: "resume" }),
});
const saveTrace = button({
  text: "Save Trace…",
  testId: "save-trace",
  onPress: () => host.post({ type: "saveTrace" }),
});
const chart = new ParetoChart({
  describe: describeNetwork,
  onPick: (index) => {
    if (!table.has(index)) return;
    select(index);
    table.reveal(index);
  },
});
const table = new BestTable({
  onInsert: (index) => host.post({ type: "insert", index }),
  onApply: (index) => host.post({ type: "apply", index }),
  onSelect: select,
});

buildPage();
showRun();
host.post({ type: "ready" });

function receive(received: ToSearchView): void {
  switch (received.type) {
    case "setup":
      // What was found in another space means nothing in this one.
      if (unfinished && unfinished.space !== received.setup.space) {
        unfinished = undefined;
        interrupted = false;
      }
      if (result && result.spec.space !== received.setup.space) {
        result = undefined;
        best = [];
        chart.showEvaluated([]);
      }
      setup = received.setup;
      target = received.target;
      showForm(received.setup);
      break;
    case "target":
      target = received.target;
      break;
    case "cloud":
      columns = cloudColumns(received.cloud);
      break;
    case "declared":
      if (setup && form) showForm(setup, valuesOf(received.spec, form.values));
      break;
    case "started":
      running = true;
      interrupted = false;
      trace = received.trace;
      unfinished = received.spec;
      gpuHours = received.spec.gpuHours;
      result = undefined;
      best = [];
      selected = undefined;
      chart.showEvaluated([]);
      showMessage(undefined);
      showStatus({ evaluations: 0, budget: received.spec.budget, elapsedMs: 0 });
      break;
    case "progress":
      running = true;
      best = received.progress.best;
      chart.addEvaluated(received.progress.evaluated);
      showStatus(received.progress);
      break;
    case "result":
      running = false;
      interrupted = false;
      unfinished = undefined;
      gpuHours = received.result.spec.gpuHours;
      result = received.result;
      best = received.result.best;
      break;
    case "interrupted":
      running = false;
      interrupted = true;
      unfinished = received.spec;
      result = undefined;
      best = [];
      // Why it ended stays where it is told.
      status.textContent = `This search was interrupted after ${countText(received.evaluations)} evaluations.`;
      break;
    case "failed":
      running = false;
      if (!result) status.textContent = "";
      showMessage([received.message]);
      break;
  }
  if (received.type !== "progress") {
    if (result) showResult(result);
    showChart();
    save();
  }
  showRun();
}

function buildPage(): void {
  app.append(
    element("h1", { class: "for-readers" }, "Architecture search"),
    formPlace,
    message,
    element(
      "div",
      { class: "run-row" },
      ...[run.root, cancel.root, resume.root, progress, status, saveTrace.root],
    ),
    chartSection,
    element(
      "section",
      { class: "table-section", "aria-label": "Best networks" },
      emptyState,
      table.root,
      resultNotes,
    ),
    setupNotes,
  );
  chartSection.append(
    element("div", { class: "chart-head" }, legend(), xChoice),
    chart.root,
    element("ul", { class: "notes", id: "chart-notes" }),
  );
  onThemeChange(() => chart.rebuild());
}

function showForm(found: SearchSetup, values: SearchFormValues | undefined = form?.values): void {
  form = searchForm({
    setup: found,
    saved: values ?? savedForm,
    onChange: formChanged,
    onRun: startSearch,
  });
  savedForm = undefined;
  formPlace.replaceChildren(form.root);
  showNotes(setupNotes, found.notes);
}

function formChanged(): void {
  showChart();
  save();
}

function startSearch(): void {
  if (running || !form) return;
  const spec = form.spec();
  if ("problem" in spec) {
    showMessage([spec.problem]);
    return;
  }
  showMessage(undefined);
  host.post({ type: "run", spec });
}

/** The controls and the table, by whether a search runs. */
function showRun(): void {
  run.setEnabled(!running && setup !== undefined);
  cancel.setEnabled(running);
  resume.root.hidden = !interrupted;
  saveTrace.root.hidden = running || trace === undefined || !result || result.outcome === "refused";
  // How far a search through training time is, is not known.
  progress.hidden = !running || gpuHours !== undefined;
  setAttributes(status, { "aria-busy": running && "true" });
  emptyState.hidden = running || result !== undefined || best.length > 0;
  table.show(best, setup?.metrics ?? [], target);
  table.select(selected);
  chart.showBest(best.map(({ index }) => index));
  app.classList.toggle("running", running);
}

function showStatus({
  evaluations,
  budget,
  elapsedMs,
}: Pick<SearchProgress, "evaluations" | "budget" | "elapsedMs">): void {
  progress.max = budget;
  progress.value = evaluations;
  const spent =
    gpuHours === undefined
      ? `${countText(evaluations)} / ${countText(budget)} evaluations`
      : `${countText(evaluations)} evaluations, budget ${gpuHours} gpu-hours`;
  status.textContent = `${spent} · ${durationText(elapsedMs)}`;
}

function showResult(shown: SearchResult): void {
  const { outcome, notes, evaluations, elapsedMs, spec } = shown;
  chart.showEvaluated(shown.evaluated);
  showMessage(outcome === "refused" ? notes : undefined);
  showNotes(resultNotes, outcome === "refused" ? [] : notes);
  if (outcome === "refused") {
    status.textContent = "";
    return;
  }
  showStatus({ evaluations, budget: spec.budget, elapsedMs });
  status.append(outcome === "cancelled" ? " · cancelled" : " · finished");
}

function showMessage(lines: readonly string[] | undefined): void {
  message.hidden = lines === undefined;
  message.replaceChildren(...sentenceParts(lines?.join(" ") ?? ""));
  if (running || lines) resultNotes.replaceChildren();
}

function showNotes(list: HTMLElement, notes: readonly string[]): void {
  list.replaceChildren(...sentenceItems(notes));
}

function showChart(): void {
  const metrics = (setup?.metrics ?? []).filter(({ name }) => columns.has(name));
  const objectives = form?.values.objectives.map(objectiveOf) ?? [];
  const sought = objectives.flatMap(
    ({ metric }) => metrics.find(({ name }) => name === metric) ?? [],
  );
  const y =
    sought.find(({ better }) => better === "higher") ??
    metrics.find(({ name }) => name === "accuracy") ??
    sought[0];
  const others = metrics.filter((metric) => metric !== y);
  const x =
    others.find(({ name }) => name === chosenX) ??
    sought.find((metric) => metric !== y) ??
    others.find(({ name }) => name === "flops") ??
    others[0];
  chartSection.hidden = !x || !y;
  if (!x || !y) return;
  showXChoice(others, x.name);
  chart.showAxes(axisOf(x), axisOf(y));
  const sources = [x, y].filter(({ provenance }) => provenance !== "exact");
  const notes = document.getElementById("chart-notes");
  if (notes) {
    showNotes(
      notes,
      sources.map(({ title, origin, source }) => `${title} is ${origin}: ${source}`),
    );
  }
}

function showXChoice(metrics: readonly MetricInfo[], current: string): void {
  const content = [...metrics.map(({ name }) => name), current].join("\n");
  if (xChoice.dataset.content === content) return;
  xChoice.dataset.content = content;
  const choice = dropdown({
    label: "Against",
    testId: "x-metric",
    choices: metrics.map(({ name, title }) => ({ value: name, text: title })),
    value: current,
    onChange: (metric) => {
      chosenX = metric;
      xChoice.dataset.content = [...metrics.map(({ name }) => name), metric].join("\n");
      formChanged();
    },
  });
  xChoice.replaceChildren(choice.root);
}

/** `Top-1 accuracy, % (estimated ± 0.5)` */
function axisOf(metric: MetricInfo): ChartAxis {
  const unit = unitSymbol(metric.unit);
  return {
    metric,
    values: columns.get(metric.name) ?? new Float32Array(),
    title: `${metric.title}${unit === "" ? "" : `, ${unit}`} (${originText(metric)})`,
  };
}

/** `estimated ± 0.5 to 0.9`, `exact` */
function originText({ origin, standardError }: MetricInfo): string {
  if (!standardError) return origin;
  const { lowest, highest } = standardError;
  const range = new Set([lowest, highest].map((error) => `${Number(error.toPrecision(1))}`));
  return `${origin} ± ${[...range].join(" to ")}`;
}

function describeNetwork(index: number): readonly (Node | string)[] {
  const found = best.find((network) => network.index === index);
  const lines = found
    ? found.values.map(({ metric, text }) => [titleOf(metric), text] as const)
    : (setup?.metrics ?? []).flatMap((metric) => {
        const value = columns.get(metric.name)?.[index];
        if (value === undefined || Number.isNaN(value)) return [];
        const origin = metric.provenance === "exact" ? "" : ` (${originText(metric)})`;
        return [[metric.title, `${valueText(value, metric.unit)}${origin}`] as const];
      });
  return [
    blockList(found?.blocks ?? blocksAt(index)),
    ...lines.map(([title, text]) =>
      element(
        "div",
        { class: "tip-line" },
        element("span", { class: "quiet" }, title),
        element("span", {}, text),
      ),
    ),
  ];
}

/** The blocks of a network, stage by stage. */
function blocksAt(index: number): string[] {
  let rest = index;
  return (setup?.choices ?? []).map((blocks) => {
    const block = blocks[rest % blocks.length] ?? "";
    rest = Math.floor(rest / blocks.length);
    return block;
  });
}

function titleOf(name: string): string {
  return setup?.metrics.find((metric) => metric.name === name)?.title ?? name;
}

function select(index: number): void {
  selected = index;
  table.select(index);
  chart.select(index);
}

function legend(): HTMLElement {
  const entry = (kind: string, text: string) =>
    element("span", { class: "legend-entry" }, element("span", { class: `mark ${kind}` }), text);
  return element(
    "div",
    { class: "legend", "aria-hidden": "true" },
    entry("cloud", "every network"),
    entry("evaluated", "evaluated"),
    entry("front", "their Pareto front"),
    entry("best", "best"),
  );
}

function readChosenX(savedForm: unknown): string | undefined {
  const known = typeof savedForm === "object" && savedForm !== null && "chosenX" in savedForm;
  return known && typeof savedForm.chosenX === "string" ? savedForm.chosenX : undefined;
}

function save(): void {
  host.save({
    form: { ...(form ? form.values : Object(savedForm)), chosenX },
    ...(target && { target }),
    ...(result && { result }),
    ...(trace !== undefined && { trace }),
    ...(unfinished && { running: unfinished }),
  });
}
