import type { Connection } from "vscode-languageserver";
import { findFiles, readFile } from "./messages";

/** The files beside the document at hand: the editor's, or on the command line those of the disk. */
export interface WorkspaceFiles {
  /** The text at an address; undefined where no file is. Rejects where nobody can read files. */
  read(uri: string): Promise<string | undefined>;
  /** The addresses of the workspace's `.blox` files. Rejects where nobody can list them. */
  list(): Promise<readonly string[]>;
}

/** The files as an editor sees them. */
export function editorFiles(connection: Connection): WorkspaceFiles {
  return {
    async read(uri) {
      return (await connection.sendRequest<string | null>(readFile.method, { uri })) ?? undefined;
    },
    list: () => connection.sendRequest<readonly string[]>(findFiles.method, null),
  };
}
