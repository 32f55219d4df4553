import type { Cloud } from "../server/messages";

/** A cloud's columns by metric; each holds one value a network, by index, NaN where none is known. */
export function cloudColumns(cloud: Cloud): ReadonlyMap<string, Float32Array> {
  return new Map(cloud.columns.map(({ metric, values }) => [metric, floats(values)]));
}

function floats(base64: string): Float32Array {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Float32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getFloat32(4 * i, true));
}
