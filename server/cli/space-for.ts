import type { Space } from "../../data/space";
import { listed, similarNames } from "../model/spelling";
import { Failure } from "./failure";
import { spaceNamed } from "./known-benchmarks";
import { readDocument } from "./read-document";

/** The space of this name: one that a file declares or, without one, one that is built in. */
export async function spaceFor(name: string, file: string | undefined): Promise<Space> {
  if (file === undefined) return spaceNamed(name);
  const { spaces } = await readDocument(file);
  const space = spaces.named(name);
  if (space) return space;
  if (spaces.names.includes(name))
    throw new Failure(
      `${file}: its space ${name} has mistakes (blox check ${file} says what is wrong)`,
    );
  const [similar] = similarNames(name, spaces.names);
  const question = similar === undefined ? "" : ` Did you mean \`${similar}\`?`;
  throw new Failure(
    `${file}: declares no space \`${name}\`.${question} Known are ${listed(spaces.names)}; --space says which.`,
  );
}
