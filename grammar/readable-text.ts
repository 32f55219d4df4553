import { isDatasetFile } from "./dataset-file";

/** The longest text that is read, in UTF-16 units. */
export const longestText = 1_000_000;

/** Whether a text is read as the language at all: the parser refuses others with one message. */
export function isReadableText(text: string): boolean {
  return text.length <= longestText && !text.includes("\0") && !isDatasetFile(text);
}
