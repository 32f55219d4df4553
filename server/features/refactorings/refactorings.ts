import type { ActionProvider } from "../action-provider";
import { extractBlock } from "./extract-block";
import { inlineBlock } from "./inline-block";
import { stageToBody } from "./stage-to-body";
import { stageToExpression } from "./stage-to-expression";

/** What rewrites a text and keeps its meaning: every network is the same one as before. */
export const refactorings: readonly ActionProvider[] = [
  extractBlock,
  inlineBlock,
  stageToBody,
  stageToExpression,
];
