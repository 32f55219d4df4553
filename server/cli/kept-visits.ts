import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";
import {
  completeLines,
  headerText,
  parseRawVisits,
  RawVisitsError,
  type TimingHeader,
  type Visit,
  visitText,
} from "../../data/timing/raw-visits";
import { Failure } from "./failure";

/**
 * The visits of measurements that are under way on this machine: a file a device, runtime and space,
 * appended to as they are made. What is finished goes into a file of its own, so that a network that is
 * measured again begins anew.
 */
export class KeptVisits {
  readonly path: string;

  /** `key` tells this device, runtime and space from all others. Fails where the file cannot be read. */
  constructor(
    private readonly header: TimingHeader,
    key: string,
  ) {
    const folder = join(envPaths("blox", { suffix: "" }).data, "timings");
    this.path = join(folder, `${key.replaceAll(/[^\w.-]+/g, "-")}.csv`);
    mkdirSync(folder, { recursive: true });
    const before = existsSync(this.path) ? completeLines(readFileSync(this.path, "utf8")) : "";
    writeFileSync(this.path, before || headerText(header));
  }

  /** By network, in milliseconds. */
  earlier(): ReadonlyMap<number, readonly number[]> {
    const byNetwork = new Map<number, number[]>();
    for (const { network, latencyMs } of this.visits())
      byNetwork.set(network, [...(byNetwork.get(network) ?? []), latencyMs]);
    return byNetwork;
  }

  add(network: number, latencyMs: number) {
    appendFileSync(this.path, visitText({ process: 1, pass: 0, network, latencyMs }));
  }

  /** Moves the visits of these networks to a file of their own, whose path it gives. */
  finish(networks: ReadonlySet<number>, now: Date): string {
    const all = this.visits();
    const isFinished = ({ network }: Visit) => networks.has(network);
    const stamp = now.toISOString().replaceAll(/[:.]/g, "-");
    const path = this.path.replace(/\.csv$/, `-${stamp}.csv`);
    this.write(path, all.filter(isFinished));
    this.write(
      this.path,
      all.filter((visit) => !isFinished(visit)),
    );
    return path;
  }

  private write(path: string, visits: readonly Visit[]) {
    writeFileSync(`${path}.tmp`, headerText(this.header) + visits.map(visitText).join(""));
    renameSync(`${path}.tmp`, path);
  }

  private visits(): readonly Visit[] {
    try {
      return parseRawVisits(readFileSync(this.path, "utf8")).visits;
    } catch (error) {
      if (!(error instanceof RawVisitsError)) throw error;
      throw new Failure(`${this.path}: ${error.message}. Remove it to measure from the beginning.`);
    }
  }
}
