import type { Space } from "../../data/space";
import { printCondition } from "../../grammar/printer";
import type { Range, SearchClause, SearchDeclaration, SourceFile } from "../../grammar/syntax";
import type { Algorithm } from "../searches/algorithm";
import { algorithms, findAlgorithm } from "../searches/algorithms";
import { metricText } from "../searches/constraints";
import { grouped } from "../searches/grouped";
import { parseObservation } from "../searches/observation";
import { presetAlgorithm } from "../searches/preset-algorithm";
import { largestSeed } from "../searches/random-source";
import { removal } from "./edits";
import type { KnownNetworks } from "./known-networks";
import { defaultSpace, type KnownSpaces, namedSpace } from "./known-spaces";
import type { NetworkModel } from "./network-model";
import type { Problem } from "./problem";
import { clauseInsertion } from "./search-edits";
import type {
  DeclaredBudget,
  DeclaredCondition,
  DeclaredObjective,
  DeclaredObservation,
  SearchModel,
} from "./search-model";
import { readSettings } from "./search-settings";
import { didYouMean, listed } from "./spelling";
import { blockReplacement } from "./stage-edits";

/** What the searches of a file mean; what is wrong with them is added to the problems. */
export function readSearches(
  file: SourceFile,
  networks: KnownNetworks,
  spaces: KnownSpaces,
  text: string,
  problems: Problem[],
): SearchModel[] {
  const declarations = file.declarations.filter((declaration) => declaration.kind === "search");
  reportRepeatedSearches(declarations, problems);
  return declarations.map((declaration) => {
    const isBeingTyped = file.errors.some(({ range }) => isWithin(range, declaration.range));
    return readSearch(declaration, { networks, spaces, text, problems, isBeingTyped });
  });
}

interface Context {
  readonly networks: KnownNetworks;
  readonly spaces: KnownSpaces;
  readonly text: string;
  readonly problems: Problem[];
  /** With a syntax error in it, a search is not yet short of anything. */
  readonly isBeingTyped: boolean;
}

function readSearch(declaration: SearchDeclaration, context: Context): SearchModel {
  reportRepeatedClauses(declaration, context);
  const network = readFrom(declaration, context);
  const named = clauseOf(declaration, "algorithm");
  const objectives = readObjectives(declaration, context);
  const algorithm = readAlgorithm(declaration, objectives.length, context);
  const lock = clauseOf(declaration, "lock");
  return {
    declaration,
    name: declaration.name?.text ?? "",
    space: readSpace(declaration, network, context),
    network,
    choices: network?.choices,
    objectives,
    conditions: readConditions(declaration, network),
    algorithm,
    settings: algorithm && named ? readSettings(algorithm, named.settings, context) : {},
    budget: readBudget(declaration, context),
    seed: readSeed(declaration, context),
    observed: readObserve(declaration, context),
    lock:
      lock?.checksum === undefined
        ? undefined
        : { range: lock.range, checksum: `sha256:${lock.checksum}` },
  };
}

type ClauseOf<Kind extends SearchClause["kind"]> = Extract<SearchClause, { kind: Kind }>;

/** The first clause of a kind; a search has one of most kinds. */
export function clauseOf<Kind extends SearchClause["kind"]>(
  { clauses }: SearchDeclaration,
  kind: Kind,
): ClauseOf<Kind> | undefined {
  return clauses.find((clause): clause is ClauseOf<Kind> => clause.kind === kind);
}

/** Clauses that a search has once, as they are written. */
const singleClauses: ReadonlyMap<SearchClause["kind"], string> = new Map([
  ["from", "from"],
  ["space-clause", "space"],
  ["algorithm", "algorithm"],
  ["budget", "budget"],
  ["seed", "seed"],
  ["observe", "observe"],
  ["lock", "lock"],
]);

function reportRepeatedClauses({ clauses }: SearchDeclaration, { text, problems }: Context) {
  for (const [place, { kind, range }] of clauses.entries()) {
    const word = singleClauses.get(kind);
    const first = clauses.find((other) => other.kind === kind);
    if (word === undefined || !first || clauses.indexOf(first) === place) continue;
    problems.push(repeated(`\`${word}\` stands in a search once.`, range, first.range, text));
  }
}

function repeated(message: string, range: Range, first: Range, text: string): Problem {
  return {
    code: "blox/repeated-clause",
    severity: "error",
    range,
    message: `${message} Remove one of the two.`,
    related: [{ range: first, message: "The first one is here" }],
    fixes: [{ title: "Remove this one", edits: [removal(text, range)] }],
  };
}

function reportRepeatedSearches(declarations: readonly SearchDeclaration[], problems: Problem[]) {
  const first = new Map<string, Range>();
  for (const { name } of declarations) {
    const earlier = name && first.get(name.text);
    if (name && !earlier) first.set(name.text, name.range);
    if (!name || !earlier) continue;
    problems.push({
      code: "blox/repeated-search",
      severity: "error",
      range: name.range,
      message: `There is already a search \`${name.text}\` in this file. Give this one another name.`,
      related: [{ range: earlier, message: `\`${name.text}\` is declared here` }],
    });
  }
}

function readFrom(
  declaration: SearchDeclaration,
  { networks, problems }: Context,
): NetworkModel | undefined {
  const name = clauseOf(declaration, "from")?.network;
  if (!name) return undefined;
  const network = networks.named(name.text);
  if (!network) {
    // It may be declared in a file that is missing, which is a problem of its own, or not read yet.
    if (!networks.isWhole) return undefined;
    const known = networks.names;
    const { question, fixes } = didYouMean(name, known);
    const others = known.length === 0 ? "There is none." : `There are ${listed(known)}.`;
    problems.push({
      code: "blox/unknown-network",
      severity: "error",
      range: name.range,
      message: `There is no network \`${name.text}\`, here or imported.${question} ${others}`,
      fixes,
    });
    return undefined;
  }
  // A space that is not written right yet may have no stages.
  if (network.choices?.[0] && network.choices.every((blocks) => blocks.length === 1)) {
    problems.push({
      code: "blox/no-holes",
      severity: "information",
      range: name.range,
      message: `\`${name.text}\` has no holes, so there is one network to choose from: itself. Write \`?\` for each block that the search may change.`,
      // An edit is of this file alone.
      fixes: network.importedFrom
        ? []
        : [
            {
              title: `Make every stage of ${name.text} a hole`,
              edits: network.stages.map(({ declaration }) => blockReplacement(declaration, "?")),
            },
          ],
    });
  }
  return network;
}

function readSpace(
  declaration: SearchDeclaration,
  network: NetworkModel | undefined,
  { spaces, text, problems }: Context,
): Space | undefined {
  const clause = clauseOf(declaration, "space-clause");
  const named = clause?.name && namedSpace(clause.name, spaces, problems);
  if (!clauseOf(declaration, "from")) return clause ? named : defaultSpace;
  if (clause && named && network?.space && named !== network.space) {
    problems.push({
      code: "blox/wrong-search",
      severity: "error",
      range: clause.range,
      message: `\`${network.name}\` lives in the space \`${network.space.name}\`, and so does a search from it. Leave \`space\` out.`,
      fixes: [
        { title: "Remove this space", edits: [removal(text, clause.range)], isPreferred: true },
      ],
    });
  }
  return network?.space;
}

function readObjectives(
  declaration: SearchDeclaration,
  { text, problems, isBeingTyped }: Context,
): DeclaredObjective[] {
  const clauses = declaration.clauses.flatMap((clause) =>
    clause.kind === "maximize" || clause.kind === "minimize" ? [clause] : [],
  );
  if (clauses.length === 0 && !isBeingTyped) {
    const objective = "maximize accuracy";
    const edit = clauseInsertion(declaration, objective, text);
    problems.push({
      code: "blox/wrong-search",
      severity: "error",
      range: declaration.name?.range ?? declaration.range,
      message:
        "This search has no objective. Say what to look for with `maximize` or `minimize` and a metric.",
      ...(edit && { fixes: [{ title: `Add ${objective}`, edits: [edit] }] }),
    });
  }
  const first = new Map<string, Range>();
  return clauses.flatMap(({ kind: direction, metric, range }) => {
    if (!metric) return [];
    const name = metricText(metric);
    const earlier = first.get(name);
    if (!earlier) {
      first.set(name, range);
      return [{ direction, metric }];
    }
    problems.push(repeated(`\`${name}\` is an objective already.`, range, earlier, text));
    return [];
  });
}

/** What is not written yet is a syntax error already, and left out here. */
function readConditions(
  declaration: SearchDeclaration,
  network: NetworkModel | undefined,
): DeclaredCondition[] {
  const from = clauseOf(declaration, "from")?.network?.range ?? declaration.range;
  const required = (network?.declaration.requirements ?? []).flatMap(({ condition }) =>
    condition ? [{ condition, range: from, isOfNetwork: true }] : [],
  );
  const own = declaration.clauses.flatMap((clause) =>
    clause.kind === "subject-to"
      ? clause.conditions.map((condition) => ({
          condition,
          range: condition.range,
          isOfNetwork: false,
        }))
      : [],
  );
  return [...required, ...own]
    .filter(({ condition }) => condition.metric && condition.bounds.length > 0)
    .map((declared) => ({ ...declared, text: printCondition(declared.condition) }));
}

function readAlgorithm(
  declaration: SearchDeclaration,
  objectives: number,
  { problems }: Context,
): Algorithm | undefined {
  const clause = clauseOf(declaration, "algorithm");
  if (!clause) return presetAlgorithm(objectives);
  if (!clause.name) return undefined;
  const algorithm = findAlgorithm(clause.name.text);
  if (algorithm) return algorithm;
  const known = algorithms.map(({ name }) => name);
  const { question, fixes } = didYouMean(clause.name, known);
  problems.push({
    code: "blox/unknown-algorithm",
    severity: "error",
    range: clause.name.range,
    message: `There is no algorithm \`${clause.name.text}\`.${question} Known are ${listed(known)}.`,
    fixes:
      fixes.length > 0
        ? fixes
        : known.map((name) => ({
            title: `Change to ${name}`,
            edits: [{ range: clause.name?.range ?? clause.range, newText: name }],
          })),
  });
  return undefined;
}

const evaluationUnits = ["evaluations", "evaluation"];
const hourUnits = ["gpu-hours", "gpu-hour"];

function readBudget(
  declaration: SearchDeclaration,
  { problems }: Context,
): DeclaredBudget | undefined {
  const quantity = clauseOf(declaration, "budget")?.quantity;
  if (!quantity) return undefined;
  const { value, unit, range } = quantity;
  const wrong = (message: string, newText: string): undefined => {
    const fixes = [{ title: `Change to ${newText}`, edits: [{ range, newText }] }];
    problems.push({ code: "blox/wrong-search", severity: "error", range, message, fixes });
  };
  const whole = Math.max(1, Math.round(value));
  if (unit && hourUnits.includes(unit.text))
    return value > 0
      ? { range, gpuHours: value }
      : wrong("The budget must be more than 0 gpu-hours.", "1 gpu-hours");
  if (!unit || !evaluationUnits.includes(unit.text)) {
    const found = unit ? `\`${unit.text}\` is no unit of a budget.` : "The budget needs a unit.";
    return wrong(
      `${found} Write \`${whole} evaluations\` or \`${value} gpu-hours\`.`,
      `${whole} evaluations`,
    );
  }
  if (Number.isSafeInteger(value) && value >= 1) return { range, evaluations: value };
  return wrong(
    `The budget must be a whole number of evaluations, 1 at least; it is ${value}.`,
    `${whole} evaluations`,
  );
}

function readSeed(declaration: SearchDeclaration, { problems }: Context): number {
  const seed = clauseOf(declaration, "seed")?.seed;
  if (!seed) return 0;
  const { value, range } = seed;
  if (Number.isInteger(value) && value >= 0 && value <= largestSeed) return value;
  const nearest = Math.min(largestSeed, Math.round(value));
  problems.push({
    code: "blox/wrong-search",
    severity: "error",
    range,
    message: `The seed must be a whole number from 0 to ${grouped(largestSeed)}; it is ${value}.`,
    fixes: [{ title: `Change to ${nearest}`, edits: [{ range, newText: `${nearest}` }] }],
  });
  return 0;
}

/** Whether there are trainings with such a seed is for the benchmark to say. */
function readObserve(
  declaration: SearchDeclaration,
  { problems }: Context,
): DeclaredObservation | undefined {
  const clause = clauseOf(declaration, "observe");
  if (!clause || clause.words.length === 0) return undefined;
  const { range } = clause;
  const observation = parseObservation(clause.words.join(" "));
  if (observation) return { range, observation };
  problems.push({
    code: "blox/wrong-search",
    severity: "error",
    range,
    message:
      "A search observes the `mean` of a network's trainings, or one of them: write `observe mean` or `observe seed 2`.",
    fixes: [{ title: "Change to observe mean", edits: [{ range, newText: "observe mean" }] }],
  });
  return undefined;
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
