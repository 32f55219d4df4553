import { indexOf } from "../../data/architecture";
import { hasVectors, vectorOf } from "../../data/architecture-vector";
import { ExportProblem } from "../../data/export-problem";
import type { Exporter } from "./exporter";
import { fileName } from "./file-name";

export const vector: Exporter = {
  name: "vector",
  title: "Architecture vector",
  description: "the encoding of the published benchmark, a line",
  files: (space, architecture, { name }) => {
    if (!hasVectors(space))
      throw new ExportProblem(
        `networks of the space \`${space.name}\` have no architecture vectors, which are of blocks of one or two joined operations. Its index is ${indexOf(space, architecture)}, and --to json has all of it.`,
      );
    return [{ path: `${fileName(name)}.txt`, text: `${vectorOf(space, architecture)}\n` }];
  },
};
