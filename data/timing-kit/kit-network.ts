import Papa from "papaparse";

/** A network of a timing kit. */
export interface KitNetwork {
  /** Its index in its space. */
  readonly index: number;
  /** Its ONNX file, in the folder of the kit. */
  readonly file: string;
  /** As its document calls it, or as its file is called. */
  readonly name: string;
}

/** The table by which the script knows what to time. */
export function networksTable(networks: readonly KitNetwork[]): string {
  const rows = networks.map(({ index, file, name }) => [index, file, name]);
  return `${Papa.unparse([["network", "file", "name"], ...rows], { newline: "\n" })}\n`;
}
