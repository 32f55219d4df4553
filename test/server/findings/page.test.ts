import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readSources } from "../../../server/benchmarks";
import { compare } from "../../../server/comparison/comparison";
import { figuresOf, findingsPage, measuredSections } from "../../../server/findings/findings-page";
import { searchSection } from "../../../server/findings/search-section";
import { meanOf } from "../../../server/findings/seed-noise";
import { wholeCampaign } from "../../../server/findings/whole-campaign";
import { nodePlatform } from "../../../server/platform-node";
import { madeUpCampaign } from "./made-up-campaign";

const platform = nodePlatform(import.meta.dirname);
const page = "docs/blox-digits.md";
const ofSearches = /^regret[\w-]*\.svg$/;

describe("the page of findings", () => {
  it("is what the file gives, all but the comparison of searches; npm run findings makes it again", async function () {
    // It is made once all trainings are in the file.
    if (!existsSync(page)) return this.skip();
    const campaign = await wholeCampaign(await readSources(platform));
    if ("refusal" in campaign) throw new Error(campaign.refusal);
    const sections = measuredSections(campaign);
    const made = findingsPage(campaign, sections);
    const written = readFileSync(page, "utf8");
    equal(written.slice(0, made.length), made);
    match(written.slice(made.length), /^\n## How soon searches find good networks\n/);
    const figures = figuresOf(sections);
    for (const [name, figure] of Object.entries(figures))
      equal(readFileSync(`docs/blox-digits/${name}`, "utf8"), figure, name);
    const others = readdirSync("docs/blox-digits").filter((name) => !ofSearches.test(name));
    deepEqual(others.sort(), Object.keys(figures).sort());
  });

  it("is not made of a file that lacks trainings", async () => {
    const { embedded, library } = await readSources(platform);
    if ("problem" in embedded) throw new Error(embedded.problem);
    const spaces = Object.fromEntries(
      Object.entries(embedded.spaces).map(([name, { measured: _, ...content }]) => [name, content]),
    );
    const found = await wholeCampaign({ embedded: { spaces }, library });
    match("refusal" in found ? found.refusal : "", /2,025 trainings of seed 0; .* seed 2/);
  });
});

describe("the sections, on what was made up", () => {
  const campaign = madeUpCampaign();
  const sections = measuredSections(campaign);
  const text = findingsPage(campaign, sections);

  it("say everything in numbers, and link to the figures that there are", () => {
    const figures = figuresOf(sections);
    for (const written of [text, ...Object.values(figures)])
      doesNotMatch(written, /NaN|undefined|Infinity|\[object/);
    const linked = Array.from(
      text.matchAll(/\]\(blox-digits\/([\w-]+\.svg)\)/g),
      ([, name]) => name,
    );
    deepEqual(linked.sort(), Object.keys(figures).sort());
  });

  it("have as many cells in each row of a table as in its head", () => {
    const cells = (line: string) => line.split(/(?<!\\)\|/).length;
    const tables = text.split("\n\n").filter((part) => part.startsWith("|"));
    ok(tables.length > 8);
    for (const table of tables) {
      const [head = "", ...rows] = table.split("\n");
      for (const row of rows) equal(cells(row), cells(head), row);
    }
  });

  it("draw every network, and the front through those on it", () => {
    const { "params.svg": figure = "", "map.svg": map = "" } = figuresOf(sections);
    const [, front = ""] = /data-part="front" d="([^"]*)"/.exec(figure) ?? [];
    const [, marked = ""] = figure.split('data-part="dots"').slice(1);
    equal(front.split("V").length, marked.split("h0").length - 1);
    const squares = [...map.matchAll(/data-part="squares" d="([^"]*)"/g)];
    const drawn = squares.flatMap(([, path = ""]) => path.split("z").slice(0, -1));
    equal(new Set(drawn).size, campaign.accuracy.values.length);
    // As many of each colour, but for ties.
    for (const [, path = ""] of squares) ok(path.split("z").length > 2025 / 8 / 2);
  });

  it("tell of searches what their comparison found", async () => {
    const request = {
      entrants: ["random", "lana"].map((name) => ({ name, parameters: {} })),
      objectives: [{ direction: "maximize", metric: "accuracy" }] as const,
      seeds: 3,
      budget: 120,
      at: [20, 120],
      observation: "lowest seed",
      repeats: "free",
    } as const;
    const signal = new AbortController().signal;
    const comparison = await compare(campaign.benchmark, request, { platform, workers: 1, signal });
    if (!comparison || "refusal" in comparison) throw new Error(comparison?.refusal);
    const { paragraphs, figures } = searchSection(campaign, [comparison]);
    const written = paragraphs.join("\n\n");
    for (const { name, traces } of comparison.algorithms) {
      const best = traces.map(({ incumbents }) => incumbents.at(-1)?.[2] ?? 0);
      const regret = (comparison.optimum.value - meanOf(best)).toFixed(3);
      const row = written.split("\n").find((line) => line.startsWith(`| [\`${name}\`]`)) ?? "";
      ok(row.includes(`| ${regret} ± `), `${row} has not ${regret}`);
    }
    deepEqual(Object.keys(figures ?? {}), ["regret.svg", "regret-predictors.svg"]);
    doesNotMatch(written, /NaN|undefined|Infinity/);
  });
});
