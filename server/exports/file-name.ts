/**
 * A network's name as the name of a file, without ending: all that file systems or shells take for
 * something else becomes a dash.
 */
export function fileName(network: string): string {
  const name = network.replaceAll(/[^\p{L}\p{N}_.-]+/gu, "-").replace(/^[.-]+/, "");
  return name.slice(0, longestName) || "network";
}

/** Characters; file systems end at 255 bytes, and names get endings. */
const longestName = 60;
