import type { Architecture } from "../../data/architecture";
import type { Block } from "../../data/blocks";
import type { Space } from "../../data/space";
import type { NetworkDeclaration, Stage } from "../../grammar/syntax";

/** What a network declaration means. */
export interface NetworkModel {
  readonly declaration: NetworkDeclaration;
  /** Empty where none is written. */
  readonly name: string;
  /** Undefined where the named space does not exist. */
  readonly space: Space | undefined;
  /** As written, in order. */
  readonly stages: readonly StageModel[];
  /** Known when every stage of the space is there once, with a block that it may hold. */
  readonly architecture: Architecture | undefined;
}

export interface StageModel {
  readonly declaration: Stage;
  /** From 1, as written; undefined where it is no stage of the space or comes a second time. */
  readonly number: number | undefined;
  readonly block: Block | undefined;
}
