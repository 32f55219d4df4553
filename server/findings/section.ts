/** A part of the page of findings. */
export interface Section {
  readonly title: string;
  /** Markdown. */
  readonly paragraphs: readonly string[];
  /** The texts of SVG files, by their names. */
  readonly figures?: Readonly<Record<string, string>>;
}

/** A figure of the page, with what it shows for who cannot see it. */
export function figureLink(name: string, shown: string): string {
  return `![${shown}](blox-digits/${name})`;
}
