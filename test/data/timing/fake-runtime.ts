import type { TimingRuntime } from "../../../data/timing/timing-runtime";

/** A runtime of which each step is what a test says; what it leaves out does nothing. */
export function fakeRuntime(
  steps: {
    readonly mostSessions?: number;
    open?(): Promise<void>;
    run?(): Promise<void>;
    release?(): Promise<void>;
  } = {},
): TimingRuntime {
  return {
    name: "ort-cpu",
    version: "a runtime 1.0",
    mostSessions: steps.mostSessions ?? 100,
    firstRuns: 1,
    mostInterrupted: () => 0,
    async open() {
      await steps.open?.();
      return {
        run: async () => steps.run?.(),
        release: async () => steps.release?.(),
      };
    },
  };
}
