import type { Command } from "commander";
import { build } from "../messages";
import { grouped } from "../searches/grouped";
import { isRefusal } from "../searches/searched-columns";
import type { Trace } from "../traces/read-trace";
import { type Replay, replayTrace } from "../traces/replay-trace";
import { databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { interruptibly } from "./interruptibly";
import { printLines, reportFailure } from "./output";
import { benchmarkOfTrace, readTraceFile } from "./trace-files";

export function addReplay(program: Command) {
  program
    .command("replay")
    .description("Run the search of a trace again: exit code 0 if it writes the same bytes, else 1")
    .argument("<file>", "what blox search wrote with --trace")
    .option(...databaseOption)
    .option("--json", "print a JSON object")
    .action(replay);
}

interface Options {
  readonly db?: string;
  readonly json?: boolean;
}

async function replay(path: string, options: Options) {
  const trace = await readTraceFile(path);
  const benchmark = await benchmarkOfTrace(path, trace, options.db);
  const found = await interruptibly((surroundings) => replayTrace(trace, benchmark, surroundings));
  if (!found) {
    reportFailure(`${path}: cancelled; whether it is the same is not known.`);
    process.exitCode = 130;
    return;
  }
  if (isRefusal(found)) throw new Failure(`${path}: ${found.refusal}`);
  if (!found.isSame) process.exitCode = 1;
  await printLines(
    options.json ? [JSON.stringify(reportOf(trace, found))] : [`${path}: ${textOf(trace, found)}`],
  );
}

function reportOf({ header, evaluations }: Trace, found: Replay) {
  return {
    same: found.isSame,
    ...(!found.isSame && { line: found.line, reason: found.sentence }),
    evaluations,
    benchmark: header.benchmark,
    recorded_by: header.build,
    replayed_by: build,
  };
}

function textOf({ header, evaluations }: Trace, found: Replay): string {
  if (!found.isSame) return found.sentence;
  const by = header.build === build ? "" : `, though recorded by another build (${header.build})`;
  return `the same, byte for byte: ${grouped(evaluations)} networks evaluated${by}`;
}
