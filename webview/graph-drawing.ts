import type { GraphAmount, NetworkGraph } from "../server/messages";
import type { PlacedEdge, Vertex } from "./block-layout";
import {
  type Card,
  type GraphLayout,
  type Link,
  layOutGraph,
  lineHeight,
  type PlacedPart,
  shareWidth,
  type TextWidths,
} from "./graph-layout";
import { amountLines, choicesText, graphText, partText, shareText } from "./graph-text";
import { svgElement } from "./svg-element";

/** The drawing of a network; a stage that is written is a button. */
export function drawGraph(
  graph: NetworkGraph,
  widths: TextWidths,
  goTo: (stage: number) => void,
): SVGSVGElement {
  const layout = layOutGraph(graph, widths);
  const { width, height, columns, trunk, cards } = layout;
  const drawing = svgElement(
    "svg",
    {
      class: "drawing",
      "data-testid": "drawing",
      role: "group",
      "aria-label": graphText(graph),
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
    },
    arrowHead(),
    text("column-heading", columns.params, 9, "Parameters"),
    text("column-heading", columns.flops, 9, "FLOPs"),
  );
  drawing.append(...cards.map((card) => stageGroup(card, layout, graph, goTo)));
  for (const placed of layout.parts) {
    if (placed.part.stage !== undefined) continue;
    drawing.append(
      svgElement(
        "g",
        { class: "part", role: "img", "aria-label": partText(placed.part) },
        ...partShapes(placed, layout, graph),
      ),
    );
  }
  drawing.append(
    svgElement(
      "g",
      { "aria-hidden": "true" },
      ...layout.links.flatMap((link) => linkShapes(link, trunk)),
    ),
    ...totalShapes(graph, layout),
  );
  return drawing;
}

function arrowHead(): SVGElement {
  const size = { markerWidth: 7, markerHeight: 7, refX: 6.5, refY: 3.5, orient: "auto" };
  const head = svgElement("path", { d: "M 0.5 0.5 L 6.5 3.5 L 0.5 6.5 z", class: "arrow-head" });
  const units = { markerUnits: "userSpaceOnUse" };
  return svgElement("defs", {}, svgElement("marker", { id: "arrow", ...size, ...units }, head));
}

function stageGroup(
  { stage, left, top, width, height, lines, firstLine }: Card,
  layout: GraphLayout,
  graph: NetworkGraph,
  goTo: (stage: number) => void,
): SVGElement {
  const parts = layout.parts.filter(({ part }) => part.stage === stage);
  const [first] = parts;
  const isWritten = first?.part.position !== undefined;
  const label = parts.map(({ part }) => partText(part)).join(" ");
  const hint = isWritten
    ? `Go to stage ${stage} in the editor`
    : `Stage ${stage} is not written yet`;
  const textX = left + 10;
  const group = svgElement(
    "g",
    {
      class: `stage${isWritten ? " written" : ""}`,
      "data-testid": `stage-${stage}`,
      "data-stage": stage,
      role: isWritten ? "button" : "img",
      tabindex: isWritten && 0,
      "aria-label": isWritten ? `${label} ${hint}` : label,
    },
    svgElement("title", {}, `${hint}\n${parts.map(({ part }) => partText(part)).join("\n")}`),
    svgElement("rect", { class: "card", x: left, y: top, width, height, rx: 4 }),
    text("stage-title", textX, firstLine, first?.part.title ?? ""),
    ...lines.map((line, place) => text("code", textX, firstLine + (place + 1) * lineHeight, line)),
    ...parts.flatMap((placed) => partShapes(placed, layout, graph)),
  );
  if (!isWritten) return group;
  group.addEventListener("click", () => goTo(stage));
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    // The space bar would scroll the page.
    event.preventDefault();
    goTo(stage);
  });
  return group;
}

/** A part and what it costs. */
function partShapes(placed: PlacedPart, layout: GraphLayout, graph: NetworkGraph): SVGElement[] {
  const { part, top, height } = placed;
  const cost = part.kind === "input" ? undefined : part.cost;
  const middle = top + height / 2;
  return [
    ...(placed.block
      ? blockShapes(placed, layout.trunk, graph.operations)
      : boxShapes(placed, layout.trunk)),
    ...(cost ? amountShapes(cost.params, layout.columns.params, middle) : []),
    ...(cost ? amountShapes(cost.flops, layout.columns.flops, middle) : []),
  ];
}

function boxShapes({ part, top, height, width }: PlacedPart, trunk: number): SVGElement[] {
  const { block, kind, title } = part;
  const isHole = block?.kind === "hole";
  const label =
    block?.kind === "missing" ? block.what : isHole ? choicesText(block.choices) : title;
  const rx = kind === "input" ? height / 2 : isHole || block ? 8 : 3;
  return [
    svgElement("rect", {
      class: `box ${block?.kind ?? kind}`,
      x: trunk - width / 2,
      y: top,
      width,
      height,
      rx,
    }),
    text(`box-label ${block?.kind ?? kind}`, trunk, top + height / 2, label),
  ];
}

function blockShapes(
  { block, top }: PlacedPart,
  trunk: number,
  operations: readonly string[],
): SVGElement[] {
  const place = `translate(${trunk} ${top})`;
  const edges = block?.edges.map((edge) => edgeShape(edge, block.vertices[edge.to])) ?? [];
  const vertices = block?.vertices.flatMap((vertex) => vertexShapes(vertex, operations)) ?? [];
  return [svgElement("g", { transform: place }, ...edges, ...vertices)];
}

function edgeShape({ start, end, straightTo, pass }: PlacedEdge, target?: Vertex): SVGElement {
  const curve = (fromX: number, fromY: number, x: number, y: number) => {
    const middle = (fromY + y) / 2;
    return fromX === x ? `V ${y}` : `C ${fromX} ${middle} ${x} ${middle} ${x} ${y}`;
  };
  const way = pass
    ? [
        curve(start.x, straightTo, pass.x, pass.top),
        `V ${pass.bottom}`,
        curve(pass.x, pass.bottom, end.x, end.y),
      ]
    : [curve(start.x, straightTo, end.x, end.y)];
  const d = [`M ${start.x} ${start.y} V ${straightTo}`, ...way].join(" ");
  const hasArrow = target?.kind !== "exit";
  return svgElement("path", { class: "edge", d, "marker-end": hasArrow && "url(#arrow)" });
}

/** How many colours there are for operations. */
const colours = 6;

function vertexShapes(
  { kind, label, x, y, width, height }: Vertex,
  operations: readonly string[],
): SVGElement[] {
  switch (kind) {
    case "operation": {
      const colour = operations.indexOf(label) % colours;
      const left = x - width / 2;
      return [
        svgElement("rect", { class: "box operation", x: left, y, width, height, rx: 3 }),
        svgElement("rect", {
          class: `mark colour-${colour}`,
          x: left + 1,
          y: y + 1,
          width: 4,
          height: height - 2,
          rx: 2,
        }),
        text("code box-label", x + 2, y + height / 2, label),
      ];
    }
    case "sum": {
      const [r, arm, middle] = [width / 2, 4, y + height / 2];
      const d = `M ${x - arm} ${middle} H ${x + arm} M ${x} ${middle - arm} V ${middle + arm}`;
      return [
        svgElement("circle", { class: "box", cx: x, cy: middle, r }),
        svgElement("path", { class: "plus", d }),
      ];
    }
    case "entry":
      return width > 0
        ? [svgElement("circle", { class: "dot", cx: x, cy: y + height / 2, r: width / 2 })]
        : [];
    case "exit":
      return [];
  }
}

function linkShapes({ top, bottom, label, labelY, isArrow }: Link, trunk: number): SVGElement[] {
  return [
    svgElement("path", {
      class: "edge",
      d: `M ${trunk} ${top} V ${bottom}`,
      "marker-end": isArrow && "url(#arrow)",
    }),
    ...(label === "" ? [] : [text("shape", trunk + 8, labelY, label)]),
  ];
}

/** An amount that ends at `right`, its share of the whole behind it and as a bar below. */
function amountShapes(amount: GraphAmount, right: number, middle: number): SVGElement[] {
  const lines = amountLines(amount);
  const first = middle - ((lines.length - 1) * lineHeight) / 2;
  const shapes = lines.map((line, place) =>
    text("amount", right, first + place * lineHeight, line),
  );
  const { share } = amount;
  if (share === undefined) return shapes;
  const [left, width] = [right - barReach, barReach + shareWidth];
  const y = middle + lineHeight / 2 + 1;
  return [
    ...shapes,
    text("share", right + shareWidth, middle, shareText(share)),
    svgElement("rect", { class: "bar-ground", x: left, y, width, height: 3, rx: 1.5 }),
    svgElement("rect", { class: "bar", x: left, y, width: width * share, height: 3, rx: 1.5 }),
  ];
}

/** How far the bar begins before the end of its amount. */
const barReach = 60;

function totalShapes({ total }: NetworkGraph, { columns, totalY }: GraphLayout): SVGElement[] {
  if (!total) return [];
  const line = { class: "rule", x1: 0, x2: columns.right, y1: totalY - 20, y2: totalY - 20 };
  return [
    svgElement("line", line),
    svgElement(
      "g",
      { class: "total", "data-testid": "total" },
      text("stage-title", 11, totalY, "Whole network"),
      ...amountShapes(total.params, columns.params, totalY),
      ...amountShapes(total.flops, columns.flops, totalY),
    ),
  ];
}

/** A line of text whose middle is at `y`. */
function text(classes: string, x: number, y: number, content: string): SVGElement {
  return svgElement("text", { class: classes, x, y }, content);
}
