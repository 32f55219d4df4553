import type {
  Cloud,
  FoundNetwork,
  MetricInfo,
  ReplacedNetwork,
  Replacement,
  SearchProgress,
  SearchResult,
  SearchSetup,
  SearchSpec,
  ShownValue,
  Suggestions,
} from "../../server/messages";

/**
 * Sample values for looking at the views and driving them in tests: a formula gives them, no network
 * has them. Nothing here is bundled into the extension.
 */
const operations = ["conv", "mbconv", "bconv"];

/** 45 blocks a stage. */
export const blocks: readonly string[] = [
  ...operations,
  ...operations.flatMap((a) => operations.map((b) => `${a} -> ${b}`)),
  ...["st3", "st4", "st5"].flatMap((topology) =>
    operations.flatMap((a) => operations.map((b) => `${topology}(${a}, ${b})`)),
  ),
  ...operations.flatMap((a, i) => operations.slice(i).map((b) => `${a} | ${b}`)),
];

export const networkCount = blocks.length ** 3;

export const metrics: readonly MetricInfo[] = [
  {
    name: "accuracy",
    title: "Top-1 accuracy",
    unit: "%",
    better: "higher",
    provenance: "estimated",
    origin: "estimated",
    source: "sample values from a formula, for looking at this view",
    standardError: { lowest: 0.5, highest: 0.5 },
  },
  {
    name: "params",
    title: "Parameters",
    unit: "parameters",
    better: "lower",
    provenance: "exact",
    origin: "exact",
    source: "sample values",
  },
  {
    name: "flops",
    title: "FLOPs",
    unit: "FLOPs",
    better: "lower",
    provenance: "exact",
    origin: "exact",
    source: "sample values",
  },
];

export const setup: SearchSetup = {
  space: "blox",
  networkCount,
  choices: [blocks, blocks, blocks],
  algorithms: [
    {
      name: "regularized-evolution",
      description:
        "Keeps a population, changes one block of the best of a random sample, and drops the oldest.",
      source: "Real et al., Regularized Evolution for Image Classifier Architecture Search, 2019",
      parameters: [
        {
          name: "population",
          description: "Networks kept at a time.",
          minimum: 2,
          maximum: 10000,
          default: 50,
        },
        {
          name: "sample",
          description: "Networks drawn for each step.",
          minimum: 1,
          maximum: 10000,
          default: 10,
        },
      ],
    },
    {
      name: "random",
      description: "Draws networks evenly from the whole space, none twice.",
      source: "Li and Talwalkar, Random Search and Reproducibility for NAS, 2019",
      parameters: [],
    },
    {
      name: "nsga-ii",
      description: "Keeps a population that is spread along the Pareto front.",
      source: "Deb et al., NSGA-II, 2002",
      parameters: [],
    },
    {
      name: "exhaustive",
      description: "Evaluates every network of the space: the optimum, for comparison.",
      source: "",
      parameters: [],
    },
  ],
  presetAlgorithms: { oneObjective: "regularized-evolution", severalObjectives: "nsga-ii" },
  metrics,
  observations: [],
  notes: [
    "Sample values from a formula, for looking at this view.",
    "No latency has been measured yet.",
  ],
};

/** Three digits in base 45, the first stage's lowest. */
function choicesOf(index: number): readonly number[] {
  return [index % 45, Math.floor(index / 45) % 45, Math.floor(index / 2025)];
}

function blocksOf(index: number): string[] {
  return choicesOf(index).map((choice) => blocks[choice] ?? "");
}

/** Some value in [0, 1) that looks random. */
function scatter(a: number, b: number): number {
  const value = Math.sin(a * 12.9898 + b * 78.233) * 43758.5453;
  return value - Math.floor(value);
}

export function valuesOf(index: number): { accuracy: number; params: number; flops: number } {
  const costs = choicesOf(index).map((choice, stage) => scatter(choice, stage));
  const gains = choicesOf(index).map((choice, stage) => scatter(choice + 7, stage + 3));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    accuracy: Math.round((73.2 + 0.35 * sum(costs) + 0.4 * sum(gains)) * 1000) / 1000,
    params: Math.round(
      1.7e6 + (costs[0] ?? 0) * 1e5 + (costs[1] ?? 0) * 4e5 + (costs[2] ?? 0) * 1.5e6,
    ),
    flops: Math.round(1.09e8 + sum(costs) * 6.5e7),
  };
}

function shown(index: number): ShownValue[] {
  const { accuracy, params, flops } = valuesOf(index);
  return [
    {
      metric: "accuracy",
      value: accuracy,
      text: `${accuracy.toFixed(1)} % ± 0.5 (estimated)`,
      provenance: "estimated",
      standardError: 0.5,
    },
    {
      metric: "params",
      value: params,
      text: `${(params / 1e6).toFixed(2)} M`,
      provenance: "exact",
    },
    { metric: "flops", value: flops, text: `${(flops / 1e6).toFixed(1)} M`, provenance: "exact" },
  ];
}

export function found(index: number): FoundNetwork {
  return { index, blocks: blocksOf(index), values: shown(index), feasible: true };
}

export function cloud(): Cloud {
  const columns = (["accuracy", "params", "flops"] as const).map((metric) => {
    const values = Float32Array.from({ length: networkCount }, (_, i) => valuesOf(i)[metric]);
    return { metric, values: Buffer.from(values.buffer).toString("base64") };
  });
  return { space: "blox", columns };
}

/** Networks as a search might meet them, spread over the space. */
export function evaluated(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i * 30011 + 17) % networkCount);
}

/** The evaluated that no other evaluated beats in accuracy and FLOPs, by ascending FLOPs. */
export function front(indices: readonly number[]): number[] {
  const points = indices.map((index) => ({ index, ...valuesOf(index) }));
  return points
    .filter(
      (a) =>
        !points.some(
          (b) =>
            b.accuracy >= a.accuracy &&
            b.flops <= a.flops &&
            (b.accuracy > a.accuracy || b.flops < a.flops),
        ),
    )
    .sort((a, b) => a.flops - b.flops)
    .map(({ index }) => index);
}

export const spec: SearchSpec = {
  space: "blox",
  algorithm: "regularized-evolution",
  parameters: { population: 50, sample: 10 },
  objectives: [
    { direction: "maximize", metric: "accuracy" },
    { direction: "minimize", metric: "flops" },
  ],
  subjectTo: "params <= 3 M",
  budget: 300,
  seed: 42,
};

/** What a document declares: more than two objectives, and the holes of a network. */
export const declared: SearchSpec = {
  ...spec,
  name: "edge",
  objectives: [
    { direction: "maximize", metric: "accuracy" },
    { direction: "minimize", metric: "flops" },
    { direction: "maximize", metric: "params" },
  ],
  parameters: { population: 20, sample: 5 },
  choices: [[0, 2], blocks.map((_, block) => block), [1]],
  from: "kiosk",
  budget: 90,
  seed: 7,
  uri: "file:///examples/kiosk.blox",
};

export function progress(count: number): SearchProgress {
  const indices = evaluated(count);
  return {
    evaluations: count,
    budget: 1000,
    elapsedMs: 412,
    evaluated: indices,
    best: front(indices).map(found),
  };
}

export function result(count: number): SearchResult {
  const indices = evaluated(count);
  return {
    spec,
    outcome: "finished",
    notes: ["12 other networks cannot be told apart from the most accurate within its error."],
    evaluations: count,
    elapsedMs: 640,
    evaluated: indices,
    best: front(indices).map(found),
  };
}

const own = 4 + 45 * 1 + 2025 * 0;

export function suggestions(index: number = own): Suggestions {
  const choices = choicesOf(index);
  const replacements = [1, 2, 3].flatMap((stage) =>
    blocks.flatMap((block, choice): Replacement[] => {
      if (choice === choices[stage - 1]) return [];
      const other = index + (choice - (choices[stage - 1] ?? 0)) * 45 ** (stage - 1);
      return [{ stage, block, index: other, changes: changesBetween(index, other) }];
    }),
  );
  return {
    address: { uri: "file:///examples/kiosk.blox", network: "kiosk" },
    space: "blox",
    metrics,
    network: found(index),
    replacements,
    twoBlocks: {
      sentence:
        "3,207 of the 5,808 replacements of two blocks break no requirement. These 20 are the most accurate.",
      best: Array.from({ length: 20 }, (_, place) => replaced(index, index, twoAway(index, place))),
      notes: [],
    },
    safePath: {
      sentence:
        "3 replacements lead to the most accurate network that can be reached: no step breaks a requirement.",
      steps: path(index).map((step, place, steps) =>
        replaced(index, steps[place - 1] ?? index, step),
      ),
      notes: [
        "The most accurate network that meets every requirement, 75.4 % ± 0.5 (estimated), is out of reach: every way to it breaks one.",
      ],
    },
    notes: ["Sample values from a formula, for looking at this view."],
  };
}

const twoAway = (index: number, place: number) =>
  (index + 45 * (place + 1) + 2025 * (place + 3)) % networkCount;

const path = (index: number) =>
  [7, 7 + 45 * 3, 7 + 45 * 3 + 2025 * 5].map((further) => (index + further) % networkCount);

function replaced(present: number, before: number, index: number): ReplacedNetwork {
  const [old, now] = [blocksOf(before), blocksOf(index)];
  return {
    replaced: now.flatMap((block, stage) =>
      block === old[stage] ? [] : { stage: stage + 1, before: old[stage] ?? "", block },
    ),
    network: found(index),
    changes: changesBetween(present, index),
  };
}

function changesBetween(index: number, other: number): Replacement["changes"] {
  const [from, to] = [valuesOf(index), valuesOf(other)];
  const sign = (value: number) => (value < 0 ? "−" : "+");
  const accuracy = to.accuracy - from.accuracy;
  const size = (value: number) => `${sign(value)}${(Math.abs(value) / 1e6).toFixed(2)} M`;
  return [
    {
      metric: "accuracy",
      difference: accuracy,
      text: `${sign(accuracy)}${Math.abs(accuracy).toFixed(1)} % ± 0.2 (estimated)`,
      verdict: Math.abs(accuracy) <= 0.4 ? "undecided" : accuracy > 0 ? "better" : "worse",
      provenance: "estimated",
      standardError: 0.2,
    },
    ...(["params", "flops"] as const).map((metric) => ({
      metric,
      difference: to[metric] - from[metric],
      text: size(to[metric] - from[metric]),
      verdict: to[metric] < from[metric] ? ("better" as const) : ("worse" as const),
      provenance: "exact" as const,
    })),
  ];
}
