/** What stands beside an estimated accuracy. */
export const accuracySource = "calibrated on the published figure";

/** What stands beside parameters and FLOPs. */
export const exactSource = "from its layers";
