import type { CurvesRequest } from "../messages";
import { commandLink } from "./command-link";

/** A link in a hover that plots training curves. */
export function curvesLink(request: CurvesRequest): string {
  return commandLink("Training curves", "blox.plotCurves", request);
}
