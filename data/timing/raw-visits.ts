/**
 * The raw file of a device: a header of `# key: value` lines, a line of column names, and a line for
 * every visit in the order in which they were made. A visit is a few runs of a network on end, of which
 * the median counts.
 */
export interface RawVisits {
  readonly header: TimingHeader;
  readonly visits: readonly Visit[];
}

/** What was timed, on what, and how. */
export interface TimingHeader {
  /** The space's name. */
  readonly space: string;
  /** As in the language: `latency("DEVICE")`. */
  readonly device: string;
  /** The processor's model. */
  readonly processor: string;
  /** The runtime with its version. */
  readonly runtime: string;
  readonly threads: string;
  readonly precision: string;
  /** Images at once. */
  readonly batch: string;
  /** The day on which it began, as 2026-01-31. */
  readonly date: string;
  /** Of the sample of networks and the order of their visits. */
  readonly seed: string;
  /** The index of the network that is timed again and again to see how fast the machine is. */
  readonly reference: string;
  /** In words. */
  readonly protocol: string;
}

export interface Visit {
  /** Counts the processes that have made visits, in order of time. */
  readonly process: number;
  /** Every pass visits all networks of the sample. */
  readonly pass: number;
  /** Index in the space. */
  readonly network: number;
  readonly latencyMs: number;
}

const headerKeys: readonly (keyof TimingHeader)[] = [
  "space",
  "device",
  "processor",
  "runtime",
  "threads",
  "precision",
  "batch",
  "date",
  "seed",
  "reference",
  "protocol",
];

const columns = "process,pass,network,latency_ms";

/** The beginning of a raw file. */
export function headerText(header: TimingHeader): string {
  const lines = headerKeys.map((key) => `# ${key}: ${header[key]}`);
  return `${[...lines, columns].join("\n")}\n`;
}

export function visitText({ process, pass, network, latencyMs }: Visit): string {
  return `${process},${pass},${network},${latencyMs.toFixed(3)}\n`;
}

/**
 * Reads a raw file. What stands behind its last line end is half a line that a killed process left: it
 * is ignored. Throws `RawVisitsError` for anything else that is not as it should be.
 */
export function parseRawVisits(text: string): RawVisits {
  const lines = text.split("\n").slice(0, -1);
  const begin = lines.indexOf(columns);
  if (begin < 0) throw new RawVisitsError(`expected a line \`${columns}\` behind the header`);
  return {
    header: parseHeader(lines.slice(0, begin)),
    visits: lines.slice(begin + 1).map((line, place) => parseVisit(line, begin + 2 + place)),
  };
}

/** The text without half a line at its end. */
export function completeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

/** A raw file of timings that cannot be read; the message says where and what was expected. */
export class RawVisitsError extends Error {
  override readonly name = "RawVisitsError";
}

function parseHeader(lines: readonly string[]): TimingHeader {
  const values = new Map(
    lines.map((line) => {
      const [, key, value] = /^# (\w+): (.*)$/.exec(line) ?? [];
      return [key, value] as const;
    }),
  );
  const value = (key: keyof TimingHeader): string => {
    const found = values.get(key);
    if (found === undefined) throw new RawVisitsError(`expected \`# ${key}: …\` in the header`);
    return found;
  };
  return {
    space: value("space"),
    device: value("device"),
    processor: value("processor"),
    runtime: value("runtime"),
    threads: value("threads"),
    precision: value("precision"),
    batch: value("batch"),
    date: value("date"),
    seed: value("seed"),
    reference: value("reference"),
    protocol: value("protocol"),
  };
}

function parseVisit(line: string, lineNumber: number): Visit {
  const [, process, pass, network, latency] = /^(\d+),(\d+),(\d+),(\d+\.\d+)$/.exec(line) ?? [];
  const latencyMs = Number(latency);
  if (!(latencyMs > 0))
    throw new RawVisitsError(`line ${lineNumber}: expected \`${columns}\`, found \`${line}\``);
  return { process: Number(process), pass: Number(pass), network: Number(network), latencyMs };
}
