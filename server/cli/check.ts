import type { Command } from "commander";
import type { Model } from "../model/model";
import type { Problem } from "../model/problem";
import { Failure } from "./failure";
import { printLines, reportFailure } from "./output";
import { readDocument } from "./read-document";

export function addCheck(program: Command) {
  program
    .command("check")
    .description("Report what is wrong in .blox files; exit code 1 when there is an error")
    .argument("<file...>", "files to check")
    .option("--json", "print a JSON array of problems")
    .action(check);
}

async function check(files: readonly string[], { json }: { readonly json?: boolean }) {
  const found: LocatedProblem[] = [];
  for (const file of files) {
    const problems = await problemsOf(file);
    found.push(...problems);
    if (!json) await printLines(problems.map(lineOf));
  }
  if (json) await printLines([JSON.stringify(found)]);
  if (found.some(({ severity }) => severity === "error")) process.exitCode = 1;
}

/** Lines and columns count from 1, as compilers print them. */
interface LocatedProblem extends Pick<Problem, "code" | "severity" | "message"> {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly end_line: number;
  readonly end_column: number;
}

/** A file that cannot be read is reported at once, and the others are still checked. */
async function problemsOf(file: string): Promise<LocatedProblem[]> {
  try {
    const model = await readDocument(file);
    return model.problems.map((problem) => located(file, model, problem));
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
