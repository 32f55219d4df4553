import { type IToken, tokenMatcher } from "chevrotain";
import { units } from "../../grammar/keywords";
import { parse } from "../../grammar/parser";
import { childrenOf, type Node } from "../../grammar/position";
import { isReadableText } from "../../grammar/readable-text";
import type { SourceFile } from "../../grammar/syntax";
import * as t from "../../grammar/tokens";
import type { Edit } from "../model/problem";

/**
 * The edits that lay a text out: indentation by brackets, blanks between tokens, at most one empty
 * line in a row. Only blanks change, so a comment or a text with errors loses nothing; line breaks
 * stay where they are, and in a text without errors the clauses of a space get one line each.
 * `indent` is one level of it. Linear in the text's length.
 */
export function layoutEdits(text: string, indent: string): Edit[] {
  if (!isReadableText(text)) return [];
  const starts = startsInSpaces(parse(text));
  const pieces = piecesOf(text, starts.lines);
  const edits: Edit[] = [];
  const brackets = new Brackets(indent);
  let end = 0;
  for (const [place, piece] of pieces.entries()) {
    const previous = pieces[place - 1];
    const gap = text.slice(end, piece.start);
    if (!previous || piece.isFirst) {
      const margin = brackets.marginOf(pieces, place);
      if (!previous) edits.push(...change(gap, "", end));
      else if (lineBreak.test(gap)) edits.push(...lineGap(gap, end, margin));
      else edits.push(...change(gap, `${lineBreakOf(text)}${margin}`, end));
      edits.push(...starredLines(piece, margin));
    } else {
      edits.push(...change(gap, between(previous, piece, gap, starts), end));
    }
    brackets.pass(piece);
    end = piece.end;
  }
  edits.push(...lastGap(text, end, pieces.at(-1)));
  return edits;
}

/** A token or a comment: what is not blank. */
interface Piece {
  readonly token: IToken;
  readonly start: number;
  readonly end: number;
  readonly isComment: boolean;
  /** Whether it is the first of its line, or is to be. */
  readonly isFirst: boolean;
}

const lineBreak = /\r\n|\r|\n/;
const lineBreaks = new RegExp(lineBreak, "g");

function lineBreakOf(text: string): string {
  return lineBreak.exec(text)?.[0] ?? "\n";
}

function piecesOf(text: string, lineStarts: ReadonlySet<number>): Piece[] {
  const { tokens, comments, documentation, unknown, openComment } = t.lex(text);
  const isComment = new Set([...comments, ...documentation, ...(openComment ? [openComment] : [])]);
  const sorted = [...tokens, ...unknown, ...isComment].sort(
    (a, b) => a.startOffset - b.startOffset,
  );
  let last = 0;
  return sorted.map((token, place) => {
    const start = token.startOffset;
    const isFirst = place === 0 || lineStarts.has(start) || lineBreak.test(text.slice(last, start));
    // Blanks at the end of a line comment are the line's.
    const isLine = isComment.has(token) && token.image.startsWith("//");
    last = start + (isLine ? token.image.trimEnd() : token.image).length;
    return { token, start, end: last, isComment: isComment.has(token), isFirst };
  });
}

const opening = [t.LeftBrace, t.LeftParen];
const closing = [t.RightBrace, t.RightParen];
/** A line that begins with one of these, or follows one, goes on with the line before. */
const joining = [t.Arrow, t.Bar, t.Plus, t.Compare];
const declarationWords = [t.Network, t.Search, t.Import];
/** As deep as the parser reads; beyond it, indentation would cost more than it shows. */
const deepestLevel = 64;

const isOneOf = (piece: Piece | undefined, types: typeof joining) =>
  piece !== undefined && types.some((type) => tokenMatcher(piece.token, type));

interface Bracket {
  /** Whether it is a list, in which a comma starts no continuation. */
  readonly isList: boolean;
  /** Where the bracket stands if at most a word stands before it on its line, as blanks. */
  readonly column?: string;
}

/** The brackets that are open, and how far they indent a line. */
class Brackets {
  private readonly open: Bracket[] = [];
  private last: Piece | undefined;
  /** The bracket that `last` closed. */
  private closed: Bracket | undefined;
  private margin = "";

  constructor(private readonly indent: string) {}

  /** Goes behind a piece. */
  pass(piece: Piece): void {
    if (piece.isFirst && isOneOf(piece, declarationWords)) this.open.length = 0;
    const closed = isOneOf(piece, closing) ? this.open.pop() : undefined;
    if (isOneOf(piece, opening)) this.open.push(this.opened(piece));
    if (piece.isComment) return;
    this.last = piece;
    this.closed = closed;
  }

  /** The blanks before the line that begins with the piece at `place`; `sum { … }` has its `{` aligned. */
  marginOf(pieces: readonly Piece[], place: number): string {
    const isNextBody = isOneOf(pieces[place], [t.LeftBrace]);
    const column = isNextBody ? this.closed?.column : undefined;
    this.margin = column ?? this.indent.repeat(this.levelOf(pieces, place));
    return this.margin;
  }

  private opened(piece: Piece): Bracket {
    const isList = isOneOf(this.last, [t.In]) || isOneOf(piece, [t.LeftParen]);
    const column = this.columnOf(piece) ?? this.closed?.column;
    return { isList, ...(column !== undefined && { column }) };
  }

  private columnOf(piece: Piece): string | undefined {
    if (piece.isFirst) return this.margin;
    if (!this.last?.isFirst || !isOneOf(this.last, [t.Identifier])) return undefined;
    return this.margin + " ".repeat(this.last.token.image.length + 1);
  }

  /** The levels by which the line is indented that begins with the piece at `place`. */
  private levelOf(pieces: readonly Piece[], place: number): number {
    const piece = pieces[place];
    // These words are reserved: before one, a bracket that is open was forgotten.
    if (isOneOf(piece, declarationWords)) return 0;
    let closed = 0;
    for (let i = place; isOneOf(pieces[i], closing); i++) {
      if (i > place && pieces[i]?.isFirst) break;
      closed++;
    }
    const level = Math.max(0, this.open.length - closed);
    return Math.min(deepestLevel, level + (closed === 0 && this.goesOn(piece) ? 1 : 0));
  }

  private goesOn(piece: Piece | undefined): boolean {
    if (this.open.at(-1)?.isList) return false;
    // The layers of a `sum` below the word.
    const isSum = this.last?.isFirst === true && this.last.token.image === "sum";
    if (isSum && this.open.length > 0 && isOneOf(piece, [t.LeftBrace])) return true;
    return isOneOf(piece, joining) || isOneOf(this.last, [...joining, t.Comma, t.Colon]);
  }
}

/** Where the formatter sets something apart, as offsets. */
interface Starts {
  /** What gets a line of its own. */
  readonly lines: ReadonlySet<number>;
  /** What gets two blanks before it on a line. */
  readonly apart: ReadonlySet<number>;
  /** What gets one. */
  readonly joined: ReadonlySet<number>;
}

/**
 * The clauses of a space that has several, and the brace behind them, get a line each; layers and
 * the clauses of stages are set apart. In a text with errors, nothing: what belongs together is
 * then not sure.
 */
function startsInSpaces({ declarations, errors }: SourceFile): Starts {
  const lines = new Set<number>();
  const apart = new Set<number>();
  const joined = new Set<number>();
  for (const declaration of errors.length === 0 ? declarations : []) {
    if (declaration.kind !== "space") continue;
    const { clauses, body } = declaration;
    if (clauses.length > 1) {
      for (const { range } of clauses) lines.add(range.start);
      if (body) lines.add(body.end - 1);
    }
    sortStarts(declaration, apart, joined);
  }
  return { lines, apart, joined };
}

const kindsApart = new Set<Node["kind"]>([
  "layer",
  "group",
  "block-of",
  "chain-of",
  "first",
  "reduce",
]);

function sortStarts(node: Node, apart: Set<number>, joined: Set<number>): void {
  (kindsApart.has(node.kind) ? apart : joined).add(node.range.start);
  for (const child of childrenOf(node)) sortStarts(child, apart, joined);
}

/** What stands between two pieces of one line. */
function between(left: Piece, right: Piece, gap: string, starts: Starts): string {
  if (isOneOf(left, [t.LeftParen])) return "";
  if (right.isComment) return gap === "" ? " " : gap;
  if (isOneOf(left, [t.LeftBrace]) && isOneOf(right, [t.RightBrace])) return "";
  if (isOneOf(right, [t.RightParen, t.Comma])) return "";
  // `sha256 :` pulled together would be read as a checksum.
  if (isOneOf(right, [t.Colon])) return left.token.image === "sha256" && gap !== "" ? " " : "";
  if (isOneOf(left, spaced) || isOneOf(right, spaced)) return " ";
  if (isOneOf(left, [t.Comma, t.Colon])) return " ";
  if (isOneOf(left, [t.NumberToken]) && isOneOf(right, [t.DotDot])) return "";
  if (isOneOf(left, [t.DotDot]) && isOneOf(right, [t.NumberToken])) return "";
  const isCalled = isOneOf(left, [t.NameToken, t.RightParen]);
  if (isCalled && isOneOf(right, [t.LeftParen])) return "";
  if (starts.apart.has(right.start) && !left.isComment) return "  ";
  return betweenWords(left, right, gap, starts);
}

const spaced = [...joining, t.LeftBrace, t.RightBrace];
const unitWords = new Set(units.map(({ word }) => word));
const leading = [
  ...[t.Network, t.Block, t.Search, t.Space, t.Stage, t.Require, t.Import],
  ...[t.ClauseWord, t.SpaceWord, t.StageWord],
];
const trailing = [t.Flops, t.As, t.Of, t.Ops];

/** Two blanks stay: they set clauses apart that share a line, `conv 3x3  bn  relu`. */
function betweenWords(left: Piece, right: Piece, gap: string, { joined }: Starts): string {
  const belong =
    isOneOf(left, leading) ||
    left.isComment ||
    isOneOf(right, trailing) ||
    joined.has(right.start) ||
    unitWords.has(right.token.image);
  return " ".repeat(Math.min(gap.length, belong ? 1 : 2));
}

/** The edits of a gap with line breaks: the line's end, empty lines, the next line's beginning. */
function lineGap(gap: string, offset: number, margin: string): Edit[] {
  const breaks = [...gap.matchAll(lineBreaks)];
  const first = breaks[0];
  const last = breaks.at(-1);
  if (!first || !last) return [];
  const firstEnd = first.index + first[0].length;
  const lastEnd = last.index + last[0].length;
  return [
    ...change(gap.slice(0, first.index), "", offset),
    ...change(gap.slice(firstEnd, lastEnd), breaks[1]?.[0] ?? "", offset + firstEnd),
    ...change(gap.slice(lastEnd), margin, offset + lastEnd),
  ];
}

/** A text ends with one line break. */
function lastGap(text: string, end: number, last: Piece | undefined): Edit[] {
  const gap = text.slice(end);
  if (!last) return change(gap, "", end);
  // Whatever follows an open comment is in it.
  if (last.token.image.startsWith("/*") && !last.token.image.endsWith("*/")) return [];
  return change(gap, lineBreak.exec(gap)?.[0] ?? lineBreakOf(text), end);
}

/** The lines of a block comment that begin with a star, put under the first. */
function starredLines({ token, start, isComment }: Piece, margin: string): Edit[] {
  if (!isComment || !token.image.startsWith("/*")) return [];
  return [...token.image.matchAll(/(?:\r\n|\r|\n)([ \t]*)(?=\*)/g)].flatMap((line) => {
    const blanks = line[1] ?? "";
    const offset = start + line.index + line[0].length - blanks.length;
    return change(blanks, `${margin} `, offset);
  });
}

/** The smallest edit that makes `after` of `before`, which are blanks. */
function change(before: string, after: string, offset: number): Edit[] {
  // What the lexer could not read is left alone.
  if (before === after || before.trim() !== "") return [];
  let start = 0;
  while (start < after.length && before[start] === after[start]) start++;
  let same = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (same < shorter && before.at(-1 - same) === after.at(-1 - same)) same++;
  return [
    {
      range: { start: offset + start, end: offset + before.length - same },
      newText: after.slice(start, after.length - same),
    },
  ];
}
