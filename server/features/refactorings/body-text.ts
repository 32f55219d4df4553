import type { BlockBody, Name, Sum } from "../../../grammar/syntax";

/** The names in a sum by what they stand for. */
export interface NamesOfSum {
  /** `in` and the names of equations. */
  readonly references: readonly Name[];
  /** Operations applied or given to blocks, in the order of the text. */
  readonly operations: readonly Name[];
}

export function namesOfSum(sum: Sum | undefined): NamesOfSum {
  const references: Name[] = [];
  const operations: Name[] = [];
  for (const term of sum?.terms ?? []) {
    if (term.kind === "reference") {
      references.push(term.name);
      continue;
    }
    operations.push(...(term.arguments ?? [term.name]));
    const inner = namesOfSum(term.input);
    references.push(...inner.references);
    operations.push(...inner.operations);
  }
  return { references, operations };
}

/** The names of the blocks that a body applies. */
export function blocksIn(body: BlockBody): Name[] {
  const inSum = (sum: Sum | undefined): Name[] =>
    (sum?.terms ?? []).flatMap((term) =>
      term.kind === "reference"
        ? []
        : [...(term.arguments ? [term.name] : []), ...inSum(term.input)],
    );
  return body.equations.flatMap(({ value }) => inSum(value));
}

/** Equations between braces, behind something on a line with an indentation. */
export function bodyOf(equations: readonly string[], indentation: string): string {
  const lines = equations.map((equation) => `${indentation}  ${equation}\n`);
  return `{\n${lines.join("")}${indentation}}`;
}

/** Lines but the first one, moved from one indentation to another. */
export function reindented(text: string, from: string, to: string): string {
  return text
    .split("\n")
    .map((line, place) =>
      place > 0 && line.startsWith(from) ? to + line.slice(from.length) : line,
    )
    .join("\n");
}
