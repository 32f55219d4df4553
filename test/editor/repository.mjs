import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds `package.json`. */
export const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** The packaged extension, as `npm run package` writes it. */
export const VSIX = join(REPOSITORY, "dist", "blox.vsix");
