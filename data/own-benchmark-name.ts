import type { Space } from "./space";

/** The name of a benchmark of one's own measurements in a space, by what they are: `trainings-blox`. */
export function ownBenchmarkName(measurements: string, { name }: Space): string {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? ["own"];
  return `${measurements}-${words.join("-").slice(0, longestSpace).replace(/-$/, "")}`;
}

/** Characters; importers take 64 in all. */
const longestSpace = 50;
