import { builtInSpaces, findSpace } from "../../data/spaces";
import type { BlockDeclaration, SourceFile } from "../../grammar/syntax";
import { checkBlock } from "./block-meaning";
import { defaultSpace } from "./network-reader";
import type { Problem } from "./problem";

/** The blocks that a file declares, by name; what is wrong with them is added to the problems. */
export function readBlocks(
  file: SourceFile,
  text: string,
  problems: Problem[],
): ReadonlyMap<string, BlockDeclaration> {
  const blocks = new Map<string, BlockDeclaration>();
  const declared = file.declarations.filter((declaration) => declaration.kind === "block");
  for (const declaration of declared) {
    const { name } = declaration;
    if (!name) continue;
    const earlier = blocks.get(name.text);
    if (!earlier?.name) {
      blocks.set(name.text, declaration);
      continue;
    }
    problems.push({
      code: "blox/repeated-block",
      severity: "error",
      range: name.range,
      message: `There is already a block \`${name.text}\` in this file. Give this one another name.`,
      related: [{ range: earlier.name.range, message: `\`${name.text}\` is declared here` }],
    });
  }
  // A block may be used in any space; its own operations are looked up in the default one.
  const space = findSpace(defaultSpace) ?? builtInSpaces[0];
  if (space) {
    for (const declaration of declared) checkBlock({ space, blocks, text }, declaration, problems);
  }
  return blocks;
}
