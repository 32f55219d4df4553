import { type Block, blocksOf } from "../blocks";
import type { Space } from "../space";
import { didYouMean, quoted } from "./quoted";

/** A text that stands for nothing that was looked for; the message says what was expected. */
export class NotFound extends Error {
  override readonly name = "NotFound";
}

/** A whole number without leading zeros: digits with them are more likely a code of some kind. */
export const indexText = /^#?(0|[1-9][0-9]*)$/;

/**
 * The block of a stage (from 0) by its index, `3` or `#3`, or by its expression as Blox writes it, blanks
 * left aside: `conv -> mbconv`. Throws `NotFound`.
 */
export function writtenBlock(space: Space, stage: number, text: string): number {
  const blocks = blocksOf(space, stage);
  const [, digits] = indexText.exec(text) ?? [];
  const index = digits === undefined ? byExpression(blocks).get(normal(text)) : Number(digits);
  if (index !== undefined && index < blocks.length) return index;
  const expressions =
    blocks.length > mostCompared ? [] : blocks.map(({ expression }) => expression);
  throw new NotFound(
    `${quoted(text)} is no block of stage ${stage + 1} of \`${space.name}\`.${didYouMean(text, expressions)} Expected an index from 0 to ${blocks.length - 1} or an expression as Blox writes it, such as \`${blocks[0]?.expression}\``,
  );
}

/** Of more blocks than this none is suggested. */
const mostCompared = 5000;

const cache = new WeakMap<readonly Block[], ReadonlyMap<string, number>>();

function byExpression(blocks: readonly Block[]): ReadonlyMap<string, number> {
  const known = cache.get(blocks);
  if (known) return known;
  const expressions = new Map(blocks.map(({ expression, index }) => [normal(expression), index]));
  cache.set(blocks, expressions);
  return expressions;
}

function normal(expression: string): string {
  return expression.replace(/\s+/g, "");
}
