import { type IToken, tokenMatcher } from "chevrotain";
import { type FoldingRange, FoldingRangeKind } from "vscode-languageserver";
import { isReadableText } from "../../grammar/readable-text";
import * as t from "../../grammar/tokens";
import type { Model } from "../model/model";

/** What can be folded: everything in braces, comments of several lines, and runs of comments. */
export function foldingRanges({ document }: Model): FoldingRange[] {
  const text = document.getText();
  if (!isReadableText(text)) return [];
  const { tokens, comments, documentation } = t.lex(text);
  const lineAt = (offset: number) => document.positionAt(offset).line;
  // Comments behind something else are no run: folding them would hide it.
  const alone = [...comments, ...documentation].filter(({ startOffset }) => {
    const lineStart = startOffset - document.positionAt(startOffset).character;
    return !/\S/.test(text.slice(lineStart, startOffset));
  });
  alone.sort((a, b) => a.startOffset - b.startOffset);
  return [...bracedRanges(tokens, lineAt), ...commentRanges(alone, lineAt)];
}

type LineAt = (offset: number) => number;

const declarationWords = [t.Network, t.Search, t.Import];

/** From the line of a `{` to above that of its `}`, which stays to be seen; one range a line. */
function bracedRanges(tokens: readonly IToken[], lineAt: LineAt): FoldingRange[] {
  const byLine = new Map<number, number>();
  const open: number[] = [];
  for (const token of tokens) {
    // These words are reserved: a brace that is open before one was forgotten.
    if (declarationWords.some((word) => tokenMatcher(token, word))) open.length = 0;
    if (token.tokenType === t.LeftBrace) open.push(token.startOffset);
    if (token.tokenType !== t.RightBrace) continue;
    const start = open.pop();
    if (start === undefined) continue;
    const startLine = lineAt(start);
    const endLine = lineAt(token.startOffset) - 1;
    // The outer of two that begin on one line closes last.
    if (endLine > startLine) byLine.set(startLine, endLine);
  }
  return [...byLine]
    .map(([startLine, endLine]) => ({ startLine, endLine }))
    .sort((a, b) => a.startLine - b.startLine);
}

/** A block comment alone; line comments of one kind together, line below line. */
function commentRanges(comments: readonly IToken[], lineAt: LineAt): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let mark = "";
  for (const comment of comments) {
    const startLine = lineAt(comment.startOffset);
    const endLine = lineAt(t.endOf(comment));
    const last = ranges.at(-1);
    const itsMark = /^\/(?:\*|\/+)/.exec(comment.image)?.[0] ?? "";
    const goesOn = itsMark !== "/*" && itsMark === mark && last?.endLine === startLine - 1;
    if (last && goesOn) last.endLine = endLine;
    else ranges.push({ startLine, endLine, kind: FoldingRangeKind.Comment });
    mark = itsMark;
  }
  return ranges.filter(({ startLine, endLine }) => endLine > startLine);
}
