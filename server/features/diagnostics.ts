import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Model } from "../model/model";
import type { Problem, ProblemCode, Severity } from "../model/problem";
import { lspRange } from "./place";

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Problems of a document, as the editor underlines them; `pages` is `InitializationOptions`' own. */
export function diagnostics(
  model: Model,
  problems: readonly Problem[],
  pages?: string,
): Diagnostic[] {
  return problems.map((problem) => ({
    source: "blox",
    code: problem.code,
    ...(pages !== undefined && { codeDescription: { href: pageOf(problem.code, pages) } }),
    severity: severities[problem.severity],
    range: lspRange(model, problem.range),
    message: problem.message,
    ...(problem.unnecessary && { tags: [DiagnosticTag.Unnecessary] }),
    relatedInformation: (problem.related ?? []).map(({ uri, range, message }) => {
      const place = model.imported.files.find((file) => file.uri === uri) ?? model;
      return { location: { uri: place.document.uri, range: lspRange(place, range) }, message };
    }),
  }));
}

function pageOf(code: ProblemCode, pages: string): string {
  return pages.replace("{code}", code.slice("blox/".length));
}
