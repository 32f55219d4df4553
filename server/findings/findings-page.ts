import { aboutSection } from "./about-section";
import { additivitySection } from "./additivity-section";
import { bestNetworksSection } from "./best-networks-section";
import { correlationSection } from "./correlation-section";
import { influenceSection } from "./influence-section";
import { reliabilitySection } from "./reliability-section";
import type { Section } from "./section";
import type { WholeCampaign } from "./whole-campaign";

/** What follows from the measurements alone, without running a search. */
export function measuredSections(campaign: WholeCampaign): readonly Section[] {
  return [
    aboutSection(campaign),
    reliabilitySection(campaign),
    bestNetworksSection(campaign),
    influenceSection(campaign),
    additivitySection(campaign),
    correlationSection(campaign),
  ];
}

/** The page as Markdown. */
export function findingsPage({ space }: WholeCampaign, sections: readonly Section[]): string {
  const parts = sections.flatMap(({ title, paragraphs }) => [`## ${title}`, ...paragraphs]);
  const about = `Every network of the built-in space \`${space.name}\` was trained and timed for Blox. This page says what came of it; it is made from the measurements by \`npm run findings\`, its sentences too.`;
  return `${[`# All of ${space.name}`, about, ...parts].join("\n\n")}\n`;
}

/** The texts of all figures, by the names of their files. */
export function figuresOf(sections: readonly Section[]): Readonly<Record<string, string>> {
  return Object.assign({}, ...sections.map(({ figures }) => figures));
}
