import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Model } from "../model/model";
import type { Problem, Severity } from "../model/problem";
import { lspRange } from "./place";

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Problems of a document, as the editor underlines them. */
export function diagnostics(model: Model, problems: readonly Problem[]): Diagnostic[] {
  return problems.map((problem) => ({
    source: "blox",
    code: problem.code,
    severity: severities[problem.severity],
    range: lspRange(model, problem.range),
    message: problem.message,
    ...(problem.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    relatedInformation: (problem.related ?? []).map(({ range, message }) => ({
      location: { uri: model.document.uri, range: lspRange(model, range) },
      message,
    })),
  }));
}
