/** A word of the language, with the line of documentation that completion and hovers show. */
export interface Keyword {
  readonly word: string;
  readonly documentation: string;
}

/** Reserved everywhere: a name spelled like one of these must be quoted. */
export const reservedWords: readonly string[] = [
  "network",
  "block",
  "search",
  "space",
  "stage",
  "require",
  "import",
  "in",
  "out",
  "_",
];

export type KeywordPlace = keyof typeof keywords;

/** The keywords by the place in which they can be written. */
export const keywords = {
  file: [
    { word: "network", documentation: "A macro architecture, stage by stage." },
    { word: "block", documentation: "A reusable block, parameterised by operations." },
    {
      word: "search",
      documentation: "A search: objectives, constraints, algorithm, budget, seed.",
    },
    {
      word: "space",
      documentation: "A search space: input, operations as layers, stages, blocks.",
    },
    { word: "import", documentation: "Brings in the declarations of another file." },
  ],
  network: [
    { word: "space", documentation: "The space in which the network lives; left out: `blox`." },
    { word: "stage", documentation: "The block of one stage: an expression or a body." },
    { word: "require", documentation: "What the network must meet: `require params <= 3 M`." },
  ],
  body: [
    { word: "in", documentation: "What enters the block." },
    { word: "out", documentation: "What leaves the block." },
  ],
  hole: [
    { word: "in", documentation: "Restricts the hole to a set: `? in { conv, st4(conv, _) }`." },
    { word: "_", documentation: "Any operation; alone in the set, any single operation." },
  ],
  search: [
    { word: "from", documentation: "The network whose holes the search fills." },
    { word: "space", documentation: "The space to search." },
    { word: "maximize", documentation: "An objective: more is better." },
    { word: "minimize", documentation: "An objective: less is better." },
    { word: "subject to", documentation: "The constraints, with commas between them." },
    { word: "algorithm", documentation: "The search algorithm and, in braces, its settings." },
    { word: "budget", documentation: "How long to search: `300 evaluations` or `40 gpu-hours`." },
    { word: "seed", documentation: "The seed of all randomness: the same seed, the same result." },
    { word: "observe", documentation: "Which training the search sees: `mean` or `seed N`." },
    { word: "lock", documentation: "The checksum of the benchmark that the result depends on." },
  ],
  spaceHeader: [
    { word: "extends", documentation: "Takes over another space and changes some of it." },
  ],
  space: [
    { word: "input", documentation: "The shape of an image: `input 3 x 32 x 32`." },
    { word: "classes", documentation: "How many classes the head tells apart." },
    { word: "dataset", documentation: "The data set that the networks are trained on." },
    { word: "count flops as", documentation: "How FLOPs are counted: `ptflops` or `macs`." },
    { word: "op", documentation: "An operation and, in braces, its layers." },
    { word: "stem", documentation: "The layers before the first stage." },
    { word: "stages", documentation: "So many stages alike: `stages 3 { … }`." },
    { word: "stage", documentation: "One stage by its number: `stage 2 { … }`." },
    { word: "head", documentation: "The layers behind the last stage." },
  ],
  flopsConvention: [
    { word: "ptflops", documentation: "As the package ptflops counts: BatchNorm and ReLU too." },
    { word: "macs", documentation: "Multiply-accumulate operations of convolutions and linears." },
  ],
  stageDefinition: [
    { word: "block of", documentation: "Any block of so many operations: `block of 1..2 ops`." },
    { word: "chain of", documentation: "So many operations in a row: `chain of 3 ops`." },
    {
      word: "first",
      documentation: "What the first operation must give: `first out 2c stride 2`.",
    },
    { word: "reduce", documentation: "The layers behind the block, which shrink the image." },
  ],
  opCount: [{ word: "ops", documentation: "Operations: `block of 1..2 ops`, `chain of 3 ops`." }],
  layers: [
    { word: "conv", documentation: "A convolution: `conv 3x3 out 2c stride 2`." },
    { word: "dwconv", documentation: "A depthwise convolution: each channel on its own." },
    { word: "bn", documentation: "Batch normalisation." },
    { word: "relu", documentation: "The rectifier: negative values become 0." },
    { word: "squeeze-excite", documentation: "Weighs the channels by their means." },
    { word: "max-pool", documentation: "The maximum in a window: `max-pool 2x2 stride 2`." },
    { word: "avg-pool", documentation: "The mean in a window: `avg-pool 2x2 stride 2`." },
    { word: "global-avg-pool", documentation: "The mean of each channel." },
    { word: "linear", documentation: "A fully connected layer: `linear out classes`." },
  ],
  layerGroups: [
    { word: "repeat", documentation: "The layers so many times, each with its own weights." },
    { word: "residual", documentation: "The layers, and their input added to what they give." },
    {
      word: "reshape",
      documentation: "The layers only where the shape must change; else nothing.",
    },
    { word: "sum", documentation: "The sum of what several lists of layers make of one input." },
  ],
  layerAttributes: [
    { word: "out", documentation: "The channels that the layer gives: `32`, `2c`, `c/2`, `o`." },
    { word: "stride", documentation: "The step of the window: a number or `s`." },
    { word: "valid", documentation: "Without padding at the edges." },
    { word: "no-bias", documentation: "Without a bias." },
  ],
} satisfies Record<string, readonly Keyword[]>;

/** The words that are a unit behind a number. */
export const units: readonly Keyword[] = [
  { word: "%", documentation: "Percent." },
  { word: "K", documentation: "Thousand." },
  { word: "M", documentation: "Million." },
  { word: "G", documentation: "Billion (10⁹)." },
  { word: "KB", documentation: "Kilobytes." },
  { word: "MB", documentation: "Megabytes." },
  { word: "ns", documentation: "Nanoseconds." },
  { word: "us", documentation: "Microseconds." },
  { word: "ms", documentation: "Milliseconds." },
  { word: "s", documentation: "Seconds." },
  { word: "min", documentation: "Minutes." },
  { word: "h", documentation: "Hours." },
  { word: "evaluations", documentation: "Networks evaluated; repeats are free." },
  { word: "gpu-hours", documentation: "Hours of training, counted with `train_time`." },
];
