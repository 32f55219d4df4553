import type { Architecture } from "../../data/architecture";
import type { Block } from "../../data/blocks";
import type { Space } from "../../data/space";
import type { NetworkDeclaration, Stage } from "../../grammar/syntax";
import type { ParsedFile } from "./parsed-file";

/** What a network declaration means. */
export interface NetworkModel {
  readonly declaration: NetworkDeclaration;
  /** The file that it is declared in, where that is another one. */
  readonly importedFrom?: ParsedFile;
  /** Empty where none is written. */
  readonly name: string;
  /** Undefined where the named space does not exist. */
  readonly space: Space | undefined;
  /** As written, in order. */
  readonly stages: readonly StageModel[];
  /** Known when every stage of the space is there once, with a block that it may hold. */
  readonly architecture: Architecture | undefined;
  /**
   * Stage by stage the indices of the blocks that a completion may have; known when every stage is
   * there once with a block or a hole.
   */
  readonly choices: readonly (readonly number[])[] | undefined;
}

export interface StageModel {
  readonly declaration: Stage;
  /** From 1, as written; undefined where it is no stage of the space or comes a second time. */
  readonly number: number | undefined;
  /** The blocks that it may have: one where one is written, several for a hole, none known for none. */
  readonly candidates: readonly Block[];
  /** The one candidate, where there is only one. */
  readonly block: Block | undefined;
}
