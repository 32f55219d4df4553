import type { FlopsConvention } from "./space";

/** What stands beside an estimated accuracy. */
export const accuracySource = "calibrated on the published figure";

/** What stands beside whatever follows from the architecture alone. */
export const exactSource = "from its layers";

/** What stands beside FLOPs: what is counted as one differs from space to space. */
export const flopsSources: Readonly<Record<FlopsConvention, string>> = {
  ptflops: "from its layers, as ptflops counts",
  macs: "from its layers, multiply-accumulates",
};
