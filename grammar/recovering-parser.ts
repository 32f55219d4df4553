import {
  EmbeddedActionsParser,
  EOF,
  type IToken,
  type ParserMethod,
  type TokenType,
  tokenMatcher,
} from "chevrotain";
import { units } from "./keywords";
import { ProblemList } from "./problem-list";
import type { Range } from "./syntax";
import {
  Block,
  ClauseWord,
  Equals,
  Extends,
  endOf,
  Identifier,
  Import,
  LeftBrace,
  LeftParen,
  type Lexed,
  NameToken,
  Network,
  NumberToken,
  Of,
  OpenQuoted,
  Out,
  Percent,
  Require,
  RightBrace,
  rangeOf,
  Search,
  Space,
  SpaceWord,
  Stage,
  StageWord,
  vocabulary,
} from "./tokens";

/** What the parser is inside of: it decides where the parser finds its feet again. */
export type Place =
  | "file"
  | "network"
  | "body"
  | "search"
  | "space"
  | "stage-definition"
  | "layers";

const deepestNesting = 64;

const declarationStarts = new Set<TokenType>([Network, Block, Search, Space, Import, EOF]);
const reservedStarts = new Set<TokenType>([...declarationStarts, Stage, Require]);
/** The words with which the clauses of a place begin, which are names in other places. */
const clauseWords: Partial<Record<Place, TokenType>> = {
  search: ClauseWord,
  space: SpaceWord,
  "stage-definition": StageWord,
};
const isInSpace = (place: Place) =>
  place === "space" || place === "stage-definition" || place === "layers";
const unitWords = new Set(units.map((unit) => unit.word));

/**
 * How the parser meets broken text. A text is a sequence of clauses: declarations, stages,
 * equations, requirements. What is missing in one is reported by `missing`, after which the parser
 * is silent until the next clause; `endClause` skips what is left over. So one mistake gives one
 * error, the clauses around it keep their nodes, and nothing is read twice.
 */
export abstract class RecoveringParser extends EmbeddedActionsParser {
  protected place: Place = "file";
  private text = "";
  private lexed: Lexed = { tokens: [], comments: [], documentation: [], unknown: [] };
  private problems = new ProblemList();
  private silent = false;
  private nesting = 0;
  private lastFound: IToken | undefined;
  private nextDocumentation = 0;
  private strayDocumentation: IToken[] = [];

  constructor() {
    super(vocabulary, { recoveryEnabled: true, maxLookahead: 1 });
  }

  /** As chevrotain's `RULE`, with the types of the rule's node checked where it is built. */
  protected rule<R, A extends unknown[]>(
    name: string,
    implementation: (...args: A) => R,
  ): ParserMethod<A, R> {
    return this.RULE(name, implementation);
  }

  /** Takes a new text; the rule of the file is to be called next. */
  protected load(text: string, lexed: Lexed): void {
    this.input = lexed.tokens;
    this.text = text;
    this.lexed = lexed;
    this.problems = new ProblemList();
    this.place = "file";
    this.silent = false;
    this.lastFound = undefined;
    this.nextDocumentation = 0;
    this.strayDocumentation = [];
  }

  /** What the rules found wrong, and the `///` lines that stand above no declaration. */
  protected unload(): { problems: ProblemList; strayDocumentation: readonly IToken[] } {
    this.strayDocumentation.push(...this.lexed.documentation.slice(this.nextDocumentation));
    return { problems: this.problems, strayDocumentation: this.strayDocumentation };
  }

  /** Begins a clause, in which an error may be reported again; its offset. */
  protected begin(): number {
    this.silent = false;
    this.nesting = 0;
    return this.LA(1).startOffset;
  }

  /** Within a clause, begins a part of its own, in which an error may be reported again. */
  protected resume(): void {
    this.silent = false;
  }

  /** From `start` to behind the last token read. */
  protected rangeFrom(start: number): Range {
    return { start, end: endOf(this.LA(0)) };
  }

  protected nextIs(type: TokenType, ahead = 1): boolean {
    return tokenMatcher(this.LA(ahead), type);
  }

  /**
   * Reports that `expected` does not stand here; `insert` is what mends it, put behind the token
   * before.
   */
  protected missing(expected: string, insert?: string): void {
    const previous = this.LA(0);
    const after = previous.tokenType === EOF ? "" : ` after ${quoted(previous)}`;
    this.complain(() => `expected ${expected}${after}, found ${quoted(this.LA(1))}`, insert);
  }

  /** Reports that a bracket opened for `what` is not closed here. */
  protected unclosed(bracket: string, what: string, insert?: string): void {
    this.complain(
      () => `expected \`${bracket}\` at the end of ${what}, found ${quoted(this.LA(1))}`,
      insert,
    );
  }

  /** Reports what is wrong with a token that has been read. */
  protected refuse(token: IToken, message: string): void {
    if (this.silent) return;
    this.silent = true;
    this.problems.add(() => ({ range: rangeOf(token), message }));
  }

  /** Runs `inner` one level deeper; too deep, it reports that and does not run it. */
  protected nested<T>(inner: () => T): T | undefined {
    if (this.nesting >= deepestNesting) {
      this.complain(() => `nested deeper than ${deepestNesting}: name a part and use the name`);
      return undefined;
    }
    this.nesting++;
    const result = inner();
    this.nesting--;
    return result;
  }

  /** Ends a clause: reports what is left over as not `expected`, and skips to the next clause. */
  protected endClause(expected: string): void {
    this.skipLeftOver(expected, () => this.atClauseEnd());
  }

  /** Reports what is left over until `done` as not `expected`, and skips it. */
  protected skipLeftOver(expected: string, done: () => boolean): void {
    if (done()) return;
    const found = this.LA(1);
    this.complain(() => `expected ${expected}, found ${quoted(found)}`, undefined, found);
    this.skip(done);
  }

  /** As `endClause`, between declarations; `space NAME` alone is then taken for a network's. */
  protected skipToDeclaration(): void {
    if (declarationStarts.has(this.LA(1).tokenType)) return;
    const found = quoted(this.LA(1));
    const expected = "a declaration (`network`, `block`, `search`, `space` or `import`)";
    this.complain(() => `expected ${expected}, found ${found}`, undefined, this.LA(1));
    this.skip(() => this.atReservedStart());
  }

  /** As `endClause`, for what is left over on the line where the clause ends. */
  protected endLine(expected: string): void {
    if (!this.onNewLine()) this.endClause(expected);
  }

  /** Skips tokens, and braces with all that is in them, until `done`. */
  protected skip(done: () => boolean): void {
    let depth = 0;
    for (;;) {
      const type = this.LA(1).tokenType;
      if (depth === 0 ? done() : this.atReservedStart()) return;
      if (type === LeftBrace) depth++;
      if (type === RightBrace && depth > 0) depth--;
      this.SKIP_TOKEN();
    }
  }

  /** Where a clause of this place ends: at the next one, or at the brace that closes the place. */
  protected atClauseEnd(): boolean {
    if (this.place !== "file" && this.nextIs(RightBrace)) return true;
    if (this.atNextClause()) return true;
    const word = clauseWords[this.place];
    return word !== undefined && this.nextIs(word);
  }

  /** Whether a name here is not the one that is wanted, but begins the next clause. */
  protected atNextClause(): boolean {
    if (this.atReservedStart()) return true;
    if (this.place === "body") return this.atEquation();
    if (this.place === "search") return this.nextIs(ClauseWord) && this.onNewLine();
    return isInSpace(this.place) && this.atClauseOfSpace();
  }

  /**
   * Whether a clause of a space or of its stages begins here. Most of their words may also be names
   * and layers, so they begin one only on a line of their own; the reserved ones also where what
   * follows belongs to them.
   */
  private atClauseOfSpace(): boolean {
    const isOutside = this.place === "space";
    if (this.nextIs(Stage)) {
      return this.nextIs(NumberToken, 2) || this.nextIs(LeftBrace, 2) || this.onNewLine();
    }
    if (this.nextIs(Block)) {
      return !isOutside && (this.nextIs(Of, 2) || this.onNewLine());
    }
    const isWord = this.nextIs(SpaceWord) || (this.nextIs(StageWord) && !isOutside);
    return isWord && this.onNewLine();
  }

  protected atEquation(): boolean {
    return this.nextIs(Equals, 2) && (this.nextIs(NameToken) || this.nextIs(Out));
  }

  /** `space NAME {` or `space NAME extends`, which is a declaration wherever it stands. */
  protected atSpaceDeclaration(): boolean {
    return this.nextIs(Space) && (this.nextIs(LeftBrace, 3) || this.nextIs(Extends, 3));
  }

  /** Known units always; another word only on the number's line, for the model to say what is wrong. */
  protected atUnit(): boolean {
    if (this.nextIs(Percent) || unitWords.has(this.LA(1).image)) return true;
    return this.nextIs(Identifier) && !this.nextIs(ClauseWord) && !this.onNewLine();
  }

  protected onNewLine(): boolean {
    const previous = this.LA(0);
    const next = this.LA(1);
    if (previous.tokenType === EOF || next.tokenType === EOF) return true;
    return /[\r\n]/.test(this.text.slice(endOf(previous), next.startOffset));
  }

  /** The `///` lines between the token before and the declaration that begins here. */
  protected documentationAbove(): string | undefined {
    const previous = this.LA(0);
    const from = previous.tokenType === EOF ? 0 : endOf(previous);
    const to = this.LA(1).startOffset;
    const lines: string[] = [];
    for (;;) {
      const line = this.lexed.documentation[this.nextDocumentation];
      if (!line || line.startOffset >= to) break;
      if (line.startOffset < from) this.strayDocumentation.push(line);
      else lines.push(line.image.replace(/^\/\/\/ ?/, "").trimEnd());
      this.nextDocumentation++;
    }
    return lines.length > 0 ? lines.join("\n") : undefined;
  }

  private atReservedStart(): boolean {
    const type = this.LA(1).tokenType;
    if (this.place === "file" && type === Space) return this.atSpaceDeclaration();
    // What is left of a space whose beginning was not read.
    if (this.place === "file" && type === Block && this.nextIs(NumberToken, 3)) return false;
    if (this.place === "file") return declarationStarts.has(type);
    if (!isInSpace(this.place)) return reservedStarts.has(type);
    // In a space, `stage` and `block of` are words of the space's own.
    if (type === Block) return this.nextIs(NameToken, 2) && this.nextIs(LeftParen, 3);
    return declarationStarts.has(type);
  }

  /** What is missing at the end of a line is shown there, not on the line below. */
  private whereMissing(): IToken {
    return this.LA(0).tokenType !== EOF && this.onNewLine() ? this.LA(0) : this.LA(1);
  }

  private complain(message: () => string, insert?: string, shown = this.whereMissing()): void {
    const found = this.LA(1);
    const known = this.silent || found === this.lastFound || this.unreadableBefore(found);
    this.silent = true;
    this.lastFound = found;
    if (known) return;
    const previous = this.LA(0);
    this.problems.add(() => ({
      range: rangeOf(shown),
      message: message(),
      ...(insert !== undefined && { insert, insertAt: endOf(previous) }),
    }));
  }

  /** Whether the lexer has already reported what stands between the last token and this one. */
  private unreadableBefore(found: IToken): boolean {
    const previous = this.LA(0);
    if (previous.tokenType === OpenQuoted) return true;
    const from = previous.tokenType === EOF ? 0 : endOf(previous);
    const to = found.tokenType === EOF ? this.text.length : found.startOffset;
    const { unknown, openComment } = this.lexed;
    if (openComment && openComment.startOffset >= from && openComment.startOffset < to) return true;
    let low = 0;
    let high = unknown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((unknown[middle]?.startOffset ?? 0) < from) low = middle + 1;
      else high = middle;
    }
    const next = unknown[low];
    return next !== undefined && next.startOffset < to;
  }
}

/** A token as a message shows it. */
function quoted(token: IToken): string {
  if (token.tokenType === EOF) return "the end of the file";
  const image = token.image.length > 40 ? `${token.image.slice(0, 39)}…` : token.image;
  return `\`${image}\``;
}
