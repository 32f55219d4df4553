import type { Mismatch } from "../../data/block-graph";
import { blocksOf, simplestBlock } from "../../data/blocks";
import type { Space } from "../../data/space";
import type { NetworkDeclaration, Range, SourceFile, Stage } from "../../grammar/syntax";
import type { Scope } from "./block-meaning";
import { blocksIn } from "./block-set";
import { isDoubtful } from "./doubtful-fixes";
import { removal } from "./edits";
import { defaultSpace, type KnownSpaces, namedSpace } from "./known-spaces";
import type { NetworkModel, StageModel } from "./network-model";
import type { Fix, Problem } from "./problem";
import { listed } from "./spelling";
import { blockReplacement, stageInsertion } from "./stage-edits";

/** What a network means in its space; what is wrong with it is added to the problems. */
export function readNetwork(
  declaration: NetworkDeclaration,
  file: SourceFile,
  { blocks, spaces }: { readonly blocks: Scope["blocks"]; readonly spaces: KnownSpaces },
  text: string,
  problems: Problem[],
): NetworkModel {
  const space = readSpace(declaration, spaces, text, problems);
  const name = declaration.name?.text ?? "";
  if (!space) {
    const stages = declaration.stages.map((stage) => unread(stage));
    return { declaration, name, space, stages, architecture: undefined, choices: undefined };
  }

  const numbers = stageNumbers(declaration, space, text, problems);
  const stages = declaration.stages.map(
    (stage, place): StageModel => ({
      declaration: stage,
      number: numbers[place],
      ...readBlock(stage, numbers[place], { space, blocks, text, errors: file.errors }, problems),
    }),
  );
  const broken = file.errors.some(({ range }) => isWithin(range, declaration.range));
  // A network that is still being typed is not yet short of stages.
  if (!broken) {
    const isSure = !isDoubtful(declaration.range, file.errors, text);
    reportMissingStages(declaration, space, numbers, text, isSure, problems);
  }
  const choices = choicesOf(stages, space);
  const single = choices?.flatMap((blocks) => (blocks.length === 1 ? blocks : []));
  const architecture = single?.length === space.stages.length ? single : undefined;
  return { declaration, name, space, stages, architecture, choices };
}

function unread(declaration: Stage): StageModel {
  return {
    declaration,
    number: declaration.number?.value,
    candidates: [],
    block: undefined,
  };
}

function choicesOf(stages: readonly StageModel[], space: Space): number[][] | undefined {
  const candidates = new Map(stages.map(({ number, candidates }) => [number, candidates]));
  const choices: number[][] = [];
  for (let number = 1; number <= space.stages.length; number++) {
    const blocks = candidates.get(number) ?? [];
    if (blocks.length === 0) return undefined;
    choices.push(blocks.map(({ index }) => index));
  }
  return choices;
}

function readSpace(
  declaration: NetworkDeclaration,
  spaces: KnownSpaces,
  text: string,
  problems: Problem[],
): Space | undefined {
  const [first, ...others] = declaration.spaces;
  for (const { range, name } of others) {
    problems.push({
      code: "blox/repeated-space",
      severity: "error",
      range,
      message: "A network lives in one space. Remove one of the two.",
      ...(first && { related: [{ range: first.range, message: "The space is named here" }] }),
      fixes: [
        {
          title: "Remove this space",
          edits: [removal(text, range)],
          isPreferred: name !== undefined && name.text === first?.name?.text,
        },
      ],
    });
  }
  if (!first) return defaultSpace;
  return first.name && namedSpace(first.name, spaces, problems);
}

/** The number of each stage as written, undefined for one that is surplus or comes again. */
function stageNumbers(
  { stages }: NetworkDeclaration,
  space: Space,
  text: string,
  problems: Problem[],
): (number | undefined)[] {
  const first = new Map<number, Stage>();
  return stages.map((stage) => {
    if (!stage.number) return undefined;
    const { value } = stage.number;
    const fixes = misplacedStageFixes(stages, stage, space, text);
    if (!Number.isInteger(value) || value < 1 || value > space.stages.length) {
      problems.push({
        code: "blox/surplus-stage",
        severity: "error",
        range: stage.heading,
        message: `\`${space.name}\` has ${space.stages.length} stages, 1 to ${space.stages.length}; there is no stage ${value}.`,
        fixes,
      });
      return undefined;
    }
    const earlier = first.get(value);
    if (!earlier) {
      first.set(value, stage);
      return value;
    }
    problems.push({
      code: "blox/repeated-stage",
      severity: "error",
      range: stage.heading,
      message: `Stage ${value} is already there. Each stage is written once.`,
      related: [{ range: earlier.heading, message: `Stage ${value} is here` }],
      fixes,
    });
    return undefined;
  });
}

/** A stage too many takes the number of one that is missing, or goes. */
function misplacedStageFixes(
  stages: readonly Stage[],
  { number, range }: Stage,
  space: Space,
  text: string,
): Fix[] {
  if (!number) return [];
  const written = stages.map((stage) => stage.number?.value);
  const missing = missingNumbers(written, space);
  if (missing.length === 0) {
    return [{ title: `Remove this stage ${number.value}`, edits: [removal(text, range)] }];
  }
  return missing.map((free) => ({
    title: `Make it stage ${free}`,
    edits: [{ range: number.range, newText: `${free}` }],
    isPreferred: missing.length === 1,
  }));
}

function missingNumbers(numbers: readonly (number | undefined)[], space: Space): number[] {
  const all = space.stages.map((_, place) => place + 1);
  return all.filter((number) => !numbers.includes(number));
}

function reportMissingStages(
  declaration: NetworkDeclaration,
  space: Space,
  numbers: readonly (number | undefined)[],
  text: string,
  isSure: boolean,
  problems: Problem[],
) {
  const missing = missingNumbers(numbers, space);
  // A stage with a wrong number is one mistake, and the stage that is missing for it the same one.
  const misplaced = numbers.filter((number) => number === undefined).length;
  const [first] = missing;
  if (missing.length <= misplaced || !declaration.body || first === undefined) return;
  const which = stagesInWords(missing);
  problems.push({
    code: "blox/missing-stage",
    severity: "error",
    range: declaration.name?.range ?? declaration.range,
    message: `No ${which}: a network of \`${space.name}\` has stages 1 to ${space.stages.length}, each once.`,
    // Stages that follow outside may be those that are missing here.
    ...(isSure && {
      fixes: [
        {
          title: `Add ${which} with ${simplestBlock(space, first - 1)}`,
          edits: [
            stageInsertion(
              declaration,
              missing.map((number) => `stage ${number}: ${simplestBlock(space, number - 1)}`),
              text,
            ),
          ],
        },
      ],
    }),
  });
}

/** `stage 2`, `stages 2 and 3`, `stages 1, 2 and 3` */
function stagesInWords(numbers: readonly number[]): string {
  if (numbers.length === 1) return `stage ${numbers[0]}`;
  return `stages ${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;
}

function readBlock(
  stage: Stage,
  number: number | undefined,
  scope: Scope,
  problems: Problem[],
): Pick<StageModel, "candidates" | "block"> {
  // What a stage with a wrong number may hold is not known; names in it are still looked up.
  const place = number === undefined ? 0 : number - 1;
  const found = stage.block && blocksIn(scope, place, stage.block, problems);
  if (found && "rule" in found) reportMismatch(stage, place + 1, scope.space, found, problems);
  const candidates = found && !("rule" in found) ? found : [];
  return { candidates, block: candidates.length === 1 ? candidates[0] : undefined };
}

function reportMismatch(
  stage: Stage,
  number: number,
  space: Space,
  { rule, nearest }: Mismatch,
  problems: Problem[],
) {
  problems.push({
    code: "blox/no-block",
    severity: "error",
    range: stage.block && stage.block.kind !== "body" ? stage.block.range : stage.heading,
    message: `This is no block of \`${space.name}\`: ${rule}. There are ${blocksOf(space, number - 1).length} blocks; ${nearest.length === 1 ? "the nearest is" : "the nearest are"} ${listed(nearest.map(({ expression }) => expression))}.`,
    fixes: nearest.map(({ expression }) => ({
      title: `Replace by ${expression}`,
      edits: [blockReplacement(stage, expression)],
    })),
  });
}

function isWithin(inner: Range, outer: Range): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
