import type { Space } from "../data/space";

/** A network of a space as a snippet (in the editor's snippet syntax), each block left to fill in. */
export function networkSkeleton(space: Space): string {
  const operations = space.operations.map(({ name }) => name).join(",");
  const stages = Array.from(
    { length: space.stages },
    (_, place) => `  stage ${place + 1}: \${${place + 2}|${operations}|}`,
  );
  return [`network \${1:name} {`, `  space ${space.name}`, "", ...stages, "}", ""].join("\n");
}
