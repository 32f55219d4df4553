import type { BenchmarkEntry, ImportedFileInfo } from "../server/messages";
import { shownBytes } from "./shown-bytes";

/**
 * Benchmarks as a page of Markdown to read.
 *
 * @param notes what was said when they were imported, by the database: a sentence each
 * @param skipped files of a folder that nothing recognised
 */
export function benchmarkPage(
  entries: readonly BenchmarkEntry[],
  notes: ReadonlyMap<string, readonly string[]> = new Map(),
  skipped: readonly string[] = [],
): string {
  const sections = entries.map((entry) => benchmarkSection(entry, notes.get(entry.database) ?? []));
  return [...sections, ...section("Passed over", skipped)].join("\n\n");
}

function benchmarkSection(entry: BenchmarkEntry, notes: readonly string[]): string {
  const facts: readonly (readonly [string, string])[] = [
    ["Space", entry.space],
    ["Content", entry.content],
    ["Metrics", entry.metrics.join(", ")],
    ["Training curves", entry.hasCurves ? "yes" : "none"],
    ["Licence", entry.licence],
    ["To cite", entry.citation],
    ["Database", `${entry.database}, ${shownBytes(entry.bytes)}`],
    ["Checksum", entry.checksum],
    ["Imported", shownTime(entry.importedAt)],
  ];
  return [
    `# ${literal(entry.title)}`,
    table(["", ""], facts),
    ...section("What to know of it", notes),
    "## Files",
    table(["File", "Content", "Format", "Rows"], entry.files.map(fileRow)),
  ].join("\n\n");
}

function fileRow({ name, content, format, rows }: ImportedFileInfo): readonly string[] {
  return [name, content, format, rows.toLocaleString("en")];
}

/** `2026-11-24 12:06 UTC` */
function shownTime(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  return [`## ${title}`, lines.map((line) => `- ${literal(line)}`).join("\n")];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const body = rows.map((cells) => row(cells.map(literal)));
  return [row(head), row(head.map(() => "---")), ...body].join("\n");
}

/** Text of a file, which may have what Markdown would take for markup. */
function literal(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|&~#]/g, "\\$&");
}
