import { blocksOf } from "../data/blocks";
import type { Space } from "../data/space";
import { nameText } from "../grammar/name-text";
import { choice, escaped } from "./features/completion/item";

/** A network of a space as a snippet (in the editor's snippet syntax), each block left to fill in. */
export function networkSkeleton(space: Space): string {
  const operations = space.operations.map(({ name }) => nameText(name));
  const stages = space.stages.map((_, stage) => {
    const isOneEnough = blocksOf(space, stage).some(({ operations }) => operations.length === 1);
    const block = isOneEnough ? choice(stage + 2, operations) : `\${${stage + 2}:?}`;
    return `  stage ${stage + 1}: ${block}`;
  });
  const head = [`network \${1:name} {`, `  space ${escaped(nameText(space.name))}`, ""];
  return [...head, ...stages, "}", ""].join("\n");
}
