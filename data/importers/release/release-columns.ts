/** The kinds of file of a release: which of them one is stands in its header. */
export type ReleaseKind = "base" | "ext" | "info" | "bench" | "env";

/**
 * What a column holds. `percent`: the share of so many examples that were classified correctly, in
 * percent, rounded to three decimals. `millionths`: a loss or a time, with six decimals.
 */
export type ColumnContent =
  | { readonly kind: "hash" | "millionths" | "whole" | "architecture" | "text" }
  | { readonly kind: "percent"; readonly examples: number };

export interface ReleaseColumn {
  readonly name: string;
  readonly content: ColumnContent;
  /** Whether it is a list of one value an epoch. */
  readonly perEpoch: boolean;
}

/** How a kind of file is told from the others, and what it holds besides `model_hash`. */
export interface ReleaseKindDefinition {
  readonly kind: ReleaseKind;
  readonly datasetType: string;
  /** Undefined where the header has none. */
  readonly part?: string;
  readonly columns: readonly ReleaseColumn[];
}

/** Images of CIFAR-100: the training images are split into those trained on and those validated on. */
const trained = percentOf(45_000);
const validated = percentOf(5_000);
const tested = percentOf(10_000);
const millionths: ColumnContent = { kind: "millionths" };
const whole: ColumnContent = { kind: "whole" };
const text: ColumnContent = { kind: "text" };

const modelHash = once("model_hash", { kind: "hash" });

/** The files of the published release (repository SamsungLabs/blox). */
export const releaseKinds: readonly ReleaseKindDefinition[] = [
  {
    kind: "base",
    datasetType: "training",
    part: "base",
    columns: [
      modelHash,
      eachEpoch("val_top1", validated),
      once("test_top1", tested),
      once("train_time_s", whole),
    ],
  },
  {
    kind: "ext",
    datasetType: "training",
    part: "ext",
    columns: [
      modelHash,
      eachEpoch("train_top1", trained),
      eachEpoch("train_loss", millionths),
      eachEpoch("train_top5", trained),
      eachEpoch("val_loss", millionths),
      eachEpoch("val_top5", validated),
      once("test_loss", millionths),
      once("test_top5", tested),
    ],
  },
  {
    kind: "info",
    datasetType: "static",
    columns: [
      modelHash,
      once("params", whole),
      once("flops", whole),
      once("arch_vec", { kind: "architecture" }),
    ],
  },
  { kind: "bench", datasetType: "benchmarking", columns: [modelHash, once("latency", millionths)] },
  {
    kind: "env",
    datasetType: "env",
    columns: [
      modelHash,
      once("codebase_commit", text),
      once("codebase_version", text),
      once("cuda", text),
      once("driver", text),
      once("gpu", text),
      once("platform", text),
      once("ptflops_version", text),
      once("python", text),
      once("torch_commit", text),
      once("torch_cuda_version", text),
      once("torch_version", text),
      once("torchvision_version", text),
    ],
  },
];

function percentOf(examples: number): ColumnContent {
  return { kind: "percent", examples };
}

function once(name: string, content: ColumnContent): ReleaseColumn {
  return { name, content, perEpoch: false };
}

function eachEpoch(name: string, content: ColumnContent): ReleaseColumn {
  return { name, content, perEpoch: true };
}
