import type { GraphNode, GraphSource } from "../server/messages";

/** A block laid out: x is 0 on the line that enters and leaves it, y is 0 at its top. */
export interface BlockLayout {
  readonly vertices: readonly Vertex[];
  readonly edges: readonly PlacedEdge[];
  readonly left: number;
  readonly right: number;
  readonly height: number;
}

export interface Vertex {
  /** `entry` and `exit` are points; `sum` adds up what enters it. */
  readonly kind: "entry" | "operation" | "sum" | "exit";
  /** The operation's name. */
  readonly label: string;
  /** Its middle. */
  readonly x: number;
  /** Its top. */
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedEdge {
  /** Vertices, by their places. */
  readonly from: number;
  readonly to: number;
  readonly start: Point;
  readonly end: Point;
  /** Down to where it goes straight, beside what is higher than the vertex that it leaves. */
  readonly straightTo: number;
  /** Where it passes other vertices, straight down. */
  readonly pass?: { readonly x: number; readonly top: number; readonly bottom: number };
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const operationHeight = 26;
const sumSize = 18;
const dotSize = 6;
/** Between the layers of a block; where nothing can be seen of what is above or below, less. */
const [rowGap, unseenGap] = [18, 6];
const columnGap = 16;
const labelPadding = 14;

/**
 * Lays a block out in layers, each vertex below all that it reads. The vertices are taken apart into
 * paths, the longest first, and each path keeps a column to itself as long as it runs: so nothing
 * overlaps, and what skips others runs beside them.
 */
export function layOutBlock(
  nodes: readonly GraphNode[],
  output: readonly GraphSource[],
  textWidth: (text: string) => number,
): BlockLayout {
  const graph = graphOf(nodes, output, textWidth);
  const layers = layersOf(graph);
  const paths = columnsOf(pathsOf(graph), layers);
  const places = placesOf(graph, layers, paths);
  const vertices = graph.vertices.map((vertex, place) => ({
    ...vertex,
    x: places.x[place] ?? 0,
    y: places.tops[layers[place] ?? 0] ?? 0,
  }));
  const edges = paths.flatMap(({ edges, column }) =>
    edges.map((edge) => placeEdge(edge, vertices, layers, places, places.columnX(column))),
  );
  const xs = [...vertices, ...passes(edges)].flatMap(({ x, width }) => [
    x - width / 2,
    x + width / 2,
  ]);
  return {
    vertices,
    edges,
    left: Math.min(0, ...xs),
    right: Math.max(0, ...xs),
    height: Math.max(0, ...vertices.map(({ y, height }) => y + height)),
  };
}

function passes(edges: readonly PlacedEdge[]): { readonly x: number; readonly width: number }[] {
  return edges.flatMap(({ pass }) => (pass ? { x: pass.x, width: 4 } : []));
}

type UnplacedVertex = Omit<Vertex, "x" | "y">;

interface Edge {
  readonly from: number;
  readonly to: number;
}

/** Vertices in an order in which each comes after all that it reads; the first enters, the last leaves. */
interface Graph {
  readonly vertices: readonly UnplacedVertex[];
  readonly edges: readonly Edge[];
}

function graphOf(
  nodes: readonly GraphNode[],
  output: readonly GraphSource[],
  textWidth: (text: string) => number,
): Graph {
  const readers = [...nodes.map(({ inputs }) => inputs), output];
  const isSplit = readers.filter((sources) => sources.includes("in")).length > 1;
  const entrySize = isSplit ? dotSize : 0;
  const vertices: UnplacedVertex[] = [
    { kind: "entry", label: "", width: entrySize, height: entrySize },
  ];
  const edges: Edge[] = [];
  const vertexOfNode: number[] = [];
  const add = (vertex: UnplacedVertex, from: readonly number[]): number => {
    const to = vertices.push(vertex) - 1;
    edges.push(...from.map((one) => ({ from: one, to })));
    return to;
  };
  const addSum = (sources: readonly GraphSource[]): number => {
    const from = sources.map((source) => (source === "in" ? 0 : (vertexOfNode[source] ?? 0)));
    const [first = 0, ...others] = from;
    if (others.length === 0) return first;
    return add({ kind: "sum", label: "", width: sumSize, height: sumSize }, from);
  };
  for (const { operation, inputs } of nodes) {
    const width = textWidth(operation) + 2 * labelPadding;
    const vertex = { kind: "operation", label: operation, width, height: operationHeight } as const;
    vertexOfNode.push(add(vertex, [addSum(inputs)]));
  }
  add({ kind: "exit", label: "", width: 0, height: 0 }, [addSum(output)]);
  return { vertices, edges };
}

/** Each vertex's layer: the length of the longest way to it. */
function layersOf({ vertices, edges }: Graph): number[] {
  const layers = vertices.map(() => 0);
  for (const to of vertices.keys()) {
    for (const edge of edges) {
      if (edge.to === to) layers[to] = Math.max(layers[to] ?? 0, (layers[edge.from] ?? 0) + 1);
    }
  }
  return layers;
}

interface Path {
  readonly edges: readonly Edge[];
  /** The vertices between its ends, which are on no path before it. */
  readonly inner: readonly number[];
}

/** Every edge on one path, every vertex but the ends inside one, the longest paths first. */
function pathsOf({ vertices, edges }: Graph): Path[] {
  const paths: Path[] = [];
  const taken = new Set([0, vertices.length - 1]);
  let open = edges.toSorted((a, b) => a.from - b.from);
  while (open.length > 0) {
    const path = longestPath(open, taken);
    if (path.length === 0) return paths;
    const inner = path.slice(1).map(({ from }) => from);
    for (const vertex of inner) taken.add(vertex);
    open = open.filter((edge) => !path.includes(edge));
    paths.push({ edges: path, inner });
  }
  return paths;
}

/** From a vertex that is taken, over those that are not, to one that is. */
function longestPath(edges: readonly Edge[], taken: ReadonlySet<number>): readonly Edge[] {
  const longestTo = new Map<number, readonly Edge[]>();
  let longest: readonly Edge[] = [];
  for (const edge of edges) {
    const before = taken.has(edge.from) ? [] : longestTo.get(edge.from);
    if (!before) continue;
    const path = [...before, edge];
    if (taken.has(edge.to)) {
      if (path.length > longest.length) longest = path;
    } else if (path.length > (longestTo.get(edge.to)?.length ?? 0)) {
      longestTo.set(edge.to, path);
    }
  }
  return longest;
}

interface PathInColumn extends Path {
  /** 0 in the middle, negative to the left; undefined for an edge that passes nothing. */
  readonly column: number | undefined;
}

/** The first column that is free as long as the path runs: the middle, then right and left in turn. */
function columnsOf(paths: readonly Path[], layers: readonly number[]): PathInColumn[] {
  const used = new Map<number, { readonly first: number; readonly last: number }[]>();
  return paths.map((path) => {
    const first = layers[path.edges[0]?.from ?? 0] ?? 0;
    const last = layers[path.edges.at(-1)?.to ?? 0] ?? 0;
    if (path.inner.length === 0 && last === first + 1) return { ...path, column: undefined };
    let column = 0;
    const isTaken = () => used.get(column)?.some((run) => run.first < last && first < run.last);
    while (isTaken()) column = column > 0 ? -column : 1 - column;
    used.set(column, [...(used.get(column) ?? []), { first, last }]);
    return { ...path, column };
  });
}

interface Places {
  /** By layer. */
  readonly tops: readonly number[];
  readonly heights: readonly number[];
  /** By vertex. */
  readonly x: readonly number[];
  columnX(column: number | undefined): number | undefined;
}

function placesOf(
  { vertices }: Graph,
  layers: readonly number[],
  paths: readonly PathInColumn[],
): Places {
  const heights: number[] = [];
  for (const [place, { height }] of vertices.entries()) {
    const layer = layers[place] ?? 0;
    heights[layer] = Math.max(heights[layer] ?? 0, height);
  }
  const tops: number[] = [];
  let y = 0;
  for (const [layer, height] of heights.entries()) {
    tops.push(y);
    y += height + (height === 0 || heights[layer + 1] === 0 ? unseenGap : rowGap);
  }
  const columns = columnMiddles(vertices, paths);
  // What enters and leaves is in the middle of the columns that have operations.
  const filled = paths.flatMap(({ inner, column }) =>
    inner.length > 0 && column !== undefined ? (columns.get(column) ?? 0) : [],
  );
  const middle = filled.length > 0 ? (Math.min(...filled) + Math.max(...filled)) / 2 : 0;
  const x = vertices.map(() => 0);
  for (const { inner, column } of paths) {
    for (const vertex of inner) x[vertex] = (columns.get(column ?? 0) ?? 0) - middle;
  }
  // A sum that ends the block stands on the line that leaves it.
  const end = vertices.length - 2;
  if (vertices[end]?.kind === "sum" && layers[end] === (layers[end + 1] ?? 0) - 1) x[end] = 0;
  return {
    tops,
    heights,
    x,
    columnX: (column) => (column === undefined ? undefined : (columns.get(column) ?? 0) - middle),
  };
}

/** The middle of each column, from left to right without touching. */
function columnMiddles(
  vertices: readonly UnplacedVertex[],
  paths: readonly PathInColumn[],
): Map<number, number> {
  const widths = new Map<number, number>();
  for (const { inner, column } of paths) {
    if (column === undefined) continue;
    const width = Math.max(0, ...inner.map((vertex) => vertices[vertex]?.width ?? 0));
    widths.set(column, Math.max(widths.get(column) ?? 0, width));
  }
  const middles = new Map<number, number>();
  let right = 0;
  for (const [column, width] of [...widths].sort(([a], [b]) => a - b)) {
    middles.set(column, right + width / 2);
    right += width + columnGap;
  }
  return middles;
}

function placeEdge(
  { from, to }: Edge,
  vertices: readonly Vertex[],
  layers: readonly number[],
  { tops, heights }: Places,
  column: number | undefined,
): PlacedEdge {
  const [source, target] = [vertices[from], vertices[to]];
  const [first, last] = [(layers[from] ?? 0) + 1, (layers[to] ?? 0) - 1];
  const start = { x: source?.x ?? 0, y: (source?.y ?? 0) + (source?.height ?? 0) };
  const layer = first - 1;
  const straightTo = (tops[layer] ?? 0) + (heights[layer] ?? 0);
  const isLong = first <= last && column !== undefined;
  const x = isLong ? column : start.x;
  const end = target ? entryPoint(target, x) : start;
  const pass = { x, top: tops[first] ?? 0, bottom: (tops[last] ?? 0) + (heights[last] ?? 0) };
  return { from, to, start, end, straightTo, ...(isLong && { pass }) };
}

/** Where an edge that comes from `fromX` above touches a vertex: of a circle the side that faces it. */
function entryPoint({ kind, x, y, height }: Vertex, fromX: number): Point {
  if (kind !== "sum" || Math.abs(fromX - x) < 1) return { x, y };
  const radius = height / 2;
  const offset = radius * Math.SQRT1_2;
  return { x: x + (fromX < x ? -offset : offset), y: y + radius - offset };
}
