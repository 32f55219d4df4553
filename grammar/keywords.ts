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
