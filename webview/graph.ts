import type { FromGraphView, GraphViewState, NetworkGraph, ToGraphView } from "../server/messages";
import { element } from "./element";
import { drawGraph } from "./graph-drawing";
import type { TextWidths } from "./graph-layout";
import { connect } from "./host";
import { sentenceItems, sentenceParts } from "./sentence";
import "./graph.css";

/** The graph view: a network drawn from its input to its head, and what each part costs. */
const app = document.getElementById("app") ?? document.body;

const host = connect<ToGraphView, FromGraphView, GraphViewState>(["graph", "failed"], receive);

const heading = element("h1", { "data-testid": "network" });
const message = element("p", {
  class: "message",
  "data-testid": "message",
  role: "alert",
  hidden: true,
});
const missing = element("ul", { class: "missing", "data-testid": "missing", role: "status" });
const place = element("div", { class: "place" });

const note = element(
  "p",
  { class: "notes" },
  "Shapes are channels × height × width. Parameters and FLOPs are exact, for one image.",
);

app.append(heading, message, missing, place, note);
host.post({ type: "ready" });

function receive(received: ToGraphView): void {
  const failed = received.type === "failed";
  message.hidden = !failed;
  for (const part of [heading, missing, place, note]) part.hidden = failed;
  if (failed) {
    message.replaceChildren(...sentenceParts(received.message));
    return;
  }
  show(received.graph);
}

/** A drawing shrinks with its place as long as it can be read, and then is scrolled. */
const smallestScale = 0.8;

function show(graph: NetworkGraph): void {
  const { address, version, position, space } = graph;
  heading.replaceChildren(
    address.network,
    element("span", { class: "quiet" }, ` in space ${space}`),
  );
  missing.replaceChildren(...sentenceItems(graph.missing));
  missing.hidden = graph.missing.length === 0;
  const focused = document.activeElement?.getAttribute("data-stage");
  const drawing = drawGraph(graph, textWidths(), (stage) => host.post({ type: "goTo", stage }));
  drawing.dataset.version = `${version}`;
  drawing.style.minWidth = `${smallestScale * drawing.width.baseVal.value}px`;
  place.replaceChildren(drawing);
  if (focused) {
    drawing.querySelector<SVGElement>(`[data-stage="${focused}"]`)?.focus({ preventScroll: true });
  }
  host.save({ address, position });
}

/** Text is measured as the style sheet shows it. */
function textWidths(): TextWidths {
  const style = getComputedStyle(document.body);
  const context = document.createElement("canvas").getContext("2d");
  const size = Number.parseFloat(style.fontSize) || 13;
  const code = style.getPropertyValue("--vscode-editor-font-family").trim() || "monospace";
  const measured = (font: string) => (text: string) => {
    if (!context) return 0.65 * size * text.length;
    context.font = font;
    return context.measureText(text).width;
  };
  return {
    plain: measured(`600 ${size}px ${style.fontFamily}`),
    code: measured(`${0.95 * size}px ${code}`),
  };
}
