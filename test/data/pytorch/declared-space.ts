import type { Space } from "../../../data/space";
import type { SpaceProblem } from "../../../data/space-problem";
import { readSpace } from "../../../data/space-reader";
import { parse } from "../../../grammar/parser";

/** The space that a text in the language declares; throws where something is wrong with it. */
export function declaredSpace(text: string): Space {
  const problems: SpaceProblem[] = [];
  const [declaration] = parse(text).declarations;
  const space =
    declaration?.kind === "space" ? readSpace(declaration, undefined, problems) : undefined;
  if (!space || problems.length > 0)
    throw new Error(problems.map(({ message }) => message).join("\n") || "no space is declared");
  return space;
}
