import { cpus, hostname } from "node:os";
import type { OwnMachine } from "./own-device";

/** The machine that this runs on. */
export function ownMachine(): OwnMachine {
  const processor = cpus()[0]?.model.trim() ?? "";
  // What Node says where the system does not tell.
  const isKnown = processor !== "" && processor !== "unknown";
  return { machine: hostname(), ...(isKnown && { processor }) };
}
