import type { SearchSpec } from "../messages";
import { findAlgorithm } from "./algorithms";

/** Every parameter of a search's algorithm with the value that it has: what is not given has its default. */
export function effectiveParameters({
  algorithm,
  parameters,
}: Pick<SearchSpec, "algorithm" | "parameters">): SearchSpec["parameters"] {
  const presets = findAlgorithm(algorithm)?.parameters ?? [];
  return {
    ...Object.fromEntries(presets.map(({ name, default: preset }) => [name, preset])),
    ...parameters,
  };
}
