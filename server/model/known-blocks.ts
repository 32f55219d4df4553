import type { BlockDeclaration } from "../../grammar/syntax";
import { shownFrom } from "./file-address";
import type { ImportedFiles } from "./imported-files";
import type { ParsedFile } from "./parsed-file";

/** The declared blocks that a file may use, by name: its own, and then the imported ones. */
export class KnownBlocks extends Map<string, BlockDeclaration> {
  /** False while an imported file is not there: another block may be declared in it. */
  readonly isWhole: boolean;
  private readonly homes = new Map<BlockDeclaration, ParsedFile>();

  constructor(
    private readonly uri: string,
    own: ReadonlyMap<string, BlockDeclaration>,
    { files, isWhole }: ImportedFiles,
  ) {
    super(own);
    this.isWhole = isWhole;
    for (const home of files) {
      for (const declaration of home.file.declarations) {
        if (declaration.kind !== "block" || !declaration.name) continue;
        this.homes.set(declaration, home);
        const { text } = declaration.name;
        if (!this.has(text)) this.set(text, declaration);
      }
    }
  }

  /** The file that declares a block, where that is another one. */
  importedFrom(declaration: BlockDeclaration): ParsedFile | undefined {
    return this.homes.get(declaration);
  }

  /** For people: `this file`, or the path of an imported one. */
  homeOf(declaration: BlockDeclaration): string {
    const home = this.importedFrom(declaration);
    return home ? shownFrom(this.uri, home.uri) : "this file";
  }
}
