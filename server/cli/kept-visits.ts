import { createHash } from "node:crypto";
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
import { codeOf, fileProblem } from "../../data/library/file-problem-node";
import { withLockFile } from "../../data/library/lock-file-node";
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
 * Runs `action` with the visits that are kept of a device, runtime and space, which `key` tells from all
 * others. Nobody else has them meanwhile: two measurements at once would disturb each other besides. Fails
 * where somebody else does, or where the file cannot be read.
 */
export async function withKeptVisits<Result>(
  header: TimingHeader,
  key: string,
  action: (visits: KeptVisits) => Promise<Result>,
): Promise<Result> {
  const folder = join(envPaths("blox", { suffix: "" }).data, "timings");
  const path = join(folder, fileName(key));
  let isOurs = false;
  try {
    mkdirSync(folder, { recursive: true });
    return await withLockFile(
      `${path}.lock`,
      async () => {
        const visits = new KeptVisits(header, path);
        isOurs = true;
        return action(visits);
      },
      { patienceMs: 0 },
    );
  } catch (error) {
    if (isOurs || error instanceof Failure) throw error;
    throw new Failure(
      codeOf(error) === undefined
        ? `Another blox measure is timing ${header.device}: two at once would disturb each other. Run this again once that has ended.`
        : fileProblem(error, `to write to ${folder}`),
    );
  }
}

/** For people, with a few digits that tell names apart which look alike without what files cannot have. */
function fileName(key: string): string {
  const digits = createHash("sha256").update(key).digest("hex").slice(0, 8);
  return `${key.replaceAll(/[^\w.-]+/g, "-").slice(0, 120)}-${digits}.csv`;
}

/**
 * The visits of measurements that are under way, appended to a file as they are made. What is finished goes
 * into a file of its own, so that a network that is measured again begins anew.
 */
export class KeptVisits {
  constructor(
    private readonly header: TimingHeader,
    readonly path: string,
  ) {
    const before = existsSync(path) ? completeLines(readFileSync(path, "utf8")) : "";
    writeFileSync(path, before || headerText(header));
  }

  /** All, in order of time. */
  earlier(): readonly Visit[] {
    try {
      return parseRawVisits(readFileSync(this.path, "utf8")).visits;
    } catch (error) {
      if (!(error instanceof RawVisitsError)) throw error;
      throw new Failure(`${this.path}: ${error.message}. Remove it to measure from the beginning.`);
    }
  }

  add(visit: Visit) {
    appendFileSync(this.path, visitText(visit));
  }

  /** Moves the visits of these networks to a file of their own, whose path it gives. */
  finish(networks: ReadonlySet<number>, now: Date): string {
    const all = this.earlier();
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
}
