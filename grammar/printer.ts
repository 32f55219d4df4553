import type {
  BlockBody,
  BlockDeclaration,
  BlockExpression,
  Bound,
  Comparison,
  Condition,
  Declaration,
  Equation,
  LayerAttribute,
  LayerGroup,
  LayerList,
  LayerSyntax,
  LayerUse,
  MetricUse,
  Name,
  NetworkDeclaration,
  Quantity,
  SearchClause,
  SearchDeclaration,
  Setting,
  SizeLiteral,
  SourceFile,
  SpaceBodyClause,
  SpaceDeclaration,
  Stage,
  StageDefinition,
  StageDefinitionClause,
  Sum,
  Term,
} from "./syntax";

/**
 * A file in the canonical layout. Documentation is kept, other comments are not; what could not be
 * parsed is not in the tree, so print only trees without errors.
 */
export function print(file: SourceFile): string {
  return file.declarations.map((declaration) => `${printDeclaration(declaration)}\n`).join("\n");
}

export function printDeclaration(declaration: Declaration): string {
  switch (declaration.kind) {
    case "network":
      return printNetwork(declaration);
    case "block":
      return printBlockDeclaration(declaration);
    case "search":
      return printSearch(declaration);
    case "space":
      return printSpace(declaration);
    case "import":
      return words("import", declaration.path && printName(declaration.path));
  }
}

/** A network from its documentation to its `}`, without a line end behind it. */
export function printNetwork(network: NetworkDeclaration): string {
  const groups = [
    network.spaces.map((clause) => words("  space", clause.name && printName(clause.name))),
    network.stages.map((stage) => `  ${printStage(stage, 2)}`),
    network.requirements.map(({ condition }) =>
      words("  require", condition && printCondition(condition)),
    ),
  ];
  return printBraced(
    network.documentation,
    words("network", network.name && printName(network.name)),
    groups
      .filter((group) => group.length > 0)
      .map((group) => group.join("\n"))
      .join("\n\n"),
  );
}

/** `stage 2: conv -> mbconv`; the lines of a body are indented as if the stage were by `indent`. */
export function printStage(stage: Stage, indent = 0): string {
  const heading = words("stage", stage.number && String(stage.number.value));
  if (!stage.block) return `${heading}:`;
  const block = printBlock(stage.block, indent);
  return stage.block.kind === "body" ? `${heading} ${block}` : `${heading}: ${block}`;
}

/**
 * A block as it stands behind `stage N:` (an expression) or `stage N` (a body), whose line is
 * indented by `indent` blanks.
 */
export function printBlock(block: BlockExpression | BlockBody, indent = 0): string {
  return block.kind === "body" ? printBody(block, indent) : printExpression(block);
}

export function printExpression(block: BlockExpression): string {
  switch (block.kind) {
    case "operation":
      return printName(block.name);
    case "chain":
      return block.parts.map((part) => grouped(part, ["chain"])).join(" -> ");
    case "parallel":
      return block.parts.map((part) => grouped(part, ["chain", "parallel"])).join(" | ");
    case "call":
      return `${printName(block.name)}(${block.arguments.map(printName).join(", ")})`;
    case "hole":
      return block.choices ? `? in { ${block.choices.map(printExpression).join(", ")} }` : "?";
  }
}

/** The equations of a body, one a line, between braces. */
export function printBody(body: BlockBody, indent = 0): string {
  if (body.equations.length === 0) return "{}";
  const margin = " ".repeat(indent);
  const lines = body.equations.map((equation) => `${margin}  ${printEquation(equation)}\n`);
  return `{\n${lines.join("")}${margin}}`;
}

/** A name as written: in quotes where it had them. */
export function printName(name: Name): string {
  return name.quoted ? `"${name.text}"` : name.text;
}

export function printCondition({ metric, bounds }: Condition): string {
  const [first, second] = bounds;
  const subject = metric && printMetric(metric);
  if (!first) return words(subject);
  if (!second) return words(subject, printBound(first));
  const low = `${printQuantity(first.limit)} ${mirrored[first.comparison]}`;
  return words(low, subject, printBound(second));
}

export function printQuantity({ value, unit }: Quantity): string {
  return words(String(value), unit && printName(unit));
}

const mirrored: Readonly<Record<Comparison, Comparison>> = {
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
  "=": "=",
};

function grouped(part: BlockExpression, kinds: readonly BlockExpression["kind"][]): string {
  return kinds.includes(part.kind) ? `(${printExpression(part)})` : printExpression(part);
}

function printEquation({ name, value }: Equation): string {
  return words(printName(name), "=", value && printSum(value));
}

function printSum(sum: Sum): string {
  return sum.terms.map(printTerm).join(" + ");
}

function printTerm(term: Term): string {
  if (term.kind === "reference") return printName(term.name);
  const operations = term.arguments ? `(${term.arguments.map(printName).join(", ")})` : "";
  return `${printName(term.name)}${operations}(${term.input ? printSum(term.input) : ""})`;
}

function printBound({ comparison, limit }: Bound): string {
  return `${comparison} ${printQuantity(limit)}`;
}

function printMetric({ name, device }: MetricUse): string {
  return device ? `${printName(name)}(${printName(device)})` : printName(name);
}

function printBlockDeclaration(block: BlockDeclaration): string {
  const parameters = `(${block.parameters.map(printName).join(", ")})`;
  const heading = `block ${block.name ? printName(block.name) : ""}${parameters}`;
  return (
    printDocumentation(block.documentation) + words(heading, block.body && printBody(block.body))
  );
}

function printSearch(search: SearchDeclaration): string {
  return printBraced(
    search.documentation,
    words("search", search.name && printName(search.name)),
    search.clauses.map((clause) => `  ${printClause(clause)}`).join("\n"),
  );
}

function printClause(clause: SearchClause): string {
  switch (clause.kind) {
    case "from":
      return words("from", clause.network && printName(clause.network));
    case "space-clause":
      return words("space", clause.name && printName(clause.name));
    case "maximize":
    case "minimize":
      return words(clause.kind, clause.metric && printMetric(clause.metric));
    case "subject-to":
      return words("subject to", clause.conditions.map(printCondition).join(", "));
    case "algorithm":
      return words(
        "algorithm",
        clause.name && printName(clause.name),
        clause.settings.length > 0 ? `{ ${clause.settings.map(printSetting).join("  ")} }` : "",
      );
    case "budget":
      return words("budget", clause.quantity && printQuantity(clause.quantity));
    case "seed":
      return words("seed", clause.seed && String(clause.seed.value));
    case "observe":
      return words("observe", ...clause.words);
    case "lock":
      return words("lock", clause.checksum === undefined ? "" : `sha256:${clause.checksum}`);
  }
}

function printSetting({ name, value }: Setting): string {
  return words(
    printName(name),
    value && (value.kind === "number" ? String(value.value) : printName(value)),
  );
}

function printSpace(space: SpaceDeclaration): string {
  return printBraced(
    space.documentation,
    words(
      "space",
      space.name && printName(space.name),
      space.base && `extends ${printName(space.base)}`,
    ),
    space.clauses
      .map((clause, at) => {
        const previous = space.clauses[at - 1];
        const isApart = previous !== undefined && partOf(previous) !== partOf(clause);
        return `${isApart ? "\n" : ""}${indented(printSpaceClause(clause))}`;
      })
      .join("\n"),
  );
}

/** A space's parts, which blank lines set apart: what is trained on, operations, architecture. */
function partOf({ kind }: SpaceBodyClause): string {
  if (kind === "op") return "operations";
  return ["input", "classes", "dataset", "count"].includes(kind) ? "data" : "architecture";
}

function printSpaceClause(clause: SpaceBodyClause): string {
  switch (clause.kind) {
    case "input":
      return words("input", clause.size && printSize(clause.size));
    case "classes":
      return words("classes", clause.count && String(clause.count.value));
    case "dataset":
      return words("dataset", clause.name && printName(clause.name));
    case "count":
      return words("count flops as", clause.convention && printName(clause.convention));
    case "op":
      return (
        printDocumentation(clause.documentation) +
        printLayers(words("op", clause.name && printName(clause.name)), clause.layers)
      );
    case "stem":
    case "head":
      return printLayers(clause.kind, clause.layers);
    case "stages":
    case "stage-definition":
      return printStageDefinition(clause);
  }
}

function printStageDefinition({ kind, number, clauses }: StageDefinition): string {
  const heading = words(kind === "stages" ? "stages" : "stage", number && String(number.value));
  return printBraced(
    undefined,
    heading,
    clauses.map((clause) => indented(printStageClause(clause))).join("\n"),
  );
}

function printStageClause(clause: StageDefinitionClause): string {
  switch (clause.kind) {
    case "block-of": {
      const bounds = [clause.fewest, clause.most].flatMap((bound) => bound?.value ?? []);
      return words("block of", bounds.join(".."), "ops");
    }
    case "chain-of":
      return words("chain of", clause.length && String(clause.length.value), "ops");
    case "first":
      return words("first", ...clause.attributes.map(printAttribute));
    case "reduce":
      return printLayers("reduce", clause.layers);
  }
}

/** As many columns as layers on one line may take, but for their indentation. */
const longestLayers = 88;

/** Layers behind a heading: on its line if they fit there, or one a line. */
function printLayers(heading: string, ...lists: readonly (LayerList | undefined)[]): string {
  const bodies = lists.flatMap((list) => list ?? []);
  const line = words(heading, ...bodies.map(printLayersOnLine));
  if (line.length <= longestLayers) return line;
  return words(heading, ...bodies.map((list) => printBraces(list.layers.map(printLayer))));
}

function printLayersOnLine({ layers }: LayerList): string {
  if (layers.length === 0) return "{}";
  return `{ ${layers.map(printLayerOnLine).join("  ")} }`;
}

function printLayerOnLine(layer: LayerSyntax): string {
  if (layer.kind === "layer") return printLayerUse(layer);
  return words(groupHeading(layer), ...layer.bodies.map(printLayersOnLine));
}

function printLayer(layer: LayerSyntax): string {
  if (layer.kind === "layer") return printLayerUse(layer);
  return printLayers(groupHeading(layer), ...layer.bodies);
}

function groupHeading({ name, times }: LayerGroup): string {
  return words(printName(name), times && String(times.value));
}

function printLayerUse({ name, kernel, attributes }: LayerUse): string {
  return words(printName(name), kernel && printSize(kernel), ...attributes.map(printAttribute));
}

function printAttribute({ name, value }: LayerAttribute): string {
  if (value?.kind === "number") return words(name.text, String(value.value));
  return words(name.text, value && (value.kind === "channels" ? value.text : printName(value)));
}

/** `3x3`, `3 x 32 x 32` */
function printSize({ sizes }: SizeLiteral): string {
  return sizes.join(sizes.length > 2 ? " x " : "x");
}

/** Lines between braces, indented. */
function printBraces(lines: readonly string[]): string {
  return lines.length > 0 ? `{\n${lines.map(indented).join("\n")}\n}` : "{}";
}

function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, "  ");
}

function printBraced(documentation: string | undefined, heading: string, body: string): string {
  return `${printDocumentation(documentation)}${heading} ${body ? `{\n${body}\n}` : "{}"}`;
}

function printDocumentation(documentation: string | undefined): string {
  if (documentation === undefined) return "";
  return documentation
    .split("\n")
    .map((line) => `${words("///", line)}\n`)
    .join("");
}

/** What is there, with blanks between. */
function words(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
