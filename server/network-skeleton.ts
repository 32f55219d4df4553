import { blocksOf } from "../data/blocks";
import type { Space } from "../data/space";

/** A network of a space as a snippet (in the editor's snippet syntax), each block left to fill in. */
export function networkSkeleton(space: Space): string {
  const operations = space.operations.map(({ name }) => name).join(",");
  const stages = space.stages.map((_, place) => {
    const [example] = blocksOf(space, place).filter(({ operations }) => operations.length === 1);
    const block = example ? `\${${place + 2}|${operations}|}` : `\${${place + 2}:?}`;
    return `  stage ${place + 1}: ${block}`;
  });
  return [`network \${1:name} {`, `  space ${space.name}`, "", ...stages, "}", ""].join("\n");
}
