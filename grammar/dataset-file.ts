/** How far into a file the header of a published dataset is looked for, in UTF-16 units. */
const headerLength = 1024;

/**
 * Whether a text is not of this language but a file of the published dataset, which shares the
 * extension `.blox`: a YAML header between `---` lines, then binary (SamsungLabs/blox).
 */
export function isDatasetFile(text: string): boolean {
  const header = text.slice(0, headerLength);
  return /^\uFEFF?---[ \t]*\r?\n/.test(header) && /^(?:dataset_type|search_space):/m.test(header);
}
