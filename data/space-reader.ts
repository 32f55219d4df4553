import type {
  Name,
  OperationDeclaration,
  Range,
  SpaceBodyClause,
  SpaceDeclaration,
  StageDefinition as StageSyntax,
} from "../grammar/syntax";
import { mostNetworks } from "./architecture";
import { blockCount, mostBlocks } from "./blocks";
import { costOfLayers, operationCosts, ShapeError, shapeText } from "./costs";
import { countText } from "./format";
import { isWhole, readLayers, readOut } from "./layer-reader";
import type { FlopsConvention, Layer, Shape, Space, StageDefinition } from "./space";
import type { SpaceProblem } from "./space-problem";
import { mostJoinedOperations, topologies } from "./topologies";

/**
 * The space that a declaration means, all of it: its clauses, and what it takes over from `base`.
 * Undefined where it is not complete or its shapes do not fit, and then the reason is among the problems
 * (or was a syntax error). The same text gives the same object.
 */
export function readSpace(
  declaration: SpaceDeclaration,
  base: Space | undefined,
  problems: SpaceProblem[],
): Space | undefined {
  const before = problems.length;
  const reader = new SpaceReader(declaration, base, problems);
  const space = reader.space();
  return space && problems.length === before ? interned(space, declaration, problems) : undefined;
}

/** Spaces by their content, those used last behind: costs and blocks are kept with the object. */
const spaces = new Map<string, Space>();
const mostSpaces = 64;

function interned(space: Space, declaration: SpaceDeclaration, problems: SpaceProblem[]) {
  const key = JSON.stringify(space);
  const known = spaces.get(key);
  if (!known && !fits(space, declaration, problems)) return undefined;
  spaces.delete(key);
  spaces.set(key, known ?? space);
  for (const oldest of spaces.keys()) {
    if (spaces.size <= mostSpaces) break;
    spaces.delete(oldest);
  }
  return known ?? space;
}

type Clause<Kind extends SpaceBodyClause["kind"]> = SpaceBodyClause & { readonly kind: Kind };

class SpaceReader {
  constructor(
    private readonly declaration: SpaceDeclaration,
    private readonly base: Space | undefined,
    private readonly problems: SpaceProblem[],
  ) {}

  space(): Space | undefined {
    const { declaration, base } = this;
    const name = declaration.name?.text;
    const input = this.input() ?? base?.input;
    const classes = this.classes() ?? base?.classes;
    const dataset = this.only("dataset")?.name?.text ?? base?.dataset;
    const flopsConvention = this.convention() ?? base?.flopsConvention ?? "macs";
    const operations = this.operations();
    const stem = this.layers("stem") ?? base?.stem ?? [];
    const stages = this.stages();
    const head = this.layers("head") ?? base?.head ?? [];
    if (name === undefined) return undefined;
    this.reportMissing({ input, classes, op: operations[0], stages: stages?.[0] });
    if (!input || classes === undefined || operations.length === 0 || !stages) return undefined;
    return {
      name,
      documentation: declaration.documentation ?? "",
      ...(dataset !== undefined && { dataset }),
      input,
      classes,
      flopsConvention,
      operations,
      stem,
      stages,
      head,
    };
  }

  private all<Kind extends SpaceBodyClause["kind"]>(kind: Kind): Clause<Kind>[] {
    const isOfKind = (clause: SpaceBodyClause): clause is Clause<Kind> => clause.kind === kind;
    return this.declaration.clauses.filter(isOfKind);
  }

  /** The clause of a kind that a space has once. */
  private only<Kind extends SpaceBodyClause["kind"]>(kind: Kind): Clause<Kind> | undefined {
    const [first, ...others] = this.all(kind);
    for (const { range } of others) {
      if (first)
        this.repeated(range, `\`${kind}\` is already given. A space has one.`, first.range);
    }
    return first;
  }

  private input(): Shape | undefined {
    const size = this.only("input")?.size;
    if (!size) return undefined;
    const [channels = 0, height = 0, width = 0] = size.sizes;
    if (size.sizes.length === 3 && size.sizes.every((each) => isWhole(each, 1, 65_536)))
      return { channels, height, width };
    this.wrong(
      size.range,
      "The input is channels × height × width, each from 1 to 65,536: `input 3 x 32 x 32`.",
    );
    return undefined;
  }

  private classes(): number | undefined {
    const count = this.only("classes")?.count;
    if (!count) return undefined;
    if (isWhole(count.value, 1, 1_000_000)) return count.value;
    this.wrong(count.range, "`classes` takes a whole number from 1 to 1,000,000.");
    return undefined;
  }

  private convention(): FlopsConvention | undefined {
    const convention = this.only("count")?.convention;
    if (!convention) return undefined;
    const { text, range } = convention;
    if (text === "ptflops" || text === "macs") return text;
    this.problems.push({
      code: "blox/wrong-clause",
      range,
      message: `FLOPs are counted as \`ptflops\` or as \`macs\`, not as \`${text}\`.`,
      unknown: { text, known: ["ptflops", "macs"] },
    });
    return undefined;
  }

  /** Those of the base, each replaced by one of the same name, then the new ones. */
  private operations(): Space["operations"] {
    const own = new Map<string, Space["operations"][number]>();
    const names = new Map<string, Name>();
    for (const { name, layers, documentation } of this.all("op")) {
      if (!name) continue;
      const earlier = names.get(name.text);
      if (earlier) {
        this.repeated(name.range, `There is already an operation \`${name.text}\`.`, earlier.range);
        continue;
      }
      names.set(name.text, name);
      own.set(name.text, {
        name: name.text,
        documentation: documentation ?? "",
        layers: layers ? readLayers(layers, this.problems) : [],
      });
    }
    const inherited = this.base?.operations ?? [];
    const replaced = inherited.map((operation) => own.get(operation.name) ?? operation);
    const added = [...own.values()].filter(
      ({ name }) => !inherited.some((one) => one.name === name),
    );
    return [...replaced, ...added];
  }

  private layers(kind: "stem" | "head"): readonly Layer[] | undefined {
    const clause = this.declaration.clauses.filter((each) => each.kind === kind);
    const [first, ...others] = clause;
    for (const { range } of others) {
      if (first)
        this.repeated(range, `\`${kind}\` is already given. A space has one.`, first.range);
    }
    return first && "layers" in first && first.layers
      ? readLayers(first.layers, this.problems)
      : undefined;
  }

  /** `stages N` makes so many alike; `stage K` says how that one is, where it differs. */
  private stages(): readonly StageDefinition[] | undefined {
    const alike = this.only("stages");
    const count = alike?.number;
    let stages: (StageDefinition | undefined)[] = [...(this.base?.stages ?? [])];
    if (alike && count) {
      if (!isWhole(count.value, 1, 64)) {
        this.wrong(count.range, "A space has from 1 to 64 stages.");
        return undefined;
      }
      const definition = this.stage(alike, undefined);
      if (!definition) return undefined;
      stages = Array.from({ length: count.value }, () => definition);
    }
    const seen = new Map<number, StageSyntax>();
    for (const clause of this.all("stage-definition")) {
      const { number, heading } = clause;
      if (!number) continue;
      const earlier = seen.get(number.value);
      if (earlier) {
        this.repeated(heading, `Stage ${number.value} is already described.`, earlier.heading);
        continue;
      }
      seen.set(number.value, clause);
      const most = alike || this.base ? stages.length : 64;
      if (!isWhole(number.value, 1, most)) {
        this.wrong(
          heading,
          `This space has stages 1 to ${most}; there is no stage ${number.value}.`,
        );
        continue;
      }
      const definition = this.stage(clause, stages[number.value - 1]);
      if (definition) stages[number.value - 1] = definition;
    }
    return this.withoutGaps(stages, seen);
  }

  private withoutGaps(
    stages: readonly (StageDefinition | undefined)[],
    written: ReadonlyMap<number, StageSyntax>,
  ): readonly StageDefinition[] | undefined {
    const all = Array.from(stages, (stage) => stage);
    const gap = all.indexOf(undefined);
    const last = written.get(all.length);
    if (gap === -1) return all.flatMap((stage) => stage ?? []);
    // A stage that is there but could not be read has its own error.
    if (last && !written.has(gap + 1))
      this.wrong(
        last.heading,
        `Stage ${gap + 1} is not described: stages are counted from 1 without gaps.`,
      );
    return undefined;
  }

  /** What is left out is as in `like`. */
  private stage(
    { clauses, heading }: StageSyntax,
    like: StageDefinition | undefined,
  ): StageDefinition | undefined {
    const seen = new Map<string, Range>();
    let block = like?.block;
    let first = like?.first;
    let reduction = like?.reduction ?? [];
    let isWrong = false;
    for (const clause of clauses) {
      const kind = clause.kind === "chain-of" ? "block-of" : clause.kind;
      const earlier = seen.get(kind);
      if (earlier) {
        this.repeated(clause.range, "This is already said of the stage.", earlier);
        continue;
      }
      seen.set(kind, clause.range);
      switch (clause.kind) {
        case "block-of":
        case "chain-of": {
          const rule = clause.kind === "block-of" ? this.joined(clause) : this.chain(clause);
          isWrong ||= !rule;
          block = rule ?? block;
          break;
        }
        case "first":
          first = this.first(clause.attributes, clause.range);
          isWrong ||= !first;
          break;
        case "reduce":
          if (clause.layers) reduction = readLayers(clause.layers, this.problems);
      }
    }
    if (isWrong) return undefined;
    if (!block) {
      this.problems.push({
        code: "blox/missing-clause",
        range: heading,
        message:
          "This does not say what a block may be: write `block of 1..2 ops` or `chain of 3 ops`.",
      });
      return undefined;
    }
    if (first && block.kind !== "chain") {
      this.wrong(
        seen.get("first") ?? heading,
        "`first` goes with `chain of … ops`: operations that are joined in other ways keep the shape. Change it in `reduce { … }`.",
      );
      return undefined;
    }
    return { block, ...(first && { first }), reduction };
  }

  private joined({
    fewest,
    most = fewest,
    range,
  }: {
    readonly fewest?: { readonly value: number };
    readonly most?: { readonly value: number };
    readonly range: Range;
  }) {
    // What is not written yet is a syntax error already.
    if (!fewest || !most) return undefined;
    const [from, to] = [fewest.value, most.value];
    if (isWhole(from, 1, mostJoinedOperations) && isWhole(to, from, mostJoinedOperations))
      return { kind: "joined", topologies: topologies(from, to) } as const;
    this.wrong(
      range,
      `A block joins from 1 to ${mostJoinedOperations} operations: \`block of 1..2 ops\`. For more, write \`chain of N ops\`.`,
    );
    return undefined;
  }

  private chain({
    length,
  }: {
    readonly length?: { readonly value: number; readonly range: Range };
  }) {
    if (!length) return undefined;
    if (isWhole(length.value, 1, 16)) return { kind: "chain", length: length.value } as const;
    this.wrong(
      length.range,
      "A chain has from 1 to 16 operations; a longer one can be split into stages.",
    );
    return undefined;
  }

  /** `first out 2c stride 2` */
  private first(
    attributes: Extract<StageSyntax["clauses"][number], { kind: "first" }>["attributes"],
    range: Range,
  ): StageDefinition["first"] {
    const out = attributes.find(({ name }) => name.text === "out");
    const stride = attributes.find(({ name }) => name.text === "stride")?.value;
    const strange = attributes.find(({ name }) => !["out", "stride"].includes(name.text));
    const { out: channels } = out ? readOut(out, this.problems) : { out: { timesInput: 1 } };
    const step = stride?.kind === "number" ? stride.value : stride ? Number.NaN : 1;
    const isChannels = typeof channels === "object" || typeof channels === "number";
    if (!strange && isChannels && isWhole(step, 1, 1024)) return { out: channels, stride: step };
    this.wrong(
      strange?.range ?? range,
      "`first` says what the first operation of the stage must give: `first out 2c stride 2`.",
    );
    return undefined;
  }

  private reportMissing(found: Readonly<Record<"input" | "classes" | "op" | "stages", unknown>>) {
    const examples = {
      input: "input 3 x 32 x 32",
      classes: "classes 10",
      op: "op conv { conv 3x3  bn  relu }",
      stages: "stages 3 { block of 1..2 ops }",
    };
    const written = new Set(this.declaration.clauses.map(({ kind }) => kind));
    const missing = (["input", "classes", "op", "stages"] as const).filter(
      (clause) =>
        found[clause] === undefined &&
        !written.has(clause) &&
        !(clause === "stages" && written.has("stage-definition")),
    );
    if (missing.length === 0) return;
    const { name, range } = this.declaration;
    this.problems.push({
      code: "blox/missing-clause",
      range: name?.range ?? range,
      message: `This space lacks ${missing.map((clause) => `\`${examples[clause]}\``).join(", ")}.`,
    });
  }

  private wrong(range: Range, message: string) {
    this.problems.push({ code: "blox/wrong-clause", range, message });
  }

  private repeated(range: Range, message: string, earlier: Range) {
    this.problems.push({
      code: "blox/repeated-clause",
      range,
      message,
      related: [{ range: earlier, message: "It is here" }],
    });
  }
}

/** Whether every part fits what enters it; what does not is said where it is written. */
function fits(space: Space, declaration: SpaceDeclaration, problems: SpaceProblem[]): boolean {
  return !tooManyBlocks(space, declaration, problems) && shapesFit(space, declaration, problems);
}

function tooManyBlocks(
  space: Space,
  declaration: SpaceDeclaration,
  problems: SpaceProblem[],
): boolean {
  const counts = space.stages.map((stage) => blockCount(space, stage));
  const full = counts.findIndex((count) => count > mostBlocks);
  const networks = counts.reduce((product, count) => product * count, 1);
  if (full === -1 && networks <= mostNetworks) return false;
  const message =
    full === -1
      ? `\`${space.name}\` would have ${countText(networks)} networks; at most ${countText(mostNetworks)} can be told apart. Take fewer operations, stages or positions.`
      : `Stage ${full + 1} would have ${countText(counts[full] ?? 0)} blocks; at most ${countText(mostBlocks)} are listed. Shorten its chain, or split it into stages.`;
  problems.push({
    code: "blox/too-many-blocks",
    range: rangeOfStage(declaration, full === -1 ? 0 : full),
    message,
  });
  return true;
}

function shapesFit(space: Space, declaration: SpaceDeclaration, problems: SpaceProblem[]): boolean {
  const before = problems.length;
  const report = (range: Range, where: string, error: unknown) => {
    if (!(error instanceof ShapeError)) throw error;
    problems.push({ code: "blox/shape-mismatch", range, message: `${where}: ${error.message}.` });
  };
  const attempt = <Result>(range: Range, where: string, run: () => Result): Result | undefined => {
    try {
      return run();
    } catch (error) {
      report(range, where, error);
      return undefined;
    }
  };
  let shape: Shape | undefined = attempt(
    rangeOfClause(declaration, "stem"),
    `In the stem, on ${shapeText(space.input)}`,
    () => costOfLayers(space.stem, space.input, space).output,
  );
  for (const [stage, { reduction, first }] of space.stages.entries()) {
    if (!shape) break;
    const input: Shape = shape;
    const where = `In stage ${stage + 1}, on ${shapeText(input)}`;
    for (const operation of space.operations) {
      const alone = { ...space, operations: [operation] };
      attempt(
        rangeOfOperation(declaration, operation.name) ?? rangeOfStage(declaration, stage),
        `\`${operation.name}\` does not fit. ${where}${first ? "" : ", it must keep the shape"}`,
        () => operationCosts(alone, stage, input),
      );
    }
    if (problems.length > before) break;
    const output = attempt(
      rangeOfStage(declaration, stage),
      `${where}, the operations do not fit together`,
      () => operationCosts(space, stage, input).output,
    );
    shape =
      output &&
      attempt(
        rangeOfStage(declaration, stage),
        `In the reduction of stage ${stage + 1}, on ${shapeText(output)}`,
        () => costOfLayers(reduction, output, space).output,
      );
  }
  if (shape) {
    const entering = shape;
    attempt(rangeOfClause(declaration, "head"), `In the head, on ${shapeText(entering)}`, () =>
      costOfLayers(space.head, entering, space),
    );
  }
  return problems.length === before;
}

function rangeOfClause({ clauses, name, range }: SpaceDeclaration, kind: "stem" | "head"): Range {
  const clause = clauses.find((each) => each.kind === kind);
  if (!clause) return name?.range ?? range;
  return { start: clause.range.start, end: clause.range.start + kind.length };
}

function rangeOfOperation({ clauses }: SpaceDeclaration, name: string): Range | undefined {
  const isIt = (clause: SpaceBodyClause): clause is OperationDeclaration =>
    clause.kind === "op" && clause.name?.text === name;
  return clauses.find(isIt)?.name?.range;
}

function rangeOfStage({ clauses, name, range }: SpaceDeclaration, stage: number): Range {
  const own = clauses.find(
    (clause) => clause.kind === "stage-definition" && clause.number?.value === stage + 1,
  );
  const found = own ?? clauses.find(({ kind }) => kind === "stages");
  return found && "heading" in found ? found.heading : (name?.range ?? range);
}
