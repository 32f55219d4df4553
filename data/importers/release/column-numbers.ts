import type { ColumnContent } from "./release-columns";

/**
 * Brings the numbers of one column into the form that they have in all formats: counts of correct
 * examples for percentages, millionths for losses and times, whole numbers as they are.
 */
export class ColumnNumbers {
  /** A number in a file is a whole number of 10^-decimals. */
  readonly decimals: number;
  /** Of the form, inclusive. */
  readonly greatest: number;
  /** What a number of the column is, for messages. */
  readonly expected: string;
  /** How many numbers had more decimals than are kept. */
  rounded = 0;
  readonly #scale: number;
  /** By thousandths of a percent: how many correct examples give it; −1 for none. */
  readonly #counts: Int32Array | undefined;

  constructor(content: ColumnContent) {
    const { decimals, greatest, expected, counts } = formOf(content);
    this.decimals = decimals;
    this.greatest = greatest;
    this.expected = expected;
    this.#scale = 10 ** decimals;
    this.#counts = counts;
  }

  /** From a whole number of 10^-decimals, not negative; −1 where it is no value of the column. */
  ofScaled(scaled: number): number {
    if (this.#counts) return this.#counts[scaled] ?? -1;
    return scaled <= this.greatest ? scaled : -1;
  }

  /** From a number as it stands in a file; −1 where it is no value of the column. */
  ofNumber(value: number): number {
    if (!(value >= 0)) return -1;
    const scaled = Math.round(value * this.#scale) + 0;
    if (scaled / this.#scale !== value) {
      if (this.decimals !== millionthDecimals) return -1;
      this.rounded++;
    }
    return this.ofScaled(scaled);
  }
}

/** What so many correct examples of `examples` are in percent, as the published files round it. */
export function percentOfCount(count: number, examples: number): number {
  return thousandthsOf(count, examples) / 1000;
}

const percentDecimals = 3;
const millionthDecimals = 6;
/** Curves are written as unsigned numbers of 32 bits. */
const greatestNumber = 2 ** 32 - 1;

function formOf(content: ColumnContent) {
  switch (content.kind) {
    case "percent": {
      const { examples } = content;
      return {
        decimals: percentDecimals,
        greatest: examples,
        expected: `a percentage that so many of ${examples.toLocaleString("en")} examples give, rounded to three decimals`,
        counts: countsOf(examples),
      };
    }
    case "millionths":
      return {
        decimals: millionthDecimals,
        greatest: greatestNumber,
        expected: "a number from 0 to 4294 with at most six decimals",
      };
    default:
      return {
        decimals: 0,
        greatest: greatestNumber,
        expected: "a whole number from 0 to 4294967295",
      };
  }
}

const knownCounts = new Map<number, Int32Array>();

function countsOf(examples: number): Int32Array {
  const known = knownCounts.get(examples);
  if (known) return known;
  const counts = new Int32Array(100_001).fill(-1);
  for (let count = 0; count <= examples; count++) counts[thousandthsOf(count, examples)] = count;
  knownCounts.set(examples, counts);
  return counts;
}

/** Never halfway between two: 45,000, 10,000 and 5,000 examples give ninths or whole numbers. */
function thousandthsOf(count: number, examples: number): number {
  return Math.round((count * 100_000) / examples);
}
