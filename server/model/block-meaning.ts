import type { BlockGraph, BlockNode } from "../../data/block-graph";
import type { Source, Space } from "../../data/space";
import type {
  Application,
  BlockBody,
  BlockDeclaration,
  BlockExpression,
  Equation,
  Name,
  Range,
  SourceFile,
  Sum,
} from "../../grammar/syntax";
import { topologyNamed, topologyNames } from "./block-vocabulary";
import { isDoubtful } from "./doubtful-fixes";
import { removal } from "./edits";
import type { KnownBlocks } from "./known-blocks";
import type { Problem } from "./problem";
import { didYouMean, listed } from "./spelling";

/** What the names in a block stand for. */
export interface Scope {
  readonly space: Space;
  readonly blocks: KnownBlocks;
  /** The text of the file, for edits. */
  readonly text: string;
  /** Where the file was not understood. */
  readonly errors: SourceFile["errors"];
}

/**
 * The graph that a block expression or body means in a space; undefined where a part of it has no
 * meaning, and then the reason is among the problems (or was a syntax error).
 */
export function graphOf(
  scope: Scope,
  block: BlockExpression | BlockBody,
  problems: Problem[],
): BlockGraph | undefined {
  const nodes: BlockNode[] = [];
  const reader = new BlockReader(scope, nodes, problems);
  const output =
    block.kind === "body" ? reader.body(block, theInput) : reader.expression(block, theInput);
  return output && { nodes, output };
}

/** What is wrong in a block declaration whatever operations it is given. */
export function checkBlock(scope: Scope, declaration: BlockDeclaration, problems: Problem[]): void {
  const names = declaration.parameters.map(({ text }) => text);
  // Each parameter stands for itself: which operation it will be does not matter here.
  const given = new Map(names.map((name) => [name, name]));
  const reader = new BlockReader(scope, [], problems, given, [declaration]);
  if (declaration.body) reader.body(declaration.body, theInput);
  reportUnusedParameters(scope, declaration, problems);
}

function reportUnusedParameters(
  { errors, text }: Scope,
  { parameters, body, range }: BlockDeclaration,
  problems: Problem[],
) {
  // What was not understood may use them.
  if (!body || isDoubtful(range, errors, text)) return;
  const reached = reachedFromOut(body.equations);
  const used = new Set(
    body.equations.flatMap(({ name, value }) =>
      value && reached.has(name.text) ? operationsIn(value) : [],
    ),
  );
  for (const { text, range } of parameters) {
    if (used.has(text)) continue;
    problems.push({
      code: "blox/unused-parameter",
      severity: "warning",
      range,
      message: `\`${text}\` is not used for the \`out\` of this block.`,
      unnecessary: true,
    });
  }
}

function operationsIn(sum: Sum): string[] {
  return sum.terms.flatMap((term) =>
    term.kind === "reference"
      ? []
      : [
          term.name.text,
          ...(term.arguments ?? []).map(({ text }) => text),
          ...(term.input ? operationsIn(term.input) : []),
        ],
  );
}

/** What is added up at some place; undefined where that is not known. */
type Sources = readonly Source[] | undefined;

const theInput: readonly Source[] = ["in"];

class BlockReader {
  constructor(
    private readonly scope: Scope,
    private readonly nodes: BlockNode[],
    private readonly problems: Problem[],
    /** The operations that the parameters of the block around stand for. */
    private readonly given: ReadonlyMap<string, string> = new Map(),
    /** The declared blocks that are being read, the innermost last. */
    private readonly around: readonly BlockDeclaration[] = [],
  ) {}

  private get space(): Space {
    return this.scope.space;
  }

  /** The output of an expression that reads `input`. */
  expression(expression: BlockExpression, input: Sources): Sources {
    switch (expression.kind) {
      case "operation":
        return this.operation(expression.name, input);
      case "call":
        return this.block(expression.name, expression.arguments, expression.range, input);
      case "chain":
        return expression.parts.reduce<Sources>((sum, part) => this.expression(part, sum), input);
      case "parallel": {
        const outputs = expression.parts.map((part) => this.expression(part, input));
        return together(outputs);
      }
      case "hole":
        return undefined;
    }
  }

  body(body: BlockBody, input: Sources): Sources {
    const defined = new Map<string, Sources>();
    const equations = new Map<string, Equation>();
    for (const equation of body.equations) {
      const { text, range } = equation.name;
      const earlier = equations.get(text);
      if (earlier) {
        this.problems.push({
          code: "blox/repeated-name",
          severity: "error",
          range,
          message: `\`${text}\` is already defined in this body. Give each equation a name of its own.`,
          related: [{ range: earlier.name.range, message: `\`${text}\` is defined here` }],
        });
      }
      const value = equation.value && this.sum(equation.value, { defined, body, input });
      if (earlier) continue;
      defined.set(text, value);
      equations.set(text, equation);
    }
    if (!defined.has("out")) {
      this.problems.push({
        code: "blox/missing-out",
        severity: "error",
        range: body.range,
        message: "This body has no `out`. End it with what the block gives: `out = …`.",
      });
      return undefined;
    }
    // What was not understood may use them.
    if (!isDoubtful(body.range, this.scope.errors, this.scope.text)) this.reportUnused(body);
    return defined.get("out");
  }

  private sum(sum: Sum, here: Here): Sources {
    const seen: Source[] = [];
    const outputs = sum.terms.map((term): Sources => {
      const sources =
        term.kind === "reference"
          ? this.reference(term.name, sum, here)
          : this.application(term, here);
      const repeated = sources?.some((source) => seen.includes(source)) ?? false;
      if (!repeated) {
        seen.push(...(sources ?? []));
        return sources;
      }
      const name = term.kind === "reference" ? `\`${term.name.text}\`` : "This";
      this.problems.push({
        code: "blox/repeated-term",
        severity: "error",
        range: term.range,
        message: `${name} is already part of this sum. A name occurs at most once in a sum.`,
      });
      return undefined;
    });
    return together(outputs);
  }

  private reference(name: Name, around: Sum, { defined, body, input }: Here): Sources {
    const meanings = new Map([...defined, ["in", input] as const]);
    if (meanings.has(name.text)) return meanings.get(name.text);
    const known = ["in", ...defined.keys()];
    const below = body.equations.find((equation) => equation.name.text === name.text);
    // What is part of the sum already cannot be what was meant.
    const present = around.terms.flatMap((term) =>
      term.kind === "reference" ? (meanings.get(term.name.text) ?? []) : [],
    );
    const free = known.filter((each) =>
      (meanings.get(each) ?? []).every((source) => !present.includes(source)),
    );
    const { question, fixes } = didYouMean(name, free);
    this.problems.push({
      code: "blox/unknown-name",
      severity: "error",
      range: name.range,
      message: below
        ? `\`${name.text}\` is defined below. A name must be defined before it is used.`
        : `Nothing above defines \`${name.text}\`.${question} Known here: ${listed(known)}.`,
      ...(below
        ? { related: [{ range: below.name.range, message: `\`${name.text}\` is defined here` }] }
        : { fixes }),
    });
    return undefined;
  }

  private application(
    { name, arguments: operations, input, range }: Application,
    here: Here,
  ): Sources {
    const sources = input && this.sum(input, here);
    if (operations) return this.block(name, operations, range, sources);
    if (this.isBlock(name.text)) {
      this.problems.push({
        code: "blox/argument-count",
        severity: "error",
        range,
        message: `\`${name.text}\` is a block: give it its operations and then what it reads, as in \`${name.text}(${this.exampleArguments(name.text)})(in)\`.`,
      });
      return undefined;
    }
    return this.operation(name, sources);
  }

  private operation(name: Name, inputs: Sources): Sources {
    const operation = this.resolved(name);
    if (operation === undefined || !inputs) return undefined;
    this.nodes.push({ operation, inputs });
    return [this.nodes.length - 1];
  }

  /** The operation that a name stands for; that there is none is said. */
  private resolved(name: Name): string | undefined {
    const known = [...this.given.keys(), ...this.space.operations.map(({ name }) => name)];
    if (!known.includes(name.text)) {
      const { question, fixes } = didYouMean(name, known);
      const isBlock = this.isBlock(name.text);
      this.problems.push({
        code: "blox/unknown-op",
        severity: "error",
        range: name.range,
        message: isBlock
          ? `\`${name.text}\` is a block and needs its operations: \`${name.text}(${this.exampleArguments(name.text)})\`.`
          : `\`${this.space.name}\` has no operation \`${name.text}\`.${question} It has ${listed(known)}.`,
        ...(!isBlock && { fixes }),
      });
      return undefined;
    }
    return this.given.get(name.text) ?? name.text;
  }

  private isBlock(name: string): boolean {
    return this.scope.blocks.has(name) || topologyNamed(this.space, name) !== undefined;
  }

  /** The output of a block such as `st4(conv, mbconv)`, declared or built in, that reads `input`. */
  private block(name: Name, operations: readonly Name[], range: Range, input: Sources): Sources {
    const declaration = this.scope.blocks.get(name.text);
    return declaration
      ? this.declared(declaration, name, operations, range, input)
      : this.topology(name, operations, range, input);
  }

  private declared(
    declaration: BlockDeclaration,
    name: Name,
    operations: readonly Name[],
    range: Range,
    input: Sources,
  ): Sources {
    const { parameters, body } = declaration;
    if (operations.length !== parameters.length) {
      const home = this.scope.blocks.importedFrom(declaration);
      const example = `${name.text}(${parameters.map(({ text }) => text).join(", ")})`;
      this.problems.push({
        code: "blox/argument-count",
        severity: "error",
        range,
        message: `\`${example}\` takes ${countOf(parameters.length)}, here are ${operations.length}.`,
        related: [
          {
            range: declaration.name?.range ?? declaration.range,
            message: "Declared here",
            ...(home && { uri: home.uri }),
          },
        ],
      });
      return undefined;
    }
    if (this.around.includes(declaration)) {
      this.problems.push({
        code: "blox/recursive-block",
        severity: "error",
        range,
        message: `\`${name.text}\` uses itself. A block is written out, so it would have no end.`,
      });
      return undefined;
    }
    const given = new Map<string, string>();
    // All are looked up, so that each one that is unknown is said.
    const resolved = operations.map((operation) => this.resolved(operation));
    for (const [place, { text }] of parameters.entries()) {
      const operation = resolved[place];
      if (operation === undefined) return undefined;
      given.set(text, operation);
    }
    // What is wrong inside is said where the block is declared, not at each use.
    const inner = new BlockReader(this.scope, this.nodes, [], given, [...this.around, declaration]);
    return body && inner.body(body, input);
  }

  /** The output of a built-in block. */
  private topology(name: Name, operations: readonly Name[], range: Range, input: Sources): Sources {
    const topology = topologyNamed(this.space, name.text);
    if (!topology) {
      // Those that take as many operations come first: their names mend the call.
      const fitting = topologyNames(this.space).filter(
        (known) => topologyNamed(this.space, known)?.nodes.length === operations.length,
      );
      const known = [...this.scope.blocks.keys(), ...topologyNames(this.space)];
      const fittingDeclared = Array.from(this.scope.blocks).flatMap(([known, { parameters }]) =>
        parameters.length === operations.length ? known : [],
      );
      const { question, fixes } = didYouMean(name, [...fittingDeclared, ...fitting]);
      const isOperation = this.space.operations.some(({ name: known }) => known === name.text);
      // It may be declared in a file that is missing, which is a problem of its own, or not read yet.
      if (!isOperation && !this.scope.blocks.isWhole) return undefined;
      this.problems.push({
        code: "blox/unknown-block",
        severity: "error",
        range: name.range,
        message: isOperation
          ? `\`${name.text}\` is an operation and takes no operations in parentheses.`
          : `There is no block \`${name.text}\`.${question} There are ${listed(known)}.`,
        ...(!isOperation && { fixes }),
      });
      if (!isOperation) for (const operation of operations) this.resolved(operation);
      return undefined;
    }
    if (operations.length !== topology.nodes.length) {
      this.problems.push({
        code: "blox/argument-count",
        severity: "error",
        range,
        message: `\`${name.text}\` takes ${countOf(topology.nodes.length)}, here are ${operations.length}: write \`${name.text}(${this.exampleArguments(name.text)})\`.`,
      });
      return undefined;
    }
    const given: Sources[] = [];
    const read = (sources: readonly Source[]) =>
      together(sources.map((source) => (source === "in" ? input : given[source])));
    for (const [place, node] of topology.nodes.entries()) {
      const operation = operations[place];
      if (operation) given.push(this.operation(operation, read(node.inputs)));
    }
    return read(topology.output);
  }

  private exampleArguments(block: string): string {
    const declared = this.scope.blocks.get(block)?.parameters.length;
    const count = declared ?? topologyNamed(this.space, block)?.nodes.length ?? 0;
    const names = this.space.operations.map((operation) => operation.name);
    return Array.from({ length: count }, (_, place) => names[place % names.length]).join(", ");
  }

  private reportUnused({ equations }: BlockBody) {
    const used = reachedFromOut(equations);
    const unused = equations.filter(({ name }) => !used.has(name.text));
    // All at once: what is unused may use what is unused.
    const fix = {
      title: `Remove ${[...new Set(unused.map(({ name }) => name.text))].join(", ")}`,
      edits: unused.map(({ range }) => removal(this.scope.text, range)),
      isPreferred: true,
    };
    for (const { name, range } of unused) {
      this.problems.push({
        code: "blox/unused",
        severity: "hint",
        range,
        message: `\`${name.text}\` does not reach \`out\`: it costs nothing and changes nothing.`,
        unnecessary: true,
        fixes: [fix],
      });
    }
  }
}

/** The names that `out` is computed from, itself among them; by every equation of a repeated name. */
function reachedFromOut(equations: readonly Equation[]): Set<string> {
  const used = new Map<string, string[]>();
  for (const { name, value } of equations) {
    used.set(name.text, [...(used.get(name.text) ?? []), ...(value ? namesIn(value) : [])]);
  }
  const reached = new Set<string>();
  const open = ["out"];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    open.push(...(used.get(name) ?? []));
  }
  return reached;
}

/** Where a sum stands in a body. */
interface Here {
  readonly defined: ReadonlyMap<string, Sources>;
  readonly body: BlockBody;
  /** What `in` stands for. */
  readonly input: Sources;
}

function countOf(operations: number): string {
  return operations === 1 ? "1 operation" : `${operations} operations`;
}

/** The sum of several outputs, known only where all of them are. */
function together(outputs: readonly Sources[]): Sources {
  const sum: Source[] = [];
  for (const output of outputs) {
    if (!output) return undefined;
    sum.push(...output);
  }
  return sum;
}

function namesIn(sum: Sum): string[] {
  return sum.terms.flatMap((term) =>
    term.kind === "reference" ? [term.name.text] : term.input ? namesIn(term.input) : [],
  );
}
