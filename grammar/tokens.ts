import { createToken, type IToken, Lexer, type TokenType } from "chevrotain";
import type { Range } from "./syntax";

export interface Lexed {
  /** What the parser reads, without blanks and comments. */
  readonly tokens: IToken[];
  readonly comments: readonly IToken[];
  /** `///` lines. */
  readonly documentation: readonly IToken[];
  /** Runs of characters that begin nothing in the language. */
  readonly unknown: readonly IToken[];
  /** A comment that is still open where the file ends. */
  readonly openComment?: IToken;
}

/** Cuts a text into tokens, in time linear in its length. Whatever the text, nothing is thrown. */
export function lex(text: string): Lexed {
  const { tokens, groups } = lexer.tokenize(text);
  const group = (name: string): IToken[] => groups[name] ?? [];
  const openComment = group("openComment")[0];
  return {
    tokens,
    comments: group("comments"),
    documentation: group("documentation"),
    unknown: group("unknown"),
    ...(openComment && { openComment }),
  };
}

/** The range of a token; the end-of-file token has none. */
export function rangeOf(token: IToken): Range {
  return { start: token.startOffset, end: endOf(token) };
}

export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** An identifier or a name in quotes. */
export const NameToken = createToken({ name: "NameToken", pattern: Lexer.NA });

export const Identifier = createToken({
  name: "Identifier",
  pattern: /[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*/,
  categories: NameToken,
});

/** A name in quotes; also one whose closing quote is missing, so that parsing goes on behind it. */
export const Quoted = createToken({
  name: "Quoted",
  pattern: Lexer.NA,
  categories: NameToken,
});
export const ClosedQuoted = createToken({
  name: "ClosedQuoted",
  pattern: /"[^"\r\n]*"/,
  categories: Quoted,
});
export const OpenQuoted = createToken({
  name: "OpenQuoted",
  pattern: /"[^"\r\n]*/,
  categories: Quoted,
});

/** A word that no name may be, wherever it stands. */
function reserved(word: string): TokenType {
  return createToken({ name: `\`${word}\``, pattern: word, longer_alt: Identifier });
}
export const Network = reserved("network");
export const Block = reserved("block");
export const Search = reserved("search");
export const Space = reserved("space");
export const Stage = reserved("stage");
export const Require = reserved("require");
export const Import = reserved("import");
export const In = reserved("in");
export const Out = reserved("out");
export const Underscore = reserved("_");

/** A word that is a keyword in its place and a name in all others. */
function contextual(word: string, categories: TokenType[] = [Identifier]): TokenType {
  return createToken({ name: `\`${word}\``, pattern: word, longer_alt: Identifier, categories });
}
export const Extends = contextual("extends");
export const To = contextual("to");

/** The words with which the clauses of a search begin, but for `space`. */
export const ClauseWord = createToken({ name: "ClauseWord", pattern: Lexer.NA });
const clauseWord = (word: string) => contextual(word, [Identifier, ClauseWord]);
export const From = clauseWord("from");
export const Maximize = clauseWord("maximize");
export const Minimize = clauseWord("minimize");
export const Subject = clauseWord("subject");
export const Algorithm = clauseWord("algorithm");
export const Budget = clauseWord("budget");
export const Seed = clauseWord("seed");
export const Observe = clauseWord("observe");
export const Lock = clauseWord("lock");

/** The words with which the clauses of a space begin, but for `stage`. */
export const SpaceWord = createToken({ name: "SpaceWord", pattern: Lexer.NA });
const spaceWord = (word: string) => contextual(word, [Identifier, SpaceWord]);
export const Input = spaceWord("input");
export const Classes = spaceWord("classes");
export const Dataset = spaceWord("dataset");
export const Count = spaceWord("count");
export const Op = spaceWord("op");
export const Stem = spaceWord("stem");
export const Stages = spaceWord("stages");
export const Head = spaceWord("head");
export const Flops = contextual("flops");
export const As = contextual("as");

/** The words with which the clauses of a space's stage begin, but for `block`. */
export const StageWord = createToken({ name: "StageWord", pattern: Lexer.NA });
const stageWord = (word: string) => contextual(word, [Identifier, StageWord]);
export const ChainWord = stageWord("chain");
export const First = stageWord("first");
export const Reduce = stageWord("reduce");
export const Of = contextual("of");
export const Ops = contextual("ops");

/** The words of a layer's attributes, but for `out`. */
export const AttributeWord = createToken({ name: "AttributeWord", pattern: Lexer.NA });
const attributeWord = (word: string) => contextual(word, [Identifier, AttributeWord]);
export const Stride = attributeWord("stride");
export const Valid = attributeWord("valid");
export const NoBias = attributeWord("no-bias");

export const NumberToken = createToken({
  name: "Number",
  pattern: /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/,
});
/** `3x3`, `3 x 32 x 32`. */
export const Size = createToken({
  name: "Size",
  pattern: /\d+(?:[ \t]*x[ \t]*\d+)+(?![A-Za-z0-9_])/,
});
/** `2c`, `c/2`: multiples of the channels that enter an operation. */
export const Channels = createToken({
  name: "Channels",
  pattern: /\d+c(?![A-Za-z0-9_])|c\/\d+/,
  start_chars_hint: [..."0123456789c"],
});
export const Checksum = createToken({ name: "Checksum", pattern: /sha256:[0-9A-Za-z]*/ });

function punctuation(name: string, pattern: string, categories: TokenType[] = []): TokenType {
  return createToken({ name, pattern, categories });
}
/** `<`, `<=`, `>`, `>=`, `=` between a metric and its limit. */
export const Compare = createToken({ name: "Compare", pattern: Lexer.NA });
export const Arrow = punctuation("Arrow", "->");
export const LessEqual = punctuation("LessEqual", "<=", [Compare]);
export const GreaterEqual = punctuation("GreaterEqual", ">=", [Compare]);
export const Less = punctuation("Less", "<", [Compare]);
export const Greater = punctuation("Greater", ">", [Compare]);
export const Equals = punctuation("Equals", "=", [Compare]);
export const Bar = punctuation("Bar", "|");
export const Plus = punctuation("Plus", "+");
export const Colon = punctuation("Colon", ":");
export const Comma = punctuation("Comma", ",");
export const Question = punctuation("Question", "?");
export const Percent = punctuation("Percent", "%");
export const DotDot = punctuation("DotDot", "..");
export const LeftBrace = punctuation("LeftBrace", "{");
export const RightBrace = punctuation("RightBrace", "}");
export const LeftParen = punctuation("LeftParen", "(");
export const RightParen = punctuation("RightParen", ")");

const Blank = createToken({ name: "Blank", pattern: /\s+/, group: Lexer.SKIPPED });
const Documentation = createToken({
  name: "Documentation",
  pattern: /\/\/\/(?!\/)[^\r\n]*/,
  group: "documentation",
});
const LineComment = createToken({
  name: "LineComment",
  pattern: /\/\/[^\r\n]*/,
  group: "comments",
});
const BlockComment = createToken({
  name: "BlockComment",
  pattern: /\/\*[\s\S]*?\*\//,
  group: "comments",
  line_breaks: true,
  start_chars_hint: ["/"],
});
const OpenComment = createToken({
  name: "OpenComment",
  pattern: /\/\*[\s\S]*/,
  group: "openComment",
  line_breaks: true,
  start_chars_hint: ["/"],
});

/**
 * Characters with which an unknown run may begin, for the lexer's table of first characters. Above
 * 255 that table has one entry for 255 characters each, so every 128th fills it.
 */
function unknownStarts(): number[] {
  const latin = Array.from({ length: 256 }, (_, code) => code);
  const others = Array.from({ length: 0x10000 / 128 - 2 }, (_, i) => 256 + 128 * i);
  return [
    ...latin.filter((code) => !/[\s\w"<>=|+:,?%{}()]/.test(String.fromCharCode(code))),
    ...others,
    0xffff,
  ];
}

/** Any run of characters with which no other token begins, as one token: one error a run. */
const Unknown = createToken({
  name: "Unknown",
  pattern: /(?:[^\s\w"<>=|+:,?%{}()./-]|-(?!>)|\.(?!\.)|\/(?![/*]))+/,
  group: "unknown",
  line_breaks: false,
  start_chars_hint: unknownStarts(),
});

export const vocabulary: TokenType[] = [
  NameToken,
  Blank,
  Documentation,
  LineComment,
  BlockComment,
  OpenComment,
  Checksum,
  Size,
  Channels,
  NumberToken,
  Quoted,
  ClosedQuoted,
  OpenQuoted,
  // The longer words first: `stages` begins with `stage`, `ops` with `op`, `input` with `in`.
  SpaceWord,
  Input,
  Classes,
  Dataset,
  Count,
  Ops,
  Op,
  Stem,
  Stages,
  Head,
  Flops,
  As,
  StageWord,
  ChainWord,
  First,
  Reduce,
  Of,
  AttributeWord,
  Stride,
  Valid,
  NoBias,
  Network,
  Block,
  Search,
  Space,
  Stage,
  Require,
  Import,
  In,
  Out,
  Underscore,
  ClauseWord,
  From,
  Maximize,
  Minimize,
  Subject,
  To,
  Algorithm,
  Budget,
  Seed,
  Observe,
  Lock,
  Extends,
  Identifier,
  Compare,
  Arrow,
  LessEqual,
  GreaterEqual,
  Less,
  Greater,
  Equals,
  Bar,
  Plus,
  Colon,
  Comma,
  Question,
  Percent,
  DotDot,
  LeftBrace,
  RightBrace,
  LeftParen,
  RightParen,
  Unknown,
];

const lexer = new Lexer(vocabulary, {
  positionTracking: "onlyOffset",
  ensureOptimizations: true,
});
