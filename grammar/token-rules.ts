import type { IToken, ParserMethod } from "chevrotain";
import { nameOf, numberOf } from "./literals";
import { type Place, RecoveringParser } from "./recovering-parser";
import type { Name, NumberLiteral, Range } from "./syntax";
import * as t from "./tokens";

export type Rule<R, A extends unknown[] = []> = ParserMethod<A, R>;
export type Optional<T> = T | undefined;
/** What stands between braces; without `{`, there is no range. */
export type Braced<T> = { clauses: T[]; range?: Range };

/** The rules that all places share: names, numbers and brackets. */
export abstract class TokenRules extends RecoveringParser {
  protected readonly name: Rule<Optional<Name>, [string]> = this.rule(
    "name",
    (expected: string) => {
      const name = this.OPTION({
        GATE: () => !this.atNextClause(),
        DEF: () => nameOf(this.CONSUME(t.NameToken)),
      });
      if (!name) this.missing(expected);
      return name;
    },
  );

  protected readonly number: Rule<Optional<NumberLiteral>, [string]> = this.rule(
    "number",
    (expected: string) => {
      const number = this.OPTION(() => numberOf(this.CONSUME(t.NumberToken)));
      if (!number) this.missing(expected);
      return number;
    },
  );

  /** The `{` behind a declaration's name; what stands between is skipped. */
  protected readonly openBrace: Rule<Optional<IToken>> = this.rule("openBrace", () => {
    if (!this.nextIs(t.LeftBrace)) this.missing("`{`", this.atClauseEnd() ? " {" : undefined);
    this.skip(() => this.nextIs(t.LeftBrace) || this.atClauseEnd());
    return this.OPTION(() => this.CONSUME(t.LeftBrace));
  });

  protected readonly closeBrace: Rule<Optional<Range>, [Optional<IToken>, string, string]> =
    this.rule("closeBrace", (open: Optional<IToken>, what: string, insert: string) => {
      const close = this.OPTION(() => this.CONSUME(t.RightBrace));
      if (open && !close) this.unclosed("}", what, insert);
      return open && this.rangeFrom(open.startOffset);
    });

  protected readonly closeParen: Rule<void> = this.rule("closeParen", () => {
    const close = this.OPTION(() => this.CONSUME(t.RightParen));
    if (!close) this.missing("`)`", this.atClauseEnd() ? ")" : undefined);
  });

  /** A `}` does not end what it would end, where more of that follows. */
  protected strayBrace(what: string, goesOn: () => boolean): void {
    if (!this.nextIs(t.RightBrace) || !goesOn()) return;
    const brace = this.LA(1);
    this.SKIP_TOKEN();
    this.refuse(brace, `this \`}\` would end the ${what}, but more of it follows: remove it`);
  }

  protected enter(place: Place): Place {
    const outer = this.place;
    this.place = place;
    return outer;
  }
}
