import type { AlgorithmInfo } from "../messages";
import type { Algorithm } from "./algorithm";
import { bananas } from "./bananas";
import { brpNas } from "./brp-nas";
import { dna } from "./dna";
import { donna } from "./donna";
import { exhaustive } from "./exhaustive";
import { hyperband } from "./hyperband";
import { lana } from "./lana";
import { localSearch } from "./local-search";
import { mathnas } from "./mathnas";
import { nsgaII } from "./nsga-ii";
import { random } from "./random";
import { regularizedEvolution } from "./regularized-evolution";
import { reinforce } from "./reinforce";

/** Every search algorithm: forms, completion, command line and docs offer what stands here. */
export const algorithms: readonly Algorithm[] = [
  regularizedEvolution,
  random,
  localSearch,
  reinforce,
  brpNas,
  bananas,
  nsgaII,
  lana,
  mathnas,
  dna,
  donna,
  hyperband,
  exhaustive,
];

export function findAlgorithm(name: string): Algorithm | undefined {
  return algorithms.find((algorithm) => algorithm.name === name);
}

/** What a form needs to know of them. */
export function algorithmInfos(): AlgorithmInfo[] {
  return algorithms.map(({ name, description, source, parameters }) => ({
    name,
    description,
    source,
    parameters,
  }));
}
