import type { Algorithm } from "./algorithm";
import { blockNumbers, proxyNotes } from "./block-numbers";
import { anyOverlap, programAnswers } from "./program-answers";
import { baseParameter, replacementCount } from "./single-replacements";

/** Takes the first number of a block's signature for its distillation loss. */
export const dna: Algorithm = {
  name: "dna",
  description:
    "Evaluates the networks whose blocks have the least distillation losses in sum, the first number of each signature.",
  source: "Li et al., “Blockwisely Supervised NAS with Knowledge Distillation”, CVPR 2020",
  reproduction:
    'The search over the losses of blocks that were distilled, each stage by itself, against a teacher\'s: the least sum under the constraints, exactly, then the next least. The distillation itself takes a teacher and training and is not done here: the losses are imported ([block signatures](../importing.md)). Without them it runs on what each block changes in a base network, as `lana` does, and its results say "tabular proxy".',
  usesSignatures: true,
  solvesPrograms: true,
  parameters: [baseParameter],
  leastEvaluations: (dimensions) =>
    dimensions.untrained?.signatures ? 1 : replacementCount(dimensions),
  notes: (problem) => proxyNotes("dna", problem),

  *run(problem, random, parameter) {
    const numbers = yield* blockNumbers(problem, random, parameter("base"));
    const losses = numbers.map((blocks) => Float64Array.from(blocks, (values) => values[0] ?? 0));
    yield* programAnswers(problem, losses, anyOverlap(problem));
  },
};
