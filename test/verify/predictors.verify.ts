import { ok } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { blox, emptyFolder } from "../server/cli/run-blox";
import { shared } from "../shared";
import { greaterByChance } from "./mann-whitney";

/** As many runs of each as the claim is about. */
const seeds = 50;

describe("on NAS-Bench-Macro, algorithms that predict beat chance at 100 evaluations", function () {
  this.timeout(1_500_000);
  const table = shared("nas-bench-macro", "nas-bench-macro_cifar10.json");
  const folder = emptyFolder();
  const [database, file] = [join(folder, "nas-bench-macro.sqlite"), join(folder, "found.json")];
  const regrets = new Map<string, number[]>();

  before(async function () {
    if (!table) return this.skip();
    const imported = await blox(["import", table, "--db", database]);
    ok(imported.code === 0, imported.stderr);
    const compared = await blox([
      ...["compare", "--space", "nas-bench-macro", "--db", database, "--observe", "mean"],
      ...["--maximize", "accuracy", "--algorithms", "random, brp-nas, bananas"],
      ...["--seeds", `${seeds}`, "--budget", "100", "--out", file],
    ]);
    ok(compared.code === 0, compared.stderr);
    const { algorithms, optimum } = JSON.parse(readFileSync(file, "utf8"));
    for (const { name, traces } of algorithms)
      regrets.set(
        name,
        traces.map(({ incumbents }: { incumbents: number[][] }) => {
          const [, , value = Number.NaN] = incumbents.at(-1) ?? [];
          return optimum.value - value;
        }),
      );
  });

  for (const name of ["brp-nas", "bananas"]) {
    it(`${name}: p < 0.01 over ${seeds} seeds`, () => {
      const p = greaterByChance(regrets.get("random") ?? [], regrets.get(name) ?? []);
      ok(p < 0.01, `p = ${p}`);
    });
  }
});
