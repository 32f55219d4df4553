import type { NetworkDeclaration } from "../../grammar/syntax";
import type { ImportedFiles } from "./imported-files";
import type { NetworkModel } from "./network-model";
import type { ParsedFile } from "./parsed-file";

/** The networks that a file may name: its own, and then the imported ones, which are read when named. */
export class KnownNetworks {
  constructor(
    private readonly own: readonly NetworkModel[],
    private readonly imported: ImportedFiles,
    private readonly read: (declaration: NetworkDeclaration, home: ParsedFile) => NetworkModel,
  ) {}

  /** False while an imported file is not there: another network may be declared in it. */
  get isWhole(): boolean {
    return this.imported.isWhole;
  }

  get names(): string[] {
    const own = this.own.map(({ name }) => name);
    const imported = this.imported.files.flatMap(({ file }) =>
      file.declarations.flatMap((declaration) =>
        declaration.kind === "network" ? (declaration.name?.text ?? []) : [],
      ),
    );
    return [...new Set([...own, ...imported])].filter((name) => name !== "");
  }

  named(name: string): NetworkModel | undefined {
    const own = this.own.find((network) => network.name === name);
    if (own) return own;
    for (const home of this.imported.files) {
      for (const declaration of home.file.declarations) {
        if (declaration.kind === "network" && declaration.name?.text === name)
          return { ...this.read(declaration, home), importedFrom: home };
      }
    }
    return undefined;
  }
}
