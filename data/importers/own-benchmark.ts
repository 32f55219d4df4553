import type { BenchmarkInfo } from "../library/measurements";
import { FileProblem, type ImportSource } from "./importer";
import { quoted } from "./quoted";

const longestName = 64;

/**
 * What the lines before a file's header say of its benchmark: `# name: my-lab`, `# title: …`,
 * `# licence: …`, `# citation: …`. The name and the title are the file's where they are not said. Throws a
 * `FileProblem` for a name that is none.
 */
export function ownBenchmark(
  source: ImportSource,
  remarks: ReadonlyMap<string, string>,
): BenchmarkInfo {
  const fileTitle = source.name.replace(/\.[^.]*$/, "");
  const name = remarks.get("name") ?? nameFrom(fileTitle);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || name.length > longestName)
    throw new FileProblem(
      source,
      {},
      `${quoted(`# name: ${name}`)} is no name of a benchmark: expected lower case letters, digits and single dashes between them, at most ${longestName}, such as \`my-lab\``,
    );
  return {
    name,
    title: remarks.get("title") || remarks.get("name") || fileTitle || name,
    licence: remarks.get("licence") ?? "",
    citation: remarks.get("citation") ?? "",
  };
}

function nameFrom(title: string): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? ["measurements"];
  return words.join("-").slice(0, longestName).replace(/-$/, "");
}
