import { type Mismatch, matchBlock } from "../../data/block-graph";
import { type Block, blocksOf, mostBlocks } from "../../data/blocks";
import type { BlockBody, BlockExpression, Name } from "../../grammar/syntax";
import { graphOf, type Scope } from "./block-meaning";
import type { Problem } from "./problem";

/**
 * The blocks that a stage (from 0) may have: one for an expression or a body, several for a hole. A mismatch
 * where it is no block of the space; undefined where it has no meaning, and then the reason is among
 * the problems.
 */
export function blocksIn(
  scope: Scope,
  stage: number,
  written: BlockExpression | BlockBody,
  problems: Problem[],
): readonly Block[] | Mismatch | undefined {
  if (written.kind === "hole")
    return written.choices
      ? chosen(scope, stage, written.choices, problems)
      : blocksOf(scope.space, stage);
  const stray = strayHole(written);
  if (stray) {
    problems.push(stray);
    return undefined;
  }
  return matched(scope, stage, written, problems);
}

function matched(
  scope: Scope,
  stage: number,
  written: BlockExpression | BlockBody,
  problems: Problem[],
) {
  const graph = graphOf(scope, written, problems);
  const match = graph && matchBlock(scope.space, stage, graph);
  return match && "graph" in match ? [match] : match;
}

/** The union of the choices, in the order of the block index; `_` stands for every operation in turn. */
function chosen(
  scope: Scope,
  stage: number,
  choices: readonly BlockExpression[],
  problems: Problem[],
): readonly Block[] | Mismatch | undefined {
  // All are read, so that what is wrong in each is said.
  const each = choices.map((choice) => blocksOfChoice(scope, stage, choice, problems));
  const mismatch = each.find((blocks) => blocks && "rule" in blocks);
  if (mismatch) return mismatch;
  const found = new Set<Block>();
  for (const blocks of each) {
    if (!blocks || "rule" in blocks) return undefined;
    for (const block of blocks) found.add(block);
  }
  return [...found].sort((a, b) => a.index - b.index);
}

function blocksOfChoice(
  scope: Scope,
  stage: number,
  choice: BlockExpression,
  problems: Problem[],
): readonly Block[] | Mismatch | undefined {
  const found: Block[] = [];
  const names = scope.space.operations.map(({ name }) => name);
  if (names.length ** anyCount(choice) > mostBlocks) {
    const message = "This stands for more blocks than any stage has: write out some of its `_`.";
    problems.push(stray(choice, message));
    return undefined;
  }
  for (const written of filledIn(choice, names)) {
    const blocks =
      written.kind === "hole"
        ? blocksIn(scope, stage, written, problems)
        : matched(scope, stage, written, problems);
    // What is wrong with one way to fill it in is wrong with all.
    if (!blocks || "rule" in blocks) return blocks;
    found.push(...blocks);
  }
  return found;
}

/** How many `_` there are. */
function anyCount(expression: BlockExpression): number {
  switch (expression.kind) {
    case "operation":
      return isAny(expression.name) ? 1 : 0;
    case "call":
      return expression.arguments.filter(isAny).length;
    case "chain":
    case "parallel":
      return expression.parts.reduce((count, part) => count + anyCount(part), 0);
    case "hole":
      return 0;
  }
}

/** The expression with each `_` replaced by each operation. */
function filledIn(expression: BlockExpression, operations: readonly string[]): BlockExpression[] {
  const everyName = (name: Name): Name[] =>
    name.text === "_" ? operations.map((text) => ({ ...name, text })) : [name];
  switch (expression.kind) {
    case "operation":
      return everyName(expression.name).map((name) => ({ ...expression, name }));
    case "call":
      return product(expression.arguments.map(everyName)).map((given) => ({
        ...expression,
        arguments: given,
      }));
    case "chain":
    case "parallel":
      return product(expression.parts.map((part) => filledIn(part, operations))).map((parts) => ({
        ...expression,
        parts,
      }));
    case "hole":
      return [expression];
  }
}

function product<Item>(lists: readonly (readonly Item[])[]): Item[][] {
  return lists.reduce<Item[][]>(
    (all, list) => all.flatMap((first) => list.map((item) => [...first, item])),
    [[]],
  );
}

/** A hole inside a block, where none may be. */
function strayHole(written: BlockExpression | BlockBody): Problem | undefined {
  switch (written.kind) {
    case "hole":
      return stray(written, "A hole stands for a whole block: write `?` alone behind the colon.");
    case "operation":
      return isAny(written.name)
        ? stray(written, "`_` stands for any operation only in a set: write `? in { _ }`.")
        : undefined;
    case "call": {
      const hole = written.arguments.find(isAny);
      return (
        hole &&
        stray(
          hole,
          "`_` stands for any operation only in a set: write `? in { … }` around the block.",
        )
      );
    }
    case "chain":
    case "parallel":
      return written.parts.map(strayHole).find((problem) => problem !== undefined);
    case "body":
      return undefined;
  }
}

function isAny({ text, quoted }: Name): boolean {
  return text === "_" && !quoted;
}

function stray({ range }: Pick<Name, "range">, message: string): Problem {
  return { code: "blox/stray-hole", severity: "error", range, message };
}
