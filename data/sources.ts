/** What stands beside an estimated accuracy. */
export const accuracySource = "calibrated on the published figure, ±0.5 % standard error";

/** What stands beside parameters and FLOPs. */
export const exactSource = "computed from the space's definition";
