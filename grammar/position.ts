import type {
  Application,
  BlockBody,
  BlockExpression,
  ChannelsLiteral,
  Condition,
  Declaration,
  Equation,
  LayerAttribute,
  LayerList,
  LayerSyntax,
  MetricUse,
  Name,
  NumberLiteral,
  Quantity,
  Reference,
  Requirement,
  SearchClause,
  Setting,
  SizeLiteral,
  SourceFile,
  SpaceBodyClause,
  SpaceClause,
  Stage,
  StageDefinitionClause,
  Sum,
} from "./syntax";

/** Any node of the tree, told apart by `kind`. */
export type Node =
  | SourceFile
  | Declaration
  | SpaceClause
  | Stage
  | BlockExpression
  | BlockBody
  | Equation
  | Sum
  | Reference
  | Application
  | Requirement
  | Condition
  | MetricUse
  | Quantity
  | SearchClause
  | Setting
  | SpaceBodyClause
  | StageDefinitionClause
  | LayerList
  | LayerSyntax
  | LayerAttribute
  | SizeLiteral
  | ChannelsLiteral
  | NumberLiteral
  | Name;

/**
 * The nodes that contain the offset, from the file down to the innermost. A node's end belongs to
 * it, so that a cursor behind a word is in the word; where two nodes meet, the later one has it.
 */
export function nodePathAt(file: SourceFile, offset: number): Node[] {
  const path: Node[] = [];
  let node: Node | undefined = file;
  while (node) {
    path.push(node);
    node = childrenOf(node).findLast(
      (child) => child.range.start <= offset && offset <= child.range.end,
    );
  }
  return path;
}

/** The nodes directly below a node, in the order of the tree's fields. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  collect(Object.values(node), children);
  return children;
}

function collect(values: readonly unknown[], into: Node[]): void {
  for (const value of values) {
    if (isNode(value)) into.push(value);
    else if (typeof value === "object" && value !== null) collect(Object.values(value), into);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value && "range" in value;
}
