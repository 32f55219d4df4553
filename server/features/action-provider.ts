import type { CodeActionKind, WorkspaceEdit } from "vscode-languageserver";
import type { Benchmarks } from "../benchmarks";
import type { Model } from "../model/model";
import type { Edit, Problem } from "../model/problem";
import { lspRange } from "./place";

/** A source of code actions. It is asked only where actions of one of its kinds are wanted. */
export interface ActionProvider {
  readonly kinds: readonly CodeActionKind[];
  /** Alike for alike questions: an action is found again by its place in the answer. */
  offer(asked: ActionQuestion): readonly OfferedAction[];
}

/** What can be done here? */
export interface ActionQuestion {
  readonly model: Model;
  /** The selection, or twice the cursor; offsets. */
  readonly start: number;
  readonly end: number;
  /** All of the document's. */
  readonly problems: readonly Problem[];
  readonly benchmarks: Benchmarks;
}

export interface OfferedAction {
  /** An imperative: `Change to conv`. */
  readonly title: string;
  readonly kind: CodeActionKind;
  /** Those that it mends. */
  readonly problems?: readonly Problem[];
  /** Whether it is clearly the right one. */
  readonly isPreferred?: boolean;
  /** Made when the action is chosen, or at once for an editor that cannot wait. */
  readonly edit: () => WorkspaceEdit;
}

/** Edits of a document as the protocol writes them, for the model's version alone. */
export function workspaceEdit(model: Model, edits: readonly Edit[]): WorkspaceEdit {
  return {
    documentChanges: [
      {
        textDocument: { uri: model.document.uri, version: model.version },
        edits: edits.map(({ range, newText }) => ({ range: lspRange(model, range), newText })),
      },
    ],
  };
}
