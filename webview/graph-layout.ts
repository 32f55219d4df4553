import type { GraphPart, NetworkGraph } from "../server/messages";
import { type BlockLayout, layOutBlock, operationHeight } from "./block-layout";
import { choicesText } from "./graph-text";

/** A network laid out from top to bottom: the parts in the middle, what they cost at the right. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  /** Where the line that runs through the parts is. */
  readonly trunk: number;
  readonly parts: readonly PlacedPart[];
  /** From part to part, and out of the last one. */
  readonly links: readonly Link[];
  /** A stage with what follows its block. */
  readonly cards: readonly Card[];
  readonly columns: CostColumns;
  /** The middle of the line that the totals are on. */
  readonly totalY: number;
}

export interface PlacedPart {
  readonly part: GraphPart;
  readonly top: number;
  readonly height: number;
  /** The parts of a block; others are one box. */
  readonly block?: BlockLayout;
  /** Of the box. */
  readonly width: number;
}

export interface Link {
  readonly top: number;
  readonly bottom: number;
  /** The shape of what passes, where it has changed, and the middle of the line it stands on. */
  readonly label: string;
  readonly labelY: number;
  /** Whether it ends in an arrow: not where a block begins, whose own edges have them. */
  readonly isArrow: boolean;
}

export interface Card {
  readonly stage: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** What is said of the block, from the middle of its first line on. */
  readonly lines: readonly string[];
  readonly firstLine: number;
}

/** The right ends of the columns of numbers. */
export interface CostColumns {
  readonly left: number;
  readonly params: number;
  readonly flops: number;
  readonly right: number;
}

export interface TextWidths {
  /** Of names of operations and of block expressions. */
  code(text: string): number;
  /** Of all other text. */
  plain(text: string): number;
}

export const lineHeight = 17;
export const shareWidth = 44;
const headingHeight = 24;
/** Between what is said of parameters and of FLOPs. */
const columnGap = 16;
const amountWidth = 72;
/** Between parts: with the shape of what passes, and without. */
const [linkGap, shortGap] = [26, 18];
const cardPadding = 10;
const textGap = 12;
const mostTextWidth = 150;

export function layOutGraph({ parts }: NetworkGraph, widths: TextWidths): GraphLayout {
  const drawn = parts.map((part) => ({ ...drawnPart(part, widths), lines: linesOf(part, widths) }));
  const half = Math.max(
    ...drawn.map(({ block, width }) => (block ? Math.max(-block.left, block.right) : width / 2)),
    ...parts.map(({ output }) => widths.plain(output) + textGap),
  );
  const textWidth = Math.max(
    0,
    ...drawn.flatMap(({ part, lines }) => [
      ...(part.kind === "stage" ? [widths.plain(part.title)] : []),
      ...lines.map(widths.code),
    ]),
  );
  const cardLeft = 1;
  const trunk = Math.ceil(cardLeft + cardPadding + textWidth + textGap + half);
  const cardWidth = Math.ceil(trunk + half + cardPadding - cardLeft);
  const stacked = stack(drawn, cardLeft, cardWidth);
  const columns = columnsFrom(cardLeft + cardWidth + textGap);
  return { ...stacked, trunk, columns, width: columns.right, height: stacked.totalY + 20 };
}

function columnsFrom(left: number): CostColumns {
  const params = left + amountWidth;
  const flops = params + shareWidth + columnGap + amountWidth;
  return { left, params, flops, right: flops + shareWidth + 1 };
}

interface DrawnPart extends Omit<PlacedPart, "top"> {
  readonly lines: readonly string[];
}

function drawnPart(part: GraphPart, widths: TextWidths): Omit<PlacedPart, "top"> {
  const { block, title } = part;
  const padded = (width: number) => Math.max(88, width + 28);
  switch (block?.kind) {
    case "joined": {
      const laidOut = layOutBlock(block.nodes, block.output, widths.code);
      return { part, block: laidOut, height: laidOut.height, width: laidOut.right - laidOut.left };
    }
    case "hole":
      return { part, height: 34, width: padded(widths.plain(choicesText(block.choices))) };
    case "missing":
      return { part, height: 34, width: padded(widths.plain(block.what)) };
    case undefined:
      return { part, height: operationHeight, width: padded(widths.plain(title)) };
  }
}

/** A block's expression, broken at blanks into lines that are not too long. */
function linesOf({ block }: GraphPart, { code }: TextWidths): string[] {
  if (!block || block.kind === "missing") return [];
  const lines: string[] = [];
  for (const word of block.expression.split(" ")) {
    const longer = `${lines.at(-1) ?? ""} ${word}`;
    if (lines.length > 0 && code(longer) <= mostTextWidth) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines.map((line) => shortened(line, code));
}

function shortened(text: string, width: (text: string) => number): string {
  if (width(text) <= mostTextWidth) return text;
  let end = text.length;
  while (end > 1 && width(`${text.slice(0, end)}…`) > mostTextWidth) end -= 1;
  return `${text.slice(0, end)}…`;
}

/** What each part takes in height, from top to bottom, and the links between. */
function stack(drawn: readonly DrawnPart[], cardLeft: number, cardWidth: number) {
  const parts: PlacedPart[] = [];
  const links: Link[] = [];
  const cards: Card[] = [];
  let y = headingHeight;
  for (const [place, { lines, ...part }] of drawn.entries()) {
    const { kind, stage = 0 } = part.part;
    const before = parts.at(-1);
    const isSame = before?.part.output === parts.at(-2)?.part.output;
    const gap = isSame ? shortGap : linkGap;
    const cardTop = before ? y + gap : y;
    const room = kind === "stage" ? roomFor(part.height, lines.length) : part.height;
    const padding = kind === "stage" ? cardPadding : 0;
    const top = cardTop + padding + (room - part.height) / 2;
    if (before) {
      links.push({
        top: before.top + before.height,
        bottom: top,
        label: isSame ? "" : before.part.output,
        labelY: y + gap / 2,
        isArrow: part.block === undefined,
      });
    }
    parts.push({ ...part, top });
    y = cardTop + padding + room;
    if (kind === "stage") {
      const left = cardLeft;
      const textTop = cardTop + padding + (room - textHeight(lines.length)) / 2;
      const firstLine = textTop + lineHeight / 2;
      cards.push({ stage, left, top: cardTop, width: cardWidth, height: 0, lines, firstLine });
    }
    const isLastOfStage = stage > 0 && drawn[place + 1]?.part.stage !== stage;
    const card = cards.at(-1);
    if (isLastOfStage && card) {
      y += cardPadding;
      cards.splice(-1, 1, { ...card, height: y - card.top });
    }
  }
  const last = parts.at(-1);
  if (last) {
    const top = last.top + last.height;
    const labelY = top + linkGap / 2;
    const out = { top, bottom: top + linkGap, label: last.part.output, labelY, isArrow: true };
    links.push(out);
  }
  return { parts, links, cards, totalY: y + linkGap + 30 };
}

function roomFor(height: number, lines: number): number {
  return Math.max(height, textHeight(lines));
}

/** Of the title of a stage and the lines below it. */
function textHeight(lines: number): number {
  return (lines + 1) * lineHeight;
}
