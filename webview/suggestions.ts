import type {
  FromSuggestionsView,
  Suggestions,
  SuggestionsTab,
  SuggestionsViewState,
  ToSuggestionsView,
} from "../server/messages";
import { blockList } from "./block-list";
import { legend } from "./change-cell";
import { element } from "./element";
import { connect } from "./host";
import { safePathView, twoBlocksView } from "./replaced-networks";
import { defaultSort, ReplacementTable } from "./replacement-table";
import { sentenceItems, sentenceParts } from "./sentence";
import { StageFilter } from "./stage-filter";
import { Tabs } from "./tabs";
import "./suggestions.css";

/** The suggestions view: a network, and the networks that replacing one block, two or more leads to. */
const app = document.getElementById("app") ?? document.body;

const host = connect<ToSuggestionsView, FromSuggestionsView, SuggestionsViewState>(
  ["suggestions", "failed"],
  receive,
);

const saved = host.saved();
let current: Suggestions | undefined;
let sort = saved?.sort;
let shownTab: SuggestionsTab = saved?.tab ?? "one-block";

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
  onApply: apply,
  onSort: (chosen) => {
    sort = chosen;
    save();
  },
});

const oneBlock = element("section", {}, filter.root, table.root);
const twoBlocks = element("section");
const safePath = element("section");
const tabs = new Tabs<SuggestionsTab>(
  "Replacements",
  [
    { name: "one-block", text: "One block", content: oneBlock },
    { name: "two-blocks", text: "Two blocks", content: twoBlocks },
    { name: "safe-path", text: "Safe path", content: safePath },
  ],
  (chosen) => {
    shownTab = chosen;
    save();
  },
);
tabs.show(shownTab);
const body = element(
  "div",
  { hidden: true },
  element("div", { class: "tab-bar" }, tabs.root, legend()),
  oneBlock,
  twoBlocks,
  safePath,
  notes,
);

app.append(heading, message, waiting, body);
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
  fill(twoBlocks, twoBlocksView(current, apply));
  fill(safePath, safePathView(current, apply));
  body.hidden = false;
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

/** The focus stays in the section where it was, for the next one to apply. */
function fill(section: HTMLElement, content: readonly HTMLElement[]): void {
  const hadFocus = section.contains(document.activeElement);
  section.replaceChildren(...content);
  if (!hadFocus) return;
  const next = section.querySelector<HTMLElement>('[data-testid="apply"]');
  if (next) next.focus({ preventScroll: true });
  else tabs.focus();
}

function apply(index: number): void {
  if (current) host.post({ type: "apply", index, address: current.address });
}

function save(): void {
  const address = current?.address;
  host.save({ ...(address && { address }), ...(sort && { sort }), tab: shownTab });
}
