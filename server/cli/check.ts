import type { Command } from "commander";
import type { Benchmarks } from "../benchmarks";
import type { Model } from "../model/model";
import type { Problem } from "../model/problem";
import { problemsOf } from "../requirements";
import { databaseOption } from "./benchmark-place";
import { Failure } from "./failure";
import { knownBenchmarks } from "./known-benchmarks";
import { printLines, reportFailure } from "./output";
import { readDocument } from "./read-document";
import { sarifOf } from "./sarif";

export function addCheck(program: Command) {
  program
    .command("check")
    .description("Report what is wrong in .blox files; exit code 1 when there is an error")
    .argument("<file...>", "files to check")
    .option(...databaseOption)
    .option("--json", "print a JSON array of problems")
    .option("--sarif", "print a SARIF 2.1.0 log, as CI services read it")
    .option(
      "--strict",
      "exit code 1 for warnings too, such as a requirement that cannot be checked",
    )
    .action(check);
}

interface CheckOptions {
  readonly db?: string;
  readonly json?: boolean;
  readonly sarif?: boolean;
  readonly strict?: boolean;
}

async function check(files: readonly string[], { db, json, sarif, strict }: CheckOptions) {
  const found: LocatedProblem[] = [];
  const benchmarks = await knownBenchmarks(db);
  for (const file of files) {
    const problems = await problemsIn(file, benchmarks);
    found.push(...problems);
    if (!json && !sarif) await printLines(problems.map(lineOf));
  }
  if (json) await printLines([JSON.stringify(found)]);
  if (sarif) await printLines([JSON.stringify(sarifOf(found), null, 2)]);
  const failing = strict ? ["error", "warning"] : ["error"];
  if (found.some(({ severity }) => failing.includes(severity))) process.exitCode = 1;
}

/** Lines and columns count from 1, as compilers print them. */
export interface LocatedProblem extends Pick<Problem, "code" | "severity" | "message"> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
}

/** A file that cannot be read is reported at once, and the others are still checked. */
async function problemsIn(file: string, benchmarks: Benchmarks): Promise<LocatedProblem[]> {
  try {
    const model = await readDocument(file);
    const problems = problemsOf(model, benchmarks);
    return problems.map((problem) => located(file, model, problem));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    reportFailure(error.message);
    return [];
  }
}

function located(
  file: string,
  { document }: Model,
  { code, severity, message, range }: Problem,
): LocatedProblem {
  const start = document.positionAt(range.start);
  const end = document.positionAt(range.end);
  return {
    file,
    line: start.line + 1,
    column: start.character + 1,
    end_line: end.line + 1,
    end_column: end.character + 1,
    severity,
    code,
    message,
  };
}

function lineOf({ file, line, column, severity, message, code }: LocatedProblem): string {
  return `${file}:${line}:${column}: ${severity}: ${message} (${code})`;
}
