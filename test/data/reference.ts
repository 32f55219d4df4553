import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { shared } from "../shared";

export interface ReferenceNetwork {
  readonly hash: string;
  readonly params: number;
  readonly flops: number;
  readonly vector: string;
}

/** All networks of `blox` as the reference implementation computes them; undefined where absent. */
export function referenceSpace(): ReferenceNetwork[] | undefined {
  const file = shared("reference/space.csv.gz");
  if (!file) return undefined;
  return lines(gunzipSync(readFileSync(file)).toString()).map((line) => {
    const [, hash = "", params, flops, vector = ""] = /^(\w+),(\d+),(\d+),"(.*)"$/.exec(line) ?? [];
    return { hash, params: Number(params), flops: Number(flops), vector };
  });
}

/** Redundant vectors, each with the hash that it must give; empty: it is no network. */
export function referenceVectors(): { vector: string; hash: string }[] | undefined {
  const file = shared("reference/vectors.csv");
  if (!file) return undefined;
  return lines(readFileSync(file, "utf8")).map((line) => {
    const [, vector = "", hash = ""] = /^"(.*)",(\w*)$/.exec(line) ?? [];
    return { vector, hash };
  });
}

function lines(csv: string): string[] {
  return csv.trim().split(/\r?\n/).slice(1);
}
