import type { FromRowsView, QueryResult, RowsViewState, ToRowsView } from "../server/messages";
import { button } from "./controls";
import { csvText } from "./csv";
import { element, setAttributes } from "./element";
import { connect } from "./host";
import { numberColumns } from "./number-columns";
import { countText, durationText } from "./number-text";
import { nextSort, type RowSort, rowOrder } from "./row-order";
import { type PlotAxes, type PlottedRows, RowsPlot, usualAxes } from "./rows-plot";
import { RowsTable } from "./rows-table";
import { sentenceParts } from "./sentence";
import { onThemeChange } from "./theme";
import "./rows.css";

/** The view of a query's rows: a table that sorts, a plot of two of its columns, and a way into a file. */
const app = document.getElementById("app") ?? document.body;

/** What is kept, beside what the editor's side knows of. */
interface RowsState extends RowsViewState {
  readonly sort?: RowSort;
  /** There while the plot is. */
  readonly axes?: PlotAxes;
}

/** The rows that are shown, and what is known of them. */
interface Shown extends PlottedRows {
  readonly result: QueryResult;
}

const host = connect<ToRowsView, FromRowsView, RowsState>(
  ["running", "rows", "cancelled", "failed"],
  receive,
);

const saved = host.saved();
let shown: Shown | undefined = saved?.result && shownOf(saved.result);
let sort = saved?.sort;
let axes = saved?.axes;

const progress = element("div", { class: "running-bar", hidden: true });
const status = element("p", { class: "status", "data-testid": "status", role: "status" });
const query = element("code", { class: "query", "data-testid": "query" });
const message = element("p", {
  class: "message",
  "data-testid": "message",
  role: "alert",
  hidden: true,
});
const note = element("p", { class: "notes", "data-testid": "note", hidden: true });
const cancel = button({
  text: "Cancel",
  testId: "cancel",
  onPress: () => host.post({ type: "cancel" }),
});
const save = button({ text: "Save as CSV", testId: "save", onPress: saveRows });
const plotSwitch = button({ text: "Plot", testId: "plot", onPress: switchPlot });
const plot = new RowsPlot({
  onChoose: (chosen) => {
    axes = chosen;
    keep();
  },
  onPick: (row) => table.select(row),
});
const table = new RowsTable({
  onSort: (column) => {
    if (!shown) return;
    sort = nextSort(sort, column);
    table.arrange(rowOrder(shown.rows, sort), sort);
    keep();
  },
});

app.append(
  progress,
  element("h1", { class: "for-readers" }, "Query results"),
  element(
    "header",
    { class: "rows-head" },
    element("div", { class: "rows-status" }, status, query),
    element("div", { class: "rows-buttons" }, cancel.root, save.root, plotSwitch.root),
  ),
  message,
  note,
  plot.root,
  table.root,
);
onThemeChange(() => {
  plot.rebuild();
  table.measure();
});
setRunning(false);
if (shown) showRows(shown);
else
  showNothing(
    "Run a query in a file that “Blox: Query Benchmark (SQL)” opens: its rows appear here.",
  );
host.post({ type: "ready" });

function receive(received: ToRowsView): void {
  setRunning(received.type === "running");
  message.hidden = received.type !== "failed";
  switch (received.type) {
    case "running":
      status.textContent = `Running on ${received.benchmark}…`;
      showQuery(received.sql);
      note.hidden = true;
      break;
    case "rows":
      showResult(received.result);
      break;
    case "cancelled":
      if (shown) showFacts(shown.result, "The query was cancelled: these are the rows before it.");
      else showNothing("The query was cancelled.");
      break;
    case "failed":
      shown = undefined;
      showNothing("");
      message.replaceChildren(...sentenceParts(received.message));
      keep();
      break;
  }
}

/** Where the query is the same as before, so are the sort and the plot. */
function showResult(result: QueryResult): void {
  const before = shown?.result;
  if (before?.benchmark !== result.benchmark || before.sql !== result.sql) {
    sort = undefined;
    axes = axes && usualAxes(shownOf(result));
  }
  shown = shownOf(result);
  showRows(shown);
  keep();
}

function shownOf(result: QueryResult): Shown {
  const { columns, rows } = result;
  return { result, columns, rows, numbers: numberColumns(columns, rows) };
}

function showRows(rows: Shown): void {
  const { result, numbers } = rows;
  showFacts(result, result.rows.length === 0 ? "The query gives no rows." : undefined);
  table.root.hidden = result.columns.length === 0;
  table.show({ ...rows, order: rowOrder(rows.rows, sort), sort });
  if (axes && !(numbers.includes(axes.x) && numbers.includes(axes.y))) axes = usualAxes(rows);
  showPlot();
}

/** What stands above the rows. */
function showFacts(result: QueryResult, more?: string): void {
  const { rows, isCut, elapsedMs, benchmark, sql } = result;
  const count = `${countText(rows.length)} ${rows.length === 1 ? "row" : "rows"}`;
  status.textContent = [isCut ? `First ${count}` : count, durationText(elapsedMs), benchmark].join(
    " · ",
  );
  showQuery(sql);
  const cut = isCut && "The query gives more rows than are shown, sorted, plotted and saved here.";
  showNote([more, cut].filter(Boolean).join(" "));
  save.root.hidden = rows.length === 0;
}

function showNothing(why: string): void {
  status.textContent = "";
  showNote(why);
  save.root.hidden = true;
  plotSwitch.root.hidden = true;
  table.root.hidden = true;
  plot.hide();
}

function showNote(text: string): void {
  note.hidden = text === "";
  note.textContent = text;
}

/** On one line; the whole of it where the mouse rests. */
function showQuery(sql: string): void {
  query.textContent = sql.replace(/\s+/g, " ").trim();
  query.title = sql;
}

/** What was there stays while a query runs, so that a quick one does not flicker. */
function setRunning(isRunning: boolean): void {
  progress.hidden = !isRunning;
  cancel.root.hidden = !isRunning;
  save.setEnabled(!isRunning);
  plotSwitch.setEnabled(!isRunning);
  app.classList.toggle("running", isRunning);
  setAttributes(table.root, { "aria-busy": isRunning && "true" });
}

function showPlot(): void {
  plotSwitch.root.hidden = !shown || usualAxes(shown) === undefined;
  setAttributes(plotSwitch.root, { "aria-expanded": axes ? "true" : "false" });
  if (shown && axes) plot.show(shown, axes);
  else plot.hide();
}

function switchPlot(): void {
  axes = axes || !shown ? undefined : usualAxes(shown);
  showPlot();
  keep();
}

function saveRows(): void {
  if (!shown) return;
  const { columns, rows } = shown;
  const sorted = rowOrder(rows, sort).map((row) => rows[row] ?? []);
  host.post({ type: "save", csv: csvText(columns, sorted) });
}

function keep(): void {
  host.save({
    ...(shown && { result: shown.result }),
    ...(sort && { sort }),
    ...(axes && { axes }),
  });
}
