import type { IToken } from "chevrotain";
import { keywords } from "./keywords";
import { channelsOf, nameOf, numberOf, sizeOf } from "./literals";
import type {
  ChannelsLiteral,
  LayerAttribute,
  LayerGroup,
  LayerList,
  LayerSyntax,
  LayerUse,
  Name,
  NumberLiteral,
  OperationDeclaration,
  SpaceBodyClause,
  SpaceDeclaration,
  StageDefinition,
  StageDefinitionClause,
} from "./syntax";
import { type Braced, type Optional, type Rule, TokenRules } from "./token-rules";
import * as t from "./tokens";

const spaceClauseExpected =
  "a clause of the space (`input`, `classes`, `dataset`, `count`, `op`, `stem`, `stages`, `stage` " +
  "or `head`) or `}`";
const stageClauseExpected =
  "a clause of the stage (`block of`, `chain of`, `first` or `reduce`) or `}`";

const groupWords = new Set<string>(keywords.layerGroups.map(({ word }) => word));
/** Words that are no value even behind `out`, because they begin the next layer. */
const layerWords = new Set<string>([...groupWords, ...keywords.layers.map(({ word }) => word)]);

/** The grammar of spaces: one rule a node of the tree. */
export abstract class SpaceRules extends TokenRules {
  /**
   * Whether a brace of this clause is missing. Those that follow then close the wrong layers, which
   * is no further mistake, so the clause reports nothing more.
   */
  private isUnbalanced = false;

  protected readonly space: Rule<SpaceDeclaration> = this.rule("space", () => {
    const documentation = this.documentationAbove();
    const start = this.begin();
    this.CONSUME(t.Space);
    this.place = "space";
    const name = this.SUBRULE1(this.name, { ARGS: ["a name"] });
    const base = this.OPTION(() => {
      this.CONSUME(t.Extends);
      return this.SUBRULE2(this.name, { ARGS: ["the name of a space"] });
    });
    const { clauses, range: body } = this.SUBRULE(this.spaceBody);
    return this.ACTION(() => ({
      kind: "space",
      range: this.rangeFrom(start),
      ...(documentation !== undefined && { documentation }),
      ...(name && { name }),
      ...(base && { base }),
      clauses,
      ...(body && { body }),
    }));
  });

  private readonly spaceBody: Rule<Braced<SpaceBodyClause>> = this.rule("spaceBody", () => {
    const clauses: SpaceBodyClause[] = [];
    const open = this.SUBRULE(this.openBrace);
    if (open) this.endClause(spaceClauseExpected);
    this.MANY(() => {
      this.isUnbalanced = false;
      clauses.push(this.SUBRULE(this.spaceBodyClause));
      this.endClause(spaceClauseExpected);
      this.strayBrace("space", () => this.nextIs(t.Stage, 2) || this.nextIs(t.SpaceWord, 2));
    });
    const range = this.SUBRULE(this.closeBrace, { ARGS: [open, "the space", "\n}"] });
    return { clauses, ...(range && { range }) };
  });

  private readonly spaceBodyClause: Rule<SpaceBodyClause> = this.rule("spaceBodyClause", () =>
    this.OR<SpaceBodyClause>([
      { ALT: () => this.SUBRULE(this.inputClause) },
      { ALT: () => this.SUBRULE(this.classesClause) },
      { ALT: () => this.SUBRULE(this.datasetClause) },
      { ALT: () => this.SUBRULE(this.countClause) },
      { ALT: () => this.SUBRULE(this.operationDeclaration) },
      { ALT: () => this.SUBRULE(this.stemOrHead) },
      { ALT: () => this.SUBRULE(this.stageDefinition) },
    ]),
  );

  private readonly inputClause: Rule<SpaceBodyClause> = this.rule("inputClause", () => {
    const start = this.begin();
    this.CONSUME(t.Input);
    const size = this.OPTION(() => sizeOf(this.CONSUME(t.Size)));
    if (!size) this.missing("a size such as `3 x 32 x 32`");
    return { kind: "input", range: this.rangeFrom(start), ...(size && { size }) };
  });

  private readonly classesClause: Rule<SpaceBodyClause> = this.rule("classesClause", () => {
    const start = this.begin();
    this.CONSUME(t.Classes);
    const count = this.SUBRULE(this.number, { ARGS: ["the number of classes"] });
    return { kind: "classes", range: this.rangeFrom(start), ...(count && { count }) };
  });

  private readonly datasetClause: Rule<SpaceBodyClause> = this.rule("datasetClause", () => {
    const start = this.begin();
    this.CONSUME(t.Dataset);
    const name = this.SUBRULE(this.name, { ARGS: ["the name of a data set"] });
    return { kind: "dataset", range: this.rangeFrom(start), ...(name && { name }) };
  });

  private readonly countClause: Rule<SpaceBodyClause> = this.rule("countClause", () => {
    const start = this.begin();
    this.CONSUME(t.Count);
    const flops = this.OPTION1(() => this.CONSUME(t.Flops));
    if (!flops) this.missing("`flops`", " flops");
    const as = this.OPTION2(() => this.CONSUME(t.As));
    if (!as) this.missing("`as`", " as");
    const convention = this.SUBRULE(this.name, { ARGS: ["`ptflops` or `macs`"] });
    return { kind: "count", range: this.rangeFrom(start), ...(convention && { convention }) };
  });

  private readonly operationDeclaration: Rule<OperationDeclaration> = this.rule(
    "operationDeclaration",
    () => {
      const documentation = this.documentationAbove();
      const start = this.begin();
      this.CONSUME(t.Op);
      const name = this.SUBRULE(this.name, { ARGS: ["the name of an operation"] });
      const layers = this.SUBRULE(this.layerList, { ARGS: ["the operation"] });
      return this.ACTION(() => ({
        kind: "op",
        range: this.rangeFrom(start),
        ...(documentation !== undefined && { documentation }),
        ...(name && { name }),
        ...(layers && { layers }),
      }));
    },
  );

  private readonly stemOrHead: Rule<SpaceBodyClause> = this.rule("stemOrHead", () => {
    const start = this.begin();
    const kind = this.OR([
      { ALT: () => this.CONSUME(t.Stem) && ("stem" as const) },
      { ALT: () => this.CONSUME(t.Head) && ("head" as const) },
    ]);
    const layers = this.SUBRULE(this.layerList, { ARGS: [`the ${kind}`] });
    return { kind, range: this.rangeFrom(start), ...(layers && { layers }) };
  });

  // Stages.

  private readonly stageDefinition: Rule<StageDefinition> = this.rule("stageDefinition", () => {
    const start = this.begin();
    const { kind, expected } = this.OR([
      {
        ALT: () => {
          this.CONSUME(t.Stages);
          return { kind: "stages" as const, expected: "how many stages there are" };
        },
      },
      {
        ALT: () => {
          this.CONSUME(t.Stage);
          return { kind: "stage-definition" as const, expected: "the number of the stage" };
        },
      },
    ]);
    const number = this.SUBRULE(this.number, { ARGS: [expected] });
    const heading = this.rangeFrom(start);
    const { clauses, range: body } = this.SUBRULE(this.stageDefinitionBody);
    return this.ACTION(() => ({
      kind,
      range: this.rangeFrom(start),
      heading,
      ...(number && { number }),
      clauses,
      ...(body && { body }),
    }));
  });

  private readonly stageDefinitionBody: Rule<Braced<StageDefinitionClause>> = this.rule(
    "stageDefinitionBody",
    () => {
      const clauses: StageDefinitionClause[] = [];
      const outer = this.enter("stage-definition");
      const open = this.SUBRULE(this.openBrace);
      if (open) this.endClause(stageClauseExpected);
      this.MANY({
        GATE: () => !this.atDeclaredBlock(),
        DEF: () => {
          if (!this.isUnbalanced) this.resume();
          clauses.push(this.SUBRULE(this.stageDefinitionClause));
          this.endClause(stageClauseExpected);
          this.strayBrace("stage", () => this.atClauseOfStage(2));
        },
      });
      const range = this.SUBRULE(this.closeBrace, { ARGS: [open, "the stage", "\n}"] });
      this.place = outer;
      return { clauses, ...(range && { range }) };
    },
  );

  private readonly stageDefinitionClause: Rule<StageDefinitionClause> = this.rule(
    "stageDefinitionClause",
    () =>
      this.OR<StageDefinitionClause>([
        { ALT: () => this.SUBRULE(this.blockOf) },
        { ALT: () => this.SUBRULE(this.chainOf) },
        { ALT: () => this.SUBRULE(this.firstClause) },
        { ALT: () => this.SUBRULE(this.reduceClause) },
      ]),
  );

  private readonly blockOf: Rule<StageDefinitionClause> = this.rule("blockOf", () => {
    const start = this.LA(1).startOffset;
    this.CONSUME(t.Block);
    this.SUBRULE(this.ofWord);
    const fewest = this.SUBRULE1(this.number, { ARGS: ["a number of operations"] });
    const most = this.OPTION(() => {
      this.CONSUME(t.DotDot);
      return this.SUBRULE2(this.number, { ARGS: ["the largest number of operations"] });
    });
    this.SUBRULE(this.opsWord);
    const range = this.rangeFrom(start);
    return { kind: "block-of", range, ...(fewest && { fewest }), ...(most && { most }) };
  });

  private readonly chainOf: Rule<StageDefinitionClause> = this.rule("chainOf", () => {
    const start = this.LA(1).startOffset;
    this.CONSUME(t.ChainWord);
    this.SUBRULE(this.ofWord);
    const length = this.SUBRULE(this.number, { ARGS: ["a number of operations"] });
    this.SUBRULE(this.opsWord);
    return { kind: "chain-of", range: this.rangeFrom(start), ...(length && { length }) };
  });

  private readonly ofWord: Rule<void> = this.rule("ofWord", () => {
    const of = this.OPTION(() => this.CONSUME(t.Of));
    if (!of) this.missing("`of`", " of");
  });

  private readonly opsWord: Rule<void> = this.rule("opsWord", () => {
    const ops = this.OPTION(() => this.CONSUME(t.Ops));
    if (!ops) this.missing("`ops`", " ops");
  });

  private readonly firstClause: Rule<StageDefinitionClause> = this.rule("firstClause", () => {
    const start = this.LA(1).startOffset;
    this.CONSUME(t.First);
    const attributes = this.SUBRULE(this.attributes);
    if (attributes.length === 0) this.missing("an attribute such as `out 2c`");
    return { kind: "first", range: this.rangeFrom(start), attributes };
  });

  private readonly reduceClause: Rule<StageDefinitionClause> = this.rule("reduceClause", () => {
    const start = this.LA(1).startOffset;
    this.CONSUME(t.Reduce);
    const layers = this.SUBRULE(this.layerList, { ARGS: ["the reduction"] });
    return { kind: "reduce", range: this.rangeFrom(start), ...(layers && { layers }) };
  });

  private atClauseOfStage(ahead: number): boolean {
    if (this.nextIs(t.Block, ahead)) return this.nextIs(t.Of, ahead + 1);
    return this.nextIs(t.StageWord, ahead);
  }

  /** `block NAME(`, which is a declaration wherever it stands. */
  private atDeclaredBlock(): boolean {
    return this.nextIs(t.Block) && this.nextIs(t.LeftParen, 3);
  }

  // Layers.

  /** Layers in braces. Without `{` and layers behind it there is none. */
  private readonly layerList: Rule<Optional<LayerList>, [string]> = this.rule(
    "layerList",
    (what: string) => {
      const open = this.OPTION(() => this.CONSUME(t.LeftBrace));
      return this.SUBRULE(this.restOfLayers, { ARGS: [what, open] });
    },
  );

  private readonly furtherLayers: Rule<Optional<LayerList>, [string]> = this.rule(
    "furtherLayers",
    (what: string) => {
      const open = this.CONSUME(t.LeftBrace);
      return this.SUBRULE(this.restOfLayers, { ARGS: [what, open] });
    },
  );

  private readonly restOfLayers: Rule<Optional<LayerList>, [string, Optional<IToken>]> = this.rule(
    "restOfLayers",
    (what: string, open: Optional<IToken>) => {
      const outer = this.enter("layers");
      const start = open?.startOffset ?? this.LA(1).startOffset;
      const read = this.nested(() => this.SUBRULE(this.layers, { ARGS: [what, open] }));
      // Too deep: what is in these braces is passed over.
      if (!read) this.skip(() => this.atClauseEnd());
      const layers = read ?? [];
      const isThere = open !== undefined || layers.length > 0;
      const close = this.OPTION({
        GATE: () => isThere,
        DEF: () => this.CONSUME(t.RightBrace),
      });
      if (isThere && !close) {
        this.unclosed("}", `the layers of ${what}`, " }");
        this.isUnbalanced = true;
      }
      this.place = outer;
      if (!isThere) return undefined;
      return { kind: "layers", range: this.rangeFrom(start), layers };
    },
  );

  private readonly layers: Rule<LayerSyntax[], [string, Optional<IToken>]> = this.rule(
    "layers",
    (what: string, open: Optional<IToken>) => {
      const layers: LayerSyntax[] = [];
      if (open) this.skipToLayer(what);
      else {
        this.missing("`{` and layers", this.atLayer() ? " {" : undefined);
        this.isUnbalanced = true;
      }
      this.MANY({
        GATE: () => this.atLayer(),
        DEF: () => {
          if (!this.isUnbalanced && this.onNewLine()) this.resume();
          layers.push(this.SUBRULE(this.layer));
          this.skipToLayer(what);
        },
      });
      return layers;
    },
  );

  /** Reports and skips what begins no layer. */
  private skipToLayer(what: string): void {
    const atEnd = () => this.atLayer() || this.atClauseEnd();
    // The next layers of a sum: those before it were not closed.
    if (atEnd() || (what === "`sum`" && this.nextIs(t.LeftBrace))) return;
    if (this.nextIs(t.LeftBrace)) this.isUnbalanced = true;
    this.skipLeftOver("a layer or `}`", atEnd);
  }

  private atLayer(): boolean {
    return this.nextIs(t.NameToken) && !this.nextIs(t.AttributeWord) && !this.atNextClause();
  }

  private readonly layer: Rule<LayerSyntax> = this.rule("layer", () =>
    this.OR<LayerSyntax>({
      DEF: [
        { GATE: () => this.atGroup(), ALT: () => this.SUBRULE(this.layerGroup) },
        { ALT: () => this.SUBRULE(this.layerUse) },
      ],
      // The gate tells them apart.
      IGNORE_AMBIGUITIES: true,
    }),
  );

  /** A word that groups layers; another word, if braces follow, for the model to say what is wrong. */
  private atGroup(): boolean {
    if (groupWords.has(this.LA(1).image)) return true;
    return this.nextIs(t.LeftBrace, this.nextIs(t.NumberToken, 2) ? 3 : 2);
  }

  private readonly layerGroup: Rule<LayerGroup> = this.rule("layerGroup", () => {
    const name = nameOf(this.CONSUME(t.NameToken));
    const isKnown = groupWords.has(name.text);
    const times = this.OPTION({
      GATE: () => name.text === "repeat" || !isKnown,
      DEF: () => numberOf(this.CONSUME(t.NumberToken)),
    });
    if (!times && name.text === "repeat") this.missing("how often the layers are repeated");
    const bodies: LayerList[] = [];
    const what = `\`${name.text}\``;
    const first = this.SUBRULE(this.layerList, { ARGS: [what] });
    if (first) bodies.push(first);
    this.MANY({
      GATE: () => name.text === "sum" || !isKnown,
      DEF: () => {
        const next = this.SUBRULE(this.furtherLayers, { ARGS: [what] });
        if (next) bodies.push(next);
      },
    });
    return this.ACTION(() => ({
      kind: "group",
      range: this.rangeFrom(name.range.start),
      name,
      ...(times && { times }),
      bodies,
    }));
  });

  private readonly layerUse: Rule<LayerUse> = this.rule("layerUse", () => {
    const name = nameOf(this.CONSUME(t.NameToken));
    const kernel = this.OPTION(() => sizeOf(this.CONSUME(t.Size)));
    const attributes = this.SUBRULE(this.attributes);
    return this.ACTION(() => ({
      kind: "layer",
      range: this.rangeFrom(name.range.start),
      name,
      ...(kernel && { kernel }),
      attributes,
    }));
  });

  private readonly attributes: Rule<LayerAttribute[]> = this.rule("attributes", () => {
    const attributes: LayerAttribute[] = [];
    this.MANY(() => {
      attributes.push(this.SUBRULE(this.attribute));
    });
    return attributes;
  });

  private readonly attribute: Rule<LayerAttribute> = this.rule("attribute", () =>
    this.OR<LayerAttribute>([
      { ALT: () => this.SUBRULE(this.outAttribute) },
      { ALT: () => this.SUBRULE(this.strideAttribute) },
      { ALT: () => this.attributeOf(this.CONSUME(t.Valid)) },
      { ALT: () => this.attributeOf(this.CONSUME(t.NoBias)) },
    ]),
  );

  private readonly outAttribute: Rule<LayerAttribute> = this.rule("outAttribute", () => {
    const word = this.CONSUME(t.Out);
    const value = this.OPTION<Optional<LayerAttribute["value"]>>({
      GATE: () => this.atAttributeValue(),
      DEF: () =>
        this.OR<NumberLiteral | ChannelsLiteral | Name>([
          { ALT: () => numberOf(this.CONSUME(t.NumberToken)) },
          { ALT: () => channelsOf(this.CONSUME(t.Channels)) },
          { ALT: () => nameOf(this.CONSUME(t.NameToken)) },
        ]),
    });
    if (!value) this.missing("a number of channels such as `32`, `2c` or `c`");
    return this.attributeOf(word, value);
  });

  private readonly strideAttribute: Rule<LayerAttribute> = this.rule("strideAttribute", () => {
    const word = this.CONSUME(t.Stride);
    const value = this.OPTION<Optional<LayerAttribute["value"]>>({
      GATE: () => this.atAttributeValue(),
      DEF: () =>
        this.OR<NumberLiteral | Name>([
          { ALT: () => numberOf(this.CONSUME(t.NumberToken)) },
          { ALT: () => nameOf(this.CONSUME(t.NameToken)) },
        ]),
    });
    if (!value) this.missing("a number or `s`");
    return this.attributeOf(word, value);
  });

  /** A name is a value on the line of its attribute, unless it begins the next layer. */
  private atAttributeValue(): boolean {
    if (!this.nextIs(t.NameToken)) return true;
    if (this.onNewLine() || this.nextIs(t.AttributeWord)) return false;
    return !layerWords.has(this.LA(1).image) && !this.nextIs(t.LeftBrace, 2);
  }

  /** The attribute whose last token has just been read. */
  private attributeOf(word: IToken, value?: LayerAttribute["value"]): LayerAttribute {
    const range = this.rangeFrom(word.startOffset);
    return { kind: "attribute", range, name: nameOf(word), ...(value && { value }) };
  }
}
