/**
 * Addresses of files are uris, written in one way: each segment of the path has all characters encoded
 * but letters, digits and `-._~`, as editors do, and a drive has a small letter. So they can be compared.
 */
export function addressOf(uri: string): string {
  const { root, segments, rest } = partsOf(uri);
  return `${root}${segments.map((segment) => encoded(decoded(segment))).join("/")}${rest}`;
}

/**
 * The address that a path means in a file: `./blocks.blox`, `../shared/blocks.blox`, or from the root.
 * Undefined where it means none, as it leads to another machine or the file lies in no folder.
 */
export function addressFrom(uri: string, path: string): string | undefined {
  if (!hasFolder(uri) || path.startsWith("//")) return undefined;
  const { root, segments } = partsOf(uri);
  const found = path.startsWith("/") ? [""] : segments.slice(0, -1);
  for (const segment of path.replace(/^\//, "").split("/")) {
    if (segment === "..") {
      if (found.length > 1) found.pop();
    } else if (segment !== "." && segment !== "") found.push(encoded(segment));
  }
  return addressOf(root + found.join("/"));
}

/** The path from a file to another one: `./blocks.blox`; undefined where there is no way. */
export function pathBetween(uri: string, other: string): string | undefined {
  const from = partsOf(addressOf(uri));
  const to = partsOf(addressOf(other));
  if (from.root !== to.root || from.segments.length === 0) return undefined;
  const folders = from.segments.slice(0, -1);
  let common = 0;
  while (common < folders.length && folders[common] === to.segments[common]) common++;
  const up = folders.length - common;
  const down = to.segments.slice(common).map(decoded);
  return [...(up === 0 ? ["."] : Array.from({ length: up }, () => "..")), ...down].join("/");
}

/** How one file names another one, for people. */
export function shownFrom(uri: string, other: string): string {
  return pathBetween(uri, other) ?? shownAddress(other);
}

/** An address for people: of a file on this machine, its path. */
export function shownAddress(uri: string): string {
  const { root, segments, rest } = partsOf(uri);
  const path = segments.map(decoded).join("/");
  if (root !== "file://") return root + path + rest;
  return path.replace(/^\/(?=[a-z]:\/)/, "");
}

/**
 * Whether files lie beside it: not where it was never saved, nor where it is one of several versions of
 * a file, which its query says.
 */
export function hasFolder(uri: string): boolean {
  const { root, segments, rest } = partsOf(uri);
  return segments.length > 0 && rest === "" && !isUnsaved(root);
}

export function isUnsaved(uri: string): boolean {
  return uri.startsWith("untitled:");
}

/** `scheme://authority`, the path between its slashes (the first is empty), and query and fragment. */
function partsOf(uri: string) {
  const parts = /^([a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?)(\/[^?#]*)?(.*)$/is.exec(uri);
  const [, root = "", path = "", rest = uri] = parts ?? [];
  return { root, segments: path === "" ? [] : path.split("/"), rest };
}

function encoded(segment: string): string {
  const drive = /^([A-Za-z]):$/.exec(segment)?.[1];
  if (drive) return `${drive.toLowerCase()}%3A`;
  // Half a character has no encoding.
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd")).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
