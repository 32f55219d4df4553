import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ReleaseKind } from "../../data/importers/release/release-columns";
import type { ReleaseFormat } from "../../data/importers/release/release-header";
import { generatedRelease } from "../bench/generated-release";
import { releaseBytes } from "../bench/release-writer";
import { networks } from "./imports";

const releaseFormats: readonly ReleaseFormat[] = ["csv", "pickle", "custom"];

export interface ReleaseContent {
  readonly kind: ReleaseKind;
  readonly format: ReleaseFormat;
  /** Rows: of the first networks that there are. */
  readonly rows: number;
  readonly epochs?: number;
  readonly seed?: number;
  readonly device?: string;
}

/** The bytes of a small file of the published layout. */
export function smallRelease({
  kind,
  format,
  rows,
  ...particulars
}: ReleaseContent): Promise<Uint8Array> {
  const some = { ...networks, indices: networks.indices.slice(0, rows) };
  return releaseBytes(generatedRelease(kind, some, particulars), format);
}

/** Writes such a file; its path. */
export async function writeRelease(
  folder: string,
  name: string,
  content: ReleaseContent,
): Promise<string> {
  const file = join(folder, name);
  writeFileSync(file, await smallRelease(content));
  return file;
}

/** A training with curves, and the networks' costs: in each format, of three networks. */
export const smallContents: readonly ReleaseContent[] = releaseFormats.flatMap((format) => [
  { kind: "base", format, rows: 3, epochs: 3, seed: 0 },
  { kind: "info", format, rows: 3 },
]);
