import type { IToken } from "chevrotain";
import { nameOf, numberOf } from "./literals";
import type { ProblemList } from "./problem-list";
import { SpaceRules } from "./space-rules";
import type {
  Application,
  BlockBody,
  BlockCall,
  BlockDeclaration,
  BlockExpression,
  Bound,
  Comparison,
  Condition,
  Declaration,
  Equation,
  Hole,
  ImportDeclaration,
  MetricUse,
  Name,
  NetworkDeclaration,
  NumberLiteral,
  OperationUse,
  Quantity,
  Range,
  Requirement,
  SearchClause,
  SearchDeclaration,
  Setting,
  SpaceClause,
  Stage,
  Sum,
  Term,
} from "./syntax";
import type { Braced, Optional, Rule } from "./token-rules";
import * as t from "./tokens";

const termExpected = "`in`, a name or an operation";
const searchClauseExpected =
  "a clause of the search (`from`, `space`, `maximize`, `minimize`, `subject to`, `algorithm`, " +
  "`budget`, `seed`, `observe` or `lock`) or `}`";

/** The clauses of a network, mixed as they are written. */
type NetworkClause = SpaceClause | Stage | Requirement;

/**
 * The grammar: one rule a node of the tree. No rule fails: a part that is not there is reported with
 * `missing` and is absent from the node.
 */
class BloxRules extends SpaceRules {
  constructor() {
    super();
    this.performSelfAnalysis();
  }

  read(text: string, lexed: t.Lexed): Reading {
    this.load(text, lexed);
    const declarations = this.file();
    return { declarations, ...this.unload() };
  }

  private readonly file: Rule<Declaration[]> = this.rule("file", () => {
    const declarations: Declaration[] = [];
    this.skipToDeclaration();
    this.MANY(() => {
      declarations.push(this.SUBRULE(this.declaration));
      this.place = "file";
      this.begin();
      this.skipToDeclaration();
    });
    return declarations;
  });

  private readonly declaration: Rule<Declaration> = this.rule("declaration", () =>
    this.OR<Declaration>([
      { ALT: () => this.SUBRULE(this.network) },
      { ALT: () => this.SUBRULE(this.block) },
      { ALT: () => this.SUBRULE(this.search) },
      { ALT: () => this.SUBRULE(this.space) },
      { ALT: () => this.SUBRULE(this.importing) },
    ]),
  );

  // Networks.

  private readonly network: Rule<NetworkDeclaration> = this.rule("network", () => {
    const documentation = this.documentationAbove();
    const start = this.begin();
    this.CONSUME(t.Network);
    this.place = "network";
    const name = this.SUBRULE(this.name, { ARGS: ["a name"] });
    const { clauses, range: body } = this.SUBRULE(this.networkBody);
    return this.ACTION(() => ({
      kind: "network",
      range: this.rangeFrom(start),
      ...(documentation !== undefined && { documentation }),
      ...(name && { name }),
      spaces: clauses.filter((clause) => clause.kind === "space-clause"),
      stages: clauses.filter((clause) => clause.kind === "stage"),
      requirements: clauses.filter((clause) => clause.kind === "requirement"),
      ...(body && { body }),
    }));
  });

  private readonly networkBody: Rule<Braced<NetworkClause>> = this.rule("networkBody", () => {
    const expected = "`stage`, `require`, `space` or `}`";
    const clauses: NetworkClause[] = [];
    const open = this.SUBRULE(this.openBrace);
    if (open) this.endClause(expected);
    this.MANY({
      GATE: () => !this.atSpaceDeclaration(),
      DEF: () => {
        clauses.push(this.SUBRULE(this.networkClause));
        this.endClause(expected);
        // Only in a network do these stand.
        this.strayBrace("network", () => this.nextIs(t.Stage, 2) || this.nextIs(t.Require, 2));
      },
    });
    const range = this.SUBRULE(this.closeBrace, { ARGS: [open, "the network", "\n}"] });
    return { clauses, ...(range && { range }) };
  });

  private readonly networkClause: Rule<NetworkClause> = this.rule("networkClause", () =>
    this.OR<NetworkClause>([
      { ALT: () => this.SUBRULE(this.spaceClause) },
      { ALT: () => this.SUBRULE(this.stage) },
      { ALT: () => this.SUBRULE(this.requirement) },
    ]),
  );

  private readonly spaceClause: Rule<SpaceClause> = this.rule("spaceClause", () => {
    const start = this.begin();
    this.CONSUME(t.Space);
    const name = this.SUBRULE(this.name, { ARGS: ["the name of a space"] });
    return { kind: "space-clause", range: this.rangeFrom(start), ...(name && { name }) };
  });

  private readonly stage: Rule<Stage> = this.rule("stage", () => {
    const start = this.begin();
    this.CONSUME(t.Stage);
    const number = this.SUBRULE(this.number, { ARGS: ["the number of the stage"] });
    const heading = this.rangeFrom(start);
    const block = this.SUBRULE(this.stageBlock);
    const range = this.rangeFrom(start);
    this.endLine("`->`, `|` or the end of the stage");
    return { kind: "stage", range, heading, ...(number && { number }), ...(block && { block }) };
  });

  private readonly stageBlock: Rule<Optional<BlockExpression | BlockBody>> = this.rule(
    "stageBlock",
    () => {
      const colon = this.OPTION1(() => this.CONSUME(t.Colon));
      if (colon && this.nextIs(t.LeftBrace)) {
        this.refuse(colon, "a body in braces follows the stage's number without `:`");
      }
      const body = this.OPTION2({
        GATE: () => this.atBody(),
        DEF: () => this.SUBRULE(this.body),
      });
      if (!colon && !body) {
        if (this.atClauseEnd()) this.missing("`:` and a block, or a body in braces");
        else this.missing("`:`", ":");
      }
      const expression = this.OPTION3({
        GATE: () => !body,
        DEF: () => this.SUBRULE(this.expression),
      });
      if (!body && !expression) this.missing("a block");
      return body ?? expression;
    },
  );

  private readonly requirement: Rule<Requirement> = this.rule("requirement", () => {
    const start = this.begin();
    this.CONSUME(t.Require);
    const condition = this.SUBRULE(this.condition);
    const range = this.rangeFrom(start);
    this.endLine("the end of the requirement");
    return { kind: "requirement", range, ...(condition && { condition }) };
  });

  // Block expressions. `|` binds tighter than `->`.

  private readonly expression: Rule<Optional<BlockExpression>> = this.rule("expression", () => {
    const start = this.LA(1).startOffset;
    const parts: BlockExpression[] = [];
    const first = this.SUBRULE1(this.parallel);
    if (first) parts.push(first);
    this.MANY(() => {
      this.CONSUME(t.Arrow);
      const next = this.OPTION(() => this.SUBRULE2(this.parallel));
      if (next) parts.push(next);
      else this.missing("a block");
    });
    if (parts.length < 2) return parts[0];
    return { kind: "chain", range: this.rangeFrom(start), parts };
  });

  private readonly parallel: Rule<Optional<BlockExpression>> = this.rule("parallel", () => {
    const start = this.LA(1).startOffset;
    const parts: BlockExpression[] = [];
    const first = this.SUBRULE1(this.part);
    if (first) parts.push(first);
    this.MANY(() => {
      this.CONSUME(t.Bar);
      const next = this.OPTION(() => this.SUBRULE2(this.part));
      if (next) parts.push(next);
      else this.missing("a block");
    });
    if (parts.length < 2) return parts[0];
    return { kind: "parallel", range: this.rangeFrom(start), parts };
  });

  private readonly part: Rule<Optional<BlockExpression>> = this.rule("part", () =>
    this.OR<Optional<BlockExpression>>([
      { ALT: () => this.SUBRULE(this.hole) },
      { ALT: () => this.SUBRULE(this.group) },
      { ALT: () => this.SUBRULE(this.use) },
      { ALT: () => operationUse(nameOf(this.CONSUME(t.Underscore))) },
    ]),
  );

  private readonly group: Rule<Optional<BlockExpression>> = this.rule("group", () => {
    this.CONSUME(t.LeftParen);
    const inner = this.nested(() => this.OPTION(() => this.SUBRULE(this.expression)));
    if (!inner) this.missing("a block");
    this.SUBRULE(this.closeParen);
    return inner;
  });

  private readonly use: Rule<OperationUse | BlockCall> = this.rule("use", () => {
    const name = nameOf(this.CONSUME(t.NameToken));
    const list = this.OPTION(() => this.SUBRULE(this.list, { ARGS: ["an operation"] }));
    if (!list) return operationUse(name);
    return this.ACTION(() => ({
      kind: "call",
      range: this.rangeFrom(name.range.start),
      name,
      arguments: list.names,
      argumentsRange: list.range,
    }));
  });

  private readonly hole: Rule<Hole> = this.rule("hole", () => {
    const start = this.LA(1).startOffset;
    this.CONSUME(t.Question);
    const choices = this.OPTION1(() => {
      this.CONSUME(t.In);
      const inner = this.nested(() => this.OPTION2(() => this.SUBRULE(this.choices)));
      if (!inner) this.missing("`{` and the blocks to choose from");
      return inner;
    });
    return { kind: "hole", range: this.rangeFrom(start), ...(choices && { choices }) };
  });

  private readonly choices: Rule<BlockExpression[]> = this.rule("choices", () => {
    const choices: BlockExpression[] = [];
    this.CONSUME(t.LeftBrace);
    const first = this.OPTION1(() => this.SUBRULE1(this.expression));
    if (first) choices.push(first);
    else this.missing("a block");
    this.MANY(() => {
      this.CONSUME(t.Comma);
      const next = this.OPTION2(() => this.SUBRULE2(this.expression));
      if (next) choices.push(next);
      else this.missing("a block");
    });
    if (!this.nextIs(t.RightBrace)) {
      this.missing("`,` or `}`", this.atClauseEnd() ? " }" : undefined);
      this.skip(() => this.atClauseEnd());
    }
    this.OPTION3(() => this.CONSUME(t.RightBrace));
    return choices;
  });

  /** Names between parentheses, `_` among them where blocks are used. */
  private readonly list: Rule<{ names: Name[]; range: Range }, [string]> = this.rule(
    "list",
    (expected: string) => {
      const names: Name[] = [];
      const start = this.LA(1).startOffset;
      this.CONSUME(t.LeftParen);
      const first = this.OPTION1(() => this.SUBRULE1(this.listed));
      if (first) names.push(first);
      else if (!this.nextIs(t.RightParen)) this.missing(`${expected} or \`)\``);
      this.MANY({
        GATE: () => !this.atNextClause(),
        DEF: () => {
          const next = this.OR([
            { ALT: () => this.SUBRULE(this.furtherListed) },
            {
              ALT: () => {
                this.missing("`,` or `)`", ",");
                return this.SUBRULE2(this.listed);
              },
            },
          ]);
          if (next) names.push(next);
          else this.missing(expected);
        },
      });
      this.SUBRULE(this.closeParen);
      return { names, range: this.rangeFrom(start) };
    },
  );

  private readonly furtherListed: Rule<Optional<Name>> = this.rule("furtherListed", () => {
    this.CONSUME(t.Comma);
    return this.OPTION({
      GATE: () => !this.atNextClause(),
      DEF: () => this.SUBRULE(this.listed),
    });
  });

  private readonly listed: Rule<Name> = this.rule("listed", () =>
    this.OR([
      { ALT: () => nameOf(this.CONSUME(t.NameToken)) },
      { ALT: () => nameOf(this.CONSUME(t.Underscore)) },
    ]),
  );

  // Block bodies.

  private readonly body: Rule<BlockBody> = this.rule("body", () => {
    const outer = this.enter("body");
    const start = this.LA(1).startOffset;
    const equations: Equation[] = [];
    const expected = "an equation such as `out = conv(in)`, or `}`";
    const open = this.OPTION1(() => this.CONSUME(t.LeftBrace));
    if (!open) this.missing("`{`", " {");
    this.endClause(expected);
    this.MANY(() => {
      equations.push(this.SUBRULE(this.equation));
      this.endClause("`+`, the next equation or `}`");
    });
    const close = this.OPTION2(() => this.CONSUME(t.RightBrace));
    if (!close) this.unclosed("}", "the body", "\n}");
    this.place = outer;
    return { kind: "body", range: this.rangeFrom(start), equations };
  });

  /** A body also begins at an equation, where its brace is missing. */
  private atBody(): boolean {
    return this.nextIs(t.LeftBrace) || this.atEquation();
  }

  private readonly equation: Rule<Equation> = this.rule("equation", () => {
    const start = this.begin();
    const name = this.OR([
      { ALT: () => nameOf(this.CONSUME(t.NameToken)) },
      { ALT: () => nameOf(this.CONSUME(t.Out)) },
    ]);
    const equals = this.OPTION1(() => this.CONSUME(t.Equals));
    if (!equals) this.missing("`=`");
    const value = this.OPTION2({
      GATE: () => !this.atNextClause(),
      DEF: () => this.SUBRULE(this.sum),
    });
    if (!value) this.missing(termExpected);
    return { kind: "equation", range: this.rangeFrom(start), name, ...(value && { value }) };
  });

  private readonly sum: Rule<Sum> = this.rule("sum", () => {
    const start = this.LA(1).startOffset;
    const terms: Term[] = [this.SUBRULE1(this.term)];
    this.MANY(() => {
      this.CONSUME(t.Plus);
      const next = this.OPTION({
        GATE: () => !this.atNextClause(),
        DEF: () => this.SUBRULE2(this.term),
      });
      if (next) terms.push(next);
      else this.missing(termExpected);
    });
    return { kind: "sum", range: this.rangeFrom(start), terms };
  });

  private readonly term: Rule<Term> = this.rule("term", () =>
    this.OR<Term>([
      { ALT: () => reference(nameOf(this.CONSUME(t.In))) },
      { ALT: () => this.SUBRULE(this.named) },
    ]),
  );

  private readonly named: Rule<Term> = this.rule("named", () => {
    const name = nameOf(this.CONSUME(t.NameToken));
    const list = this.OPTION1({
      GATE: () => this.atBlockArguments(),
      DEF: () => this.SUBRULE(this.list, { ARGS: ["an operation"] }),
    });
    const applied = this.OPTION2(() => ({ input: this.SUBRULE(this.application) }));
    if (!list && !applied) return reference(name);
    if (!applied) this.missing("`(` and what the block is applied to", "(in)");
    return this.ACTION((): Application => {
      const range = this.rangeFrom(name.range.start);
      const input = applied?.input;
      return {
        kind: "application",
        range,
        name,
        ...(list && { arguments: list.names }),
        ...(input && { input }),
      };
    });
  });

  private readonly application: Rule<Optional<Sum>> = this.rule("application", () => {
    this.CONSUME(t.LeftParen);
    const input = this.nested(() =>
      this.OPTION({ GATE: () => !this.atNextClause(), DEF: () => this.SUBRULE(this.sum) }),
    );
    if (!input) this.missing(termExpected);
    this.SUBRULE(this.closeParen);
    return input;
  });

  /** Whether the parentheses here hold a block's operations, as in `st4(conv, mbconv)(in)`. */
  private atBlockArguments(): boolean {
    if (this.nextIs(t.RightParen, 2)) return this.nextIs(t.LeftParen, 3);
    if (!this.nextIs(t.NameToken, 2) && !this.nextIs(t.Underscore, 2)) return false;
    if (this.nextIs(t.RightParen, 3)) return this.nextIs(t.LeftParen, 4);
    return this.nextIs(t.Comma, 3);
  }

  // Block declarations and imports.

  private readonly block: Rule<BlockDeclaration> = this.rule("block", () => {
    const documentation = this.documentationAbove();
    const start = this.begin();
    this.CONSUME(t.Block);
    const name = this.SUBRULE(this.name, { ARGS: ["a name"] });
    const list = this.OPTION1(() => this.SUBRULE(this.list, { ARGS: ["a parameter"] }));
    if (!list) this.missing("`(` and the parameters", this.nextIs(t.LeftBrace) ? "()" : undefined);
    this.skip(() => this.atBody() || this.nextIs(t.RightBrace) || this.atNextClause());
    const body = this.OPTION2({
      GATE: () => this.atBody(),
      DEF: () => this.SUBRULE(this.body),
    });
    if (!body) this.missing("a body in braces");
    return this.ACTION(() => ({
      kind: "block",
      range: this.rangeFrom(start),
      ...(documentation !== undefined && { documentation }),
      ...(name && { name }),
      parameters: list?.names ?? [],
      ...(body && { body }),
    }));
  });

  private readonly importing: Rule<ImportDeclaration> = this.rule("importing", () => {
    this.documentationAbove();
    const start = this.begin();
    this.CONSUME(t.Import);
    const path = this.OPTION(() => nameOf(this.CONSUME(t.Quoted)));
    if (!path) this.missing("a path in quotes");
    return { kind: "import", range: this.rangeFrom(start), ...(path && { path }) };
  });

  // Searches.

  private readonly search: Rule<SearchDeclaration> = this.rule("search", () => {
    const documentation = this.documentationAbove();
    const start = this.begin();
    this.CONSUME(t.Search);
    this.place = "search";
    const name = this.SUBRULE(this.name, { ARGS: ["a name"] });
    const { clauses, range: body } = this.SUBRULE(this.searchBody);
    return this.ACTION(() => ({
      kind: "search",
      range: this.rangeFrom(start),
      ...(documentation !== undefined && { documentation }),
      ...(name && { name }),
      clauses,
      ...(body && { body }),
    }));
  });

  private readonly searchBody: Rule<Braced<SearchClause>> = this.rule("searchBody", () => {
    const clauses: SearchClause[] = [];
    const open = this.SUBRULE(this.openBrace);
    if (open) this.endClause(searchClauseExpected);
    this.MANY({
      GATE: () => !this.atSpaceDeclaration(),
      DEF: () => {
        clauses.push(this.SUBRULE(this.searchClause));
        this.endClause(searchClauseExpected);
      },
    });
    const range = this.SUBRULE(this.closeBrace, { ARGS: [open, "the search", "\n}"] });
    return { clauses, ...(range && { range }) };
  });

  private readonly searchClause: Rule<SearchClause> = this.rule("searchClause", () =>
    this.OR<SearchClause>([
      { ALT: () => this.SUBRULE(this.spaceClause) },
      { ALT: () => this.SUBRULE(this.from) },
      { ALT: () => this.SUBRULE(this.objective) },
      { ALT: () => this.SUBRULE(this.subjectTo) },
      { ALT: () => this.SUBRULE(this.algorithm) },
      { ALT: () => this.SUBRULE(this.budget) },
      { ALT: () => this.SUBRULE(this.seed) },
      { ALT: () => this.SUBRULE(this.observe) },
      { ALT: () => this.SUBRULE(this.lock) },
    ]),
  );

  private readonly from: Rule<SearchClause> = this.rule("from", () => {
    const start = this.begin();
    this.CONSUME(t.From);
    const network = this.SUBRULE(this.name, { ARGS: ["the name of a network"] });
    return { kind: "from", range: this.rangeFrom(start), ...(network && { network }) };
  });

  private readonly objective: Rule<SearchClause> = this.rule("objective", () => {
    const start = this.begin();
    const kind = this.OR([
      { ALT: () => this.CONSUME(t.Maximize) && ("maximize" as const) },
      { ALT: () => this.CONSUME(t.Minimize) && ("minimize" as const) },
    ]);
    const metric = this.OPTION({
      GATE: () => !this.atNextClause(),
      DEF: () => this.SUBRULE(this.metric),
    });
    if (!metric) this.missing("a metric");
    return { kind, range: this.rangeFrom(start), ...(metric && { metric }) };
  });

  private readonly subjectTo: Rule<SearchClause> = this.rule("subjectTo", () => {
    const start = this.begin();
    this.CONSUME(t.Subject);
    const to = this.OPTION(() => this.CONSUME(t.To));
    if (!to) this.missing("`to`", " to");
    const conditions: Condition[] = [];
    const first = this.SUBRULE1(this.condition);
    if (first) conditions.push(first);
    this.MANY(() => {
      this.CONSUME(t.Comma);
      const next = this.SUBRULE2(this.condition);
      if (next) conditions.push(next);
    });
    return { kind: "subject-to", range: this.rangeFrom(start), conditions };
  });

  private readonly algorithm: Rule<SearchClause> = this.rule("algorithm", () => {
    const start = this.begin();
    this.CONSUME(t.Algorithm);
    const name = this.SUBRULE(this.name, { ARGS: ["the name of an algorithm"] });
    const settings = this.OPTION(() => this.SUBRULE(this.settings)) ?? [];
    return { kind: "algorithm", range: this.rangeFrom(start), ...(name && { name }), settings };
  });

  private readonly settings: Rule<Setting[]> = this.rule("settings", () => {
    const settings: Setting[] = [];
    this.CONSUME(t.LeftBrace);
    this.MANY({
      GATE: () => !this.atNextClause(),
      DEF: () => {
        settings.push(this.SUBRULE(this.setting));
      },
    });
    const atEnd = this.atClauseEnd();
    if (!atEnd) {
      this.missing("a setting such as `population 50`, or `}`");
      this.skip(() => this.atClauseEnd());
    }
    const close = this.OPTION(() => this.CONSUME(t.RightBrace));
    if (!close) this.unclosed("}", "the settings", " }");
    return settings;
  });

  private readonly setting: Rule<Setting> = this.rule("setting", () => {
    const name = nameOf(this.CONSUME1(t.NameToken));
    const value = this.OPTION<Optional<NumberLiteral | Name>>({
      GATE: () => this.atSettingValue(),
      DEF: () =>
        this.OR<NumberLiteral | Name>([
          { ALT: () => numberOf(this.CONSUME(t.NumberToken)) },
          { ALT: () => nameOf(this.CONSUME2(t.NameToken)) },
        ]),
    });
    if (!value) this.missing("a value");
    return {
      kind: "setting",
      range: this.rangeFrom(name.range.start),
      name,
      ...(value && { value }),
    };
  });

  /** A name is a value on the line of its setting, unless a number behind it makes it the next one. */
  private atSettingValue(): boolean {
    if (this.nextIs(t.NumberToken)) return true;
    return !this.onNewLine() && !this.nextIs(t.NumberToken, 2);
  }

  private readonly budget: Rule<SearchClause> = this.rule("budget", () => {
    const start = this.begin();
    this.CONSUME(t.Budget);
    const quantity = this.OPTION(() => this.SUBRULE(this.quantity));
    if (!quantity) this.missing("a budget such as `300 evaluations`");
    return { kind: "budget", range: this.rangeFrom(start), ...(quantity && { quantity }) };
  });

  private readonly seed: Rule<SearchClause> = this.rule("seed", () => {
    const start = this.begin();
    this.CONSUME(t.Seed);
    const seed = this.SUBRULE(this.number, { ARGS: ["a number"] });
    return { kind: "seed", range: this.rangeFrom(start), ...(seed && { seed }) };
  });

  private readonly observe: Rule<SearchClause> = this.rule("observe", () => {
    const start = this.begin();
    this.CONSUME(t.Observe);
    const first = this.SUBRULE1(this.name, { ARGS: ["`mean` or `seed` and its number"] });
    const seed = this.OPTION(() => this.CONSUME(t.NumberToken));
    const words = [first?.text, seed?.image].filter((word) => word !== undefined);
    return { kind: "observe", range: this.rangeFrom(start), words };
  });

  private readonly lock: Rule<SearchClause> = this.rule("lock", () => {
    const start = this.begin();
    this.CONSUME(t.Lock);
    const checksum = this.OPTION(() => this.CONSUME(t.Checksum).image.slice("sha256:".length));
    if (checksum === undefined) this.missing("a checksum such as `sha256:…`");
    return {
      kind: "lock",
      range: this.rangeFrom(start),
      ...(checksum !== undefined && { checksum }),
    };
  });

  // Requirements and constraints.

  private readonly condition: Rule<Optional<Condition>> = this.rule("condition", () => {
    const start = this.LA(1).startOffset;
    const before = this.OPTION1(() => this.SUBRULE(this.boundBefore));
    const metric = this.OPTION2({
      GATE: () => !this.atNextClause(),
      DEF: () => this.SUBRULE(this.metric),
    });
    if (!metric) this.missing("a metric such as `params`");
    const behind = this.OPTION3(() => this.SUBRULE(this.boundBehind));
    if (!before && !behind) this.missing("a comparison such as `<=`");
    const bounds = [before?.bound, behind?.bound].filter((bound) => bound !== undefined);
    if (!metric && bounds.length === 0) return undefined;
    const range = this.rangeFrom(start);
    return { kind: "condition", range, ...(metric && { metric }), bounds };
  });

  private readonly boundBefore: Rule<{ bound?: Bound }> = this.rule("boundBefore", () => {
    const limit = this.SUBRULE(this.quantity);
    const token = this.OPTION(() => this.CONSUME(t.Compare));
    if (token) return { bound: { comparison: mirrored(token.image), limit } };
    this.missing("a comparison such as `<=`");
    return {};
  });

  private readonly boundBehind: Rule<{ bound?: Bound }> = this.rule("boundBehind", () => {
    const token = this.CONSUME(t.Compare);
    const limit = this.OPTION(() => this.SUBRULE(this.quantity));
    if (limit) return { bound: { comparison: comparisonOf(token.image), limit } };
    this.missing("a value");
    return {};
  });

  private readonly metric: Rule<MetricUse> = this.rule("metric", () => {
    const name = nameOf(this.CONSUME1(t.NameToken));
    const device = this.OPTION1(() => {
      this.CONSUME(t.LeftParen);
      const quoted = this.OPTION2({
        GATE: () => !this.atNextClause(),
        DEF: () => nameOf(this.CONSUME2(t.NameToken)),
      });
      if (!quoted) this.missing("a device in quotes");
      this.SUBRULE(this.closeParen);
      return quoted;
    });
    const range = this.rangeFrom(name.range.start);
    return { kind: "metric", range, name, ...(device && { device }) };
  });

  private readonly quantity: Rule<Quantity> = this.rule("quantity", () => {
    const start = this.LA(1).startOffset;
    const value = Number(this.CONSUME(t.NumberToken).image);
    const unit = this.OPTION({
      GATE: () => this.atUnit(),
      DEF: () =>
        this.OR([
          { ALT: () => nameOf(this.CONSUME(t.Percent)) },
          { ALT: () => nameOf(this.CONSUME(t.Identifier)) },
        ]),
    });
    return { kind: "quantity", range: this.rangeFrom(start), value, ...(unit && { unit }) };
  });
}

/** What the rules make of a text. */
export interface Reading {
  readonly declarations: readonly Declaration[];
  readonly problems: ProblemList;
  readonly strayDocumentation: readonly IToken[];
}

/** One parser for all texts: building it costs more than a file does. */
let rules: BloxRules | undefined;

export function readDeclarations(text: string, lexed: t.Lexed): Reading {
  rules ??= new BloxRules();
  return rules.read(text, lexed);
}

function operationUse(name: Name): OperationUse {
  return { kind: "operation", range: name.range, name };
}

function reference(name: Name): Term {
  return { kind: "reference", range: name.range, name };
}

function comparisonOf(image: string): Comparison {
  return image === "<" || image === "<=" || image === ">" || image === ">=" ? image : "=";
}

/** The comparison with its sides exchanged. */
function mirrored(image: string): Comparison {
  const mirrors = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=" } as const;
  return mirrors[comparisonOf(image)];
}
