import { mkdirSync } from "node:fs";
import { join } from "node:path";
import initSqlJs, { type SqlJsStatic } from "sql.js";
import { damageDatabase } from "../../torture/damaged-databases";
import { BesideDamage } from "../../torture/damaged-imports";
import { importTogether } from "../../torture/imports-together";
import { killText } from "../../torture/kill-text";
import { killImports } from "../../torture/killed-imports";
import { smallContents } from "../../torture/release-files";
import { temporaryFolder } from "./temporary-folder";

// A share of `npm run torture`.
describe("an import under torture", function () {
  this.timeout(600_000);
  const root = temporaryFolder();
  let sql: SqlJsStatic;
  before(async () => {
    sql = await initSqlJs();
  });
  const folder = (name: string) => {
    const path = join(root, name);
    mkdirSync(path);
    return path;
  };
  const say = (text: string) => console.log(`      ${text}`);

  it("that is killed loses nothing, and the next one clears up", async () => {
    say(killText(await killImports(folder("kills"), 10, sql, say)));
  });

  it("beside others at once brings in all", async () => {
    const imports = await importTogether(folder("together"), 1, sql);
    say(`${imports} imports at once: all are in.`);
  });

  it("of a file that is cut off anywhere, or damaged, changes nothing or gives possible values", async () => {
    const benchmark = await BesideDamage.in(join(root, "damage"), sql);
    for (const content of smallContents) {
      const isCut = content.kind === "base";
      const { refused, taken } = isCut
        ? await benchmark.cutOff(content)
        : await benchmark.flipped(content, false);
      say(
        `${content.kind} as ${content.format}, ${isCut ? "every length" : "a flip of every byte"}: ${refused} refused, ${taken} taken; nothing was lost.`,
      );
    }
  });

  it("leaves a database of which any loss is noticed", async () => {
    const { lengths, flips } = await damageDatabase(sql);
    say(`${lengths} lengths and ${flips} flips of a database: all are noticed.`);
  });
});
