import type { CurvesRequest } from "../messages";

/** A link in a hover that plots training curves: an editor follows it where it trusts the command. */
export function curvesLink(request: CurvesRequest): string {
  // A bracket would end the link, and editors decode what stands in it once or twice.
  const argument = JSON.stringify([request]).replace(/[%()]/g, escaped);
  return `[Training curves](command:blox.plotCurves?${encodeURIComponent(argument)})`;
}

/** As JSON may write any character of a string. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
