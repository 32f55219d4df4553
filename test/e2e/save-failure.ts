import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Editor } from "./editor";

const FOLDER = fileURLToPath(new URL("failures", import.meta.url));

/**
 * Writes what a person needs to see why a test failed: `TITLE.png`, the screen, and `TITLE.log`,
 * the page's console followed by VS Code's logs, the language server's among them.
 */
export async function saveFailure(editor: Editor, title: string): Promise<void> {
  const name = title.replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  await mkdir(FOLDER, { recursive: true });
  await editor.page.screenshot({ path: join(FOLDER, `${name}.png`) });
  const logs = [section("console", editor.consoleLines.join("\n")), ...(await logFiles(editor))];
  await writeFile(join(FOLDER, `${name}.log`), logs.join("\n"));
}

async function logFiles(editor: Editor): Promise<string[]> {
  const entries = await readdir(editor.logs, { recursive: true });
  const files = entries.filter((entry) => entry.endsWith(".log")).sort();
  return Promise.all(
    files.map(async (file) => section(file, await readFile(join(editor.logs, file), "utf8"))),
  );
}

function section(title: string, text: string): string {
  return `──── ${title} ────\n${text}`;
}
