import type {
  FromSuggestionsView,
  Suggestions,
  SuggestionsViewState,
  ToSuggestionsView,
} from "../server/messages";
import { blockList } from "./block-list";
import { element } from "./element";
import { connect } from "./host";
import { defaultSort, ReplacementTable } from "./replacement-table";
import { sentenceItems, sentenceParts } from "./sentence";
import { StageFilter } from "./stage-filter";
import "./suggestions.css";

/** The suggestions view: a network, and every network that differs from it in one block. */
const app = document.getElementById("app") ?? document.body;

const host = connect<ToSuggestionsView, FromSuggestionsView, SuggestionsViewState>(
  ["suggestions", "failed"],
  receive,
);

const saved = host.saved();
let current: Suggestions | undefined;
let sort = saved?.sort;

const heading = element("header", { class: "network", "data-testid": "network" });
const message = element("p", {
  class: "message",
  "data-testid": "message",
  role: "alert",
  hidden: true,
});
const waiting = element(
  "p",
  { class: "quiet" },
  "Looking at every block that could stand in for another…",
);
const notes = element("ul", { class: "notes" });
const filter = new StageFilter((stage) => {
  table.filter(stage);
});
const table = new ReplacementTable({
  onApply: (index) => {
    if (current) host.post({ type: "apply", index, address: current.address });
  },
  onSort: (chosen) => {
    sort = chosen;
    save();
  },
});

app.append(heading, message, waiting, filter.root, table.root, notes);
host.post({ type: "ready" });

function receive(received: ToSuggestionsView): void {
  waiting.hidden = true;
  message.hidden = received.type !== "failed";
  if (received.type === "failed") {
    message.replaceChildren(...sentenceParts(received.message));
    return;
  }
  current = received.suggestions;
  sort ??= defaultSort(current.metrics);
  showHeading(current);
  filter.show(current.network.blocks.length);
  table.show(current, sort);
  notes.replaceChildren(...sentenceItems(current.notes));
  save();
}

function showHeading({ address, space, network, metrics }: Suggestions): void {
  const titleOf = (name: string) => metrics.find((metric) => metric.name === name)?.title ?? name;
  heading.replaceChildren(
    element("h1", {}, address.network, element("span", { class: "quiet" }, ` in space ${space}`)),
    element("p", {}, blockList(network.blocks)),
    element(
      "dl",
      { class: "own-metrics" },
      ...network.values.map(({ metric, text }) =>
        element("div", {}, element("dt", {}, titleOf(metric)), element("dd", {}, text)),
      ),
    ),
  );
}

function save(): void {
  host.save({ ...(current && { address: current.address }), ...(sort && { sort }) });
}
