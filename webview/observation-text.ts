import type { Observation } from "../server/messages";

/** `Each network's lowest seed`, `The mean of its trainings`, `Training seed 2` */
export function observationText(observation: Observation): string {
  if (observation === "mean") return "The mean of its trainings";
  return observation === "lowest seed" ? "Each network's lowest seed" : `Training ${observation}`;
}
