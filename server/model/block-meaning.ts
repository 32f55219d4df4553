import type { BlockGraph, BlockNode } from "../../data/block-graph";
import type { Source, Space } from "../../data/space";
import type {
  Application,
  BlockBody,
  BlockExpression,
  Equation,
  Name,
  Range,
  Sum,
} from "../../grammar/syntax";
import { topologyNamed, topologyNames } from "./block-vocabulary";
import { removal } from "./edits";
import type { Problem } from "./problem";
import { didYouMean, listed } from "./spelling";

/**
 * The graph that a block expression or body means in a space; undefined where a part of it has no
 * meaning, and then the reason is among the problems (or was a syntax error).
 */
export function graphOf(
  space: Space,
  block: BlockExpression | BlockBody,
  text: string,
  problems: Problem[],
): BlockGraph | undefined {
  const reader = new BlockReader(space, text, problems);
  const output =
    block.kind === "body" ? reader.body(block) : reader.expression(block, [...theInput]);
  return output && { nodes: reader.nodes, output };
}

/** What is added up at some place; undefined where that is not known. */
type Sources = readonly Source[] | undefined;

const theInput = ["in"] as const;

class BlockReader {
  readonly nodes: BlockNode[] = [];

  constructor(
    private readonly space: Space,
    private readonly text: string,
    private readonly problems: Problem[],
  ) {}

  /** The output of an expression that reads `input`. */
  expression(expression: BlockExpression, input: Sources): Sources {
    switch (expression.kind) {
      case "operation":
        return this.operation(expression.name, input);
      case "call":
        return this.topology(expression.name, expression.arguments, expression.range, input);
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

  body(body: BlockBody): Sources {
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
      const value = equation.value && this.sum(equation.value, defined, body);
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
    this.reportUnused(equations);
    return defined.get("out");
  }

  private sum(sum: Sum, defined: ReadonlyMap<string, Sources>, body: BlockBody): Sources {
    const seen: Source[] = [];
    const outputs = sum.terms.map((term): Sources => {
      const sources =
        term.kind === "reference"
          ? this.reference(term.name, defined, body)
          : this.application(term, defined, body);
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

  private reference(name: Name, defined: ReadonlyMap<string, Sources>, body: BlockBody): Sources {
    if (name.text === "in") return [...theInput];
    if (defined.has(name.text)) return defined.get(name.text);
    const known = ["in", ...defined.keys()];
    const below = body.equations.find((equation) => equation.name.text === name.text);
    const { question, fixes } = didYouMean(name, known);
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
    defined: ReadonlyMap<string, Sources>,
    body: BlockBody,
  ): Sources {
    const sources = input && this.sum(input, defined, body);
    if (operations) return this.topology(name, operations, range, sources);
    if (topologyNamed(this.space, name.text)) {
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
    const known = this.space.operations.map((operation) => operation.name);
    if (!known.includes(name.text)) {
      const { question, fixes } = didYouMean(name, known);
      const isBlock = topologyNamed(this.space, name.text) !== undefined;
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
    if (!inputs) return undefined;
    this.nodes.push({ operation: name.text, inputs });
    return [this.nodes.length - 1];
  }

  /** The output of a built-in block such as `st4(conv, mbconv)` that reads `input`. */
  private topology(name: Name, operations: readonly Name[], range: Range, input: Sources): Sources {
    const topology = topologyNamed(this.space, name.text);
    if (!topology) {
      // Those that take as many operations come first: their names mend the call.
      const fitting = topologyNames(this.space).filter(
        (known) => topologyNamed(this.space, known)?.nodes.length === operations.length,
      );
      const known = topologyNames(this.space);
      const { question, fixes } = didYouMean(name, fitting);
      const isOperation = this.space.operations.some(({ name: known }) => known === name.text);
      this.problems.push({
        code: "blox/unknown-block",
        severity: "error",
        range: name.range,
        message: isOperation
          ? `\`${name.text}\` is an operation and takes no operations in parentheses.`
          : `There is no block \`${name.text}\`.${question} Built in are ${listed(known)}.`,
        fixes,
      });
      return undefined;
    }
    if (operations.length !== topology.nodes.length) {
      const wanted =
        topology.nodes.length === 1 ? "1 operation" : `${topology.nodes.length} operations`;
      this.problems.push({
        code: "blox/argument-count",
        severity: "error",
        range,
        message: `\`${name.text}\` takes ${wanted}, here are ${operations.length}: write \`${name.text}(${this.exampleArguments(name.text)})\`.`,
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

  private exampleArguments(topology: string): string {
    const count = topologyNamed(this.space, topology)?.nodes.length ?? 0;
    const names = this.space.operations.map((operation) => operation.name);
    return Array.from({ length: count }, (_, place) => names[place % names.length]).join(", ");
  }

  private reportUnused(equations: ReadonlyMap<string, Equation>) {
    const used = new Set<string>();
    const open = ["out"];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (used.has(name)) continue;
      used.add(name);
      const value = equations.get(name)?.value;
      if (value) open.push(...namesIn(value));
    }
    const unused = [...equations.values()].filter(({ name }) => !used.has(name.text));
    // All at once: what is unused may use what is unused.
    const fix = {
      title: `Remove ${unused.map(({ name }) => name.text).join(", ")}`,
      edits: unused.map(({ range }) => removal(this.text, range)),
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
