import type { TimingRuntime } from "./timing-runtime";

/** What to tell the user when the runtime fails with a network, on loading or on running it. */
export function runtimeFailure(
  { version }: Pick<TimingRuntime, "version">,
  doing: "load" | "run",
  network: number,
  error: unknown,
): Error {
  const said = error instanceof Error ? error.message : String(error);
  const reason = said.replace(/\s*\n\s*/g, " ");
  const message = ofMemory.test(reason)
    ? `${version} has no memory left ${doing === "load" ? "for" : "while it runs"} network ${network} (${reason}). Close other programs, or measure fewer networks at once.`
    : `${version} cannot ${doing} network ${network}: ${reason}`;
  return new Error(message, { cause: error });
}

/** WebAssembly throws a bare number, or ends with `Aborted(OOM)`, where its own memory is used up. */
const ofMemory = /memory|alloc|\bOOM\b|^\d+$/i;
