import { CodeActionKind } from "vscode-languageserver";
import { benchmarkChecksum } from "../../data/benchmark-checksum";
import { clauseInsertion } from "../model/search-edits";
import { type ActionProvider, workspaceEdit } from "./action-provider";
import { contains } from "./place";

/** On the name of a search that is not locked: writes the benchmark's checksum into it. */
export const lockActions: ActionProvider = {
  kinds: [CodeActionKind.QuickFix],
  offer({ model, start, end, benchmarks }) {
    return model.searches.flatMap(({ declaration, space }) => {
      const { name, body, clauses } = declaration;
      const isHere = contains(name?.range, start) && contains(name?.range, end);
      if (!isHere || !space || !body || clauses.some(({ kind }) => kind === "lock")) return [];
      return [
        {
          title: "Lock to this benchmark",
          kind: CodeActionKind.QuickFix,
          edit: () => {
            const clause = `lock ${benchmarkChecksum(benchmarks(space))}`;
            const insertion = clauseInsertion(declaration, clause, model.document.getText());
            return workspaceEdit(model, insertion ? [insertion] : []);
          },
        },
      ];
    });
  },
};
