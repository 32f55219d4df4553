import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import initSqlJs from "sql.js";
import { damageDatabase } from "./damaged-databases";
import { BesideDamage } from "./damaged-imports";
import { importTogether } from "./imports-together";
import { killText } from "./kill-text";
import { killImports } from "./killed-imports";
import { smallContents } from "./release-files";

/**
 * `npm run torture`: kills imports, lets several import at once, and imports files that are cut off or
 * damaged. At the first loss it says what was lost and ends with exit code 1. The tests do a share of it.
 */
const [kills, rounds] = [200, 20];

async function main(root: string) {
  const folder = (name: string) => {
    const path = join(root, name);
    mkdirSync(path);
    return path;
  };
  const sql = await initSqlJs();

  console.log(`Killing ${kills} imports.`);
  const say = (text: string) => console.log(`  ${text}`);
  say(killText(await killImports(folder("kills"), kills, sql, say)));

  console.log(`Importing with two to four processes at once, ${rounds} times.`);
  const imports = await importTogether(folder("together"), rounds, sql);
  say(`${imports} imports: all are in.`);

  const benchmark = await BesideDamage.in(join(root, "damage"), sql);
  for (const content of smallContents) {
    const name = `${content.kind} as ${content.format}`;
    console.log(`Importing ${name}, cut off after every byte, then with every bit flipped.`);
    const cut = await benchmark.cutOff(content);
    say(`${cut.refused} lengths refused, ${cut.taken} taken with fewer rows`);
    const flipped = await benchmark.flipped(content, true);
    say(`${flipped.refused} flips refused, ${flipped.taken} taken with possible values`);
  }

  console.log("Cutting a database off after every byte, and flipping a bit of every byte.");
  const { lengths, flips } = await damageDatabase(sql);
  say(`${lengths} lengths and ${flips} flips noticed`);
  console.log("Nothing was lost.");
}

const root = mkdtempSync(join(tmpdir(), "blox-torture-"));
try {
  await main(root);
  rmSync(root, { recursive: true });
} catch (error) {
  console.error(error);
  console.error(`Lost. The folders are kept: ${root}`);
  process.exitCode = 1;
}
