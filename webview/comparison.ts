import type {
  ComparisonProgress,
  ComparisonSetup,
  ComparisonViewState,
  FromComparisonView,
  ShownComparison,
  SpaceAddress,
  ToComparisonView,
} from "../server/messages";
import { type ComparisonForm, comparisonForm } from "./comparison-form";
import { button, checkbox } from "./controls";
import { element, setAttributes } from "./element";
import { connect } from "./host";
import { countText } from "./number-text";
import { PlotView } from "./plot-view";
import { regretCsv, regretTable } from "./regret-table";
import { sentenceItems, sentenceParts } from "./sentence";
import "./comparison.css";

/** The comparison view: a form, and what the last whole comparison found. */
const app = document.getElementById("app") ?? document.body;

const host = connect<ToComparisonView, FromComparisonView, ComparisonViewState>(
  ["setup", "started", "progress", "comparison", "ended", "plot", "failed"],
  receive,
);

const saved = host.saved();
let savedForm: unknown = saved?.form;
let address: SpaceAddress | undefined = saved?.space;
let comparison: ShownComparison | undefined = saved?.comparison;
let isLogarithmic = saved?.isLogarithmic ?? false;
let form: ComparisonForm | undefined;
let isRunning = false;

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
  "aria-label": "Runs",
});
const status = element("p", {
  class: "status",
  "data-testid": "status",
  role: "status",
  "aria-live": "polite",
});
const setupNotes = element("ul", { class: "notes", "data-testid": "setup-notes" });
const emptyState = element(
  "p",
  { class: "quiet", "data-testid": "empty" },
  "Nothing has been compared yet. Check algorithms above and press Run: each runs with every seed, and what is plotted is how far the best network that it has seen is from the best of the whole space.",
);
const run = button({ text: "Run", testId: "run", primary: true, onPress: start });
const cancel = button({
  text: "Cancel",
  testId: "cancel",
  onPress: () => host.post({ type: "cancel" }),
});
const open = button({
  text: "Open…",
  testId: "open",
  label: "Open the file of a comparison",
  onPress: () => host.post({ type: "open" }),
});
const result = element("section", {
  class: "result",
  "data-testid": "result",
  "aria-label": "Result",
});
const plot = new PlotView({
  onDraw: (width) => host.post({ type: "draw", width, isLogarithmic }),
});

buildPage();
showResult();
showRun();
host.post({ type: "ready" });

function receive(received: ToComparisonView): void {
  switch (received.type) {
    case "setup":
      address = received.address;
      showForm(received.setup);
      break;
    case "started":
      isRunning = true;
      progress.value = 0;
      status.textContent = "";
      showMessage(undefined);
      break;
    case "progress":
      isRunning = true;
      showProgress(received.progress);
      break;
    case "comparison":
      comparison = received.comparison;
      showMessage(undefined);
      showResult();
      break;
    case "ended":
      isRunning = false;
      status.textContent = "";
      if (received.isCancelled)
        showMessage(`Cancelled: half a comparison is none.${comparison ? earlier : ""}`);
      break;
    case "plot":
      plot.show(received.svg);
      return;
    case "failed":
      showMessage(received.message);
      break;
  }
  if (received.type !== "progress") save();
  showRun();
}

const earlier = " Below is the one before it.";

function buildPage(): void {
  app.append(
    element("h1", { class: "for-readers" }, "Comparison of algorithms"),
    formPlace,
    message,
    element("div", { class: "run-row" }, run.root, cancel.root, open.root, progress, status),
    emptyState,
    result,
    setupNotes,
  );
}

function showForm(setup: ComparisonSetup): void {
  form = comparisonForm({
    setup,
    saved: form?.values ?? savedForm,
    onChange: save,
    onSpace: (space) => host.post({ type: "space", space }),
    onRun: start,
  });
  savedForm = undefined;
  const focused = document.activeElement?.getAttribute("data-testid");
  formPlace.replaceChildren(form.root);
  // The form is made anew where another space has been chosen in it.
  if (focused) formPlace.querySelector<HTMLElement>(`[data-testid="${focused}"]`)?.focus();
  setupNotes.replaceChildren(...sentenceItems(setup.notes));
}

function start(): void {
  if (isRunning || !form || !address) return;
  const spec = form.spec(address);
  if ("problem" in spec) {
    showMessage(spec.problem);
    return;
  }
  showMessage(undefined);
  host.post({ type: "run", spec });
}

/** The controls, by whether a comparison runs. */
function showRun(): void {
  run.setEnabled(!isRunning && form !== undefined);
  cancel.setEnabled(isRunning);
  open.setEnabled(!isRunning);
  progress.hidden = !isRunning;
  setAttributes(status, { "aria-busy": isRunning && "true" });
  emptyState.hidden = isRunning || comparison !== undefined;
}

function showProgress({ done, runs }: ComparisonProgress): void {
  progress.max = runs;
  progress.value = done;
  status.textContent = `${countText(done)} of ${countText(runs)} runs`;
}

function showMessage(text: string | undefined): void {
  message.hidden = text === undefined;
  message.replaceChildren(...sentenceParts(text ?? ""));
}

function showResult(): void {
  result.hidden = comparison === undefined;
  if (!comparison) return;
  const { title, algorithms, conditions, notes } = comparison;
  result.replaceChildren(
    element("h2", { "data-testid": "title" }, title.charAt(0).toUpperCase() + title.slice(1)),
    plot.root,
    plotRow(),
    regretTable(algorithms),
    tableRow(),
    element("ul", { class: "notes", "data-testid": "notes" }, ...sentenceItems(notes)),
    element(
      "dl",
      { class: "conditions", "data-testid": "conditions" },
      ...conditions.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)]),
    ),
  );
  plot.draw();
}

function plotRow(): HTMLElement {
  const logarithm = checkbox({
    label: "Logarithm of the regret",
    testId: "logarithmic",
    isChecked: isLogarithmic,
    onChange: (isChecked) => {
      isLogarithmic = isChecked;
      plot.draw();
      save();
    },
  });
  const savePlot = button({
    text: "Save Plot…",
    testId: "save-plot",
    label: "Save the plot as SVG",
    onPress: () => host.post({ type: "savePlot", isLogarithmic }),
  });
  return element("div", { class: "plot-row" }, logarithm.root, savePlot.root);
}

function tableRow(): HTMLElement {
  const saveFile = button({
    text: "Save…",
    testId: "save",
    label: "Save the comparison, to open it again or for blox compare --from",
    onPress: () => host.post({ type: "save" }),
  });
  const copy = button({
    text: "Copy Table",
    testId: "copy",
    label: "Copy the table as CSV",
    onPress: () => host.post({ type: "copy", csv: regretCsv(comparison?.algorithms ?? []) }),
  });
  return element("div", { class: "table-row" }, saveFile.root, copy.root);
}

function save(): void {
  host.save({
    form: form ? form.values : savedForm,
    ...(address && { space: address }),
    ...(comparison && { comparison }),
    isLogarithmic,
  });
}
