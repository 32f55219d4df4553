import type { Name, Sum } from "../../grammar/syntax";

/** The names in a sum by what they stand for, each kind in the order of the text. */
export interface NamesOfSum {
  /** `in` and the names of equations. */
  readonly references: readonly Name[];
  /** Operations applied or given to blocks. */
  readonly operations: readonly Name[];
  /** Blocks that are applied. */
  readonly blocks: readonly Name[];
}

export function namesOfSum(sum: Sum | undefined): NamesOfSum {
  const references: Name[] = [];
  const operations: Name[] = [];
  const blocks: Name[] = [];
  for (const term of sum?.terms ?? []) {
    if (term.kind === "reference") {
      references.push(term.name);
      continue;
    }
    if (term.arguments) blocks.push(term.name);
    operations.push(...(term.arguments ?? [term.name]));
    const inner = namesOfSum(term.input);
    references.push(...inner.references);
    operations.push(...inner.operations);
    blocks.push(...inner.blocks);
  }
  return { references, operations, blocks };
}
