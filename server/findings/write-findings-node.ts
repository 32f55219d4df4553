import { mkdir, rm, writeFile } from "node:fs/promises";
import { readSources } from "../benchmarks";
import { nodePlatform } from "../platform-node";
import { figuresOf, findingsPage, measuredSections } from "./findings-page";
import { searchComparisons } from "./search-comparison";
import { searchSection } from "./search-section";
import { wholeCampaign } from "./whole-campaign";

/** `npm run findings`: docs/blox-digits.md and its figures, from data/blox.sqlite alone. */
const platform = nodePlatform(import.meta.dirname);
const campaign = await wholeCampaign(await readSources(platform));
if ("refusal" in campaign) {
  console.error(campaign.refusal);
  process.exit(1);
}
const comparisons = await searchComparisons(campaign, {
  platform,
  workers: platform.parallelism,
  signal: new AbortController().signal,
});
const sections = [...measuredSections(campaign), searchSection(campaign, comparisons)];
const folder = "docs/blox-digits";
await rm(folder, { recursive: true, force: true });
await mkdir(folder);
for (const [name, figure] of Object.entries(figuresOf(sections)))
  await writeFile(`${folder}/${name}`, figure);
await writeFile(`${folder}.md`, findingsPage(campaign, sections));
