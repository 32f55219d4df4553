import { sha256 } from "../../data/sha256";
import type { Refusal } from "../messages";
import type { Comparison } from "./comparison";

const format = "blox-comparison 2";

/** A comparison as the text of a file, with a checksum over the rest of it. */
export function comparisonText(comparison: Comparison): string {
  const content = { format, ...comparison };
  return `${JSON.stringify({ ...content, checksum: checksumOf(content) })}\n`;
}

/** Reads it again, or says why it cannot be: what a file lacks or was changed in must not make a table. */
export function readComparison(text: string): Comparison | Refusal {
  const file = parsed(text);
  if (!file) return { refusal: "it is not the whole of a comparison's file" };
  const { checksum, ...content } = file;
  if (typeof content.format !== "string" || !content.format.startsWith("blox-comparison "))
    return { refusal: "it is no comparison that `blox compare --out` wrote" };
  if (content.format !== format)
    return {
      refusal: `it is of another version of Blox (${content.format}, this one reads ${format})`,
    };
  if (checksum !== checksumOf(content))
    return { refusal: "it is damaged, or was changed since it was written" };
  const { format: _, ...comparison } = content;
  return comparison as unknown as Comparison;
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function checksumOf(content: object): string {
  return `sha256:${sha256(new TextEncoder().encode(JSON.stringify(content)))}`;
}
