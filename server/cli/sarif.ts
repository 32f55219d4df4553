import type { ProblemCode, Severity } from "../model/problem";
import type { LocatedProblem } from "./check";
import { problemPage } from "./problem-page";

const levels: Record<Severity, string> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** Problems in the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0), for CI services. */
export function sarifOf(problems: readonly LocatedProblem[]): object {
  const rules = [...new Set(problems.map(({ code }) => code))].map(ruleOf);
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name: "blox", rules } }, results: problems.map(resultOf) }],
  };
}

/** A code with its page, which CI services show beside the result. */
function ruleOf(id: ProblemCode): object {
  const page = problemPage(id);
  return { id, ...(page !== undefined && { help: { text: page, markdown: page } }) };
}

function resultOf(problem: LocatedProblem): object {
  const { code, severity, message, file, line, column, end_line, end_column } = problem;
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(file) },
          region: {
            startLine: line,
            startColumn: column,
            endLine: end_line,
            endColumn: end_column,
          },
        },
      },
    ],
  };
}
