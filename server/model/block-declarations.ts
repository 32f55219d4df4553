import type { BlockDeclaration } from "../../grammar/syntax";
import { checkBlock } from "./block-meaning";
import type { ImportedFiles } from "./imported-files";
import { KnownBlocks } from "./known-blocks";
import type { KnownSpaces } from "./known-spaces";
import type { ParsedFile } from "./parsed-file";
import type { Problem } from "./problem";

/**
 * The blocks that a file may use. What is wrong with its own is added to the problems; with an imported
 * one, that is said where it is declared.
 */
export function readBlocks(
  { uri, file, text }: ParsedFile,
  imported: ImportedFiles,
  spaces: KnownSpaces,
  problems: Problem[],
): KnownBlocks {
  const own = new Map<string, BlockDeclaration>();
  const declared = file.declarations.filter((declaration) => declaration.kind === "block");
  for (const declaration of declared) {
    const { name } = declaration;
    if (!name) continue;
    const earlier = own.get(name.text);
    if (!earlier?.name) {
      own.set(name.text, declaration);
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
  const blocks = new KnownBlocks(uri, own, imported);
  // A block may be used in any space: whether one has its operations shows where it is used.
  const space = spaces.vocabulary;
  for (const declaration of declared)
    checkBlock({ space, blocks, text, errors: file.errors }, declaration, problems);
  return blocks;
}
