import type { GraphAmount, GraphCost, GraphPart, NetworkGraph } from "../server/messages";
import { countText } from "./number-text";

/** What the drawing of a part shows, in words: for those who hear it, and for the tip. */
export function partText(part: GraphPart): string {
  const cost = part.cost && part.kind !== "input" ? `, ${costText(part.cost)}` : "";
  return `${part.title}${blockText(part)}: gives ${part.output}${cost}.`;
}

/** `kiosk: 9 parts, 2.92 M parameters, 278.5 M FLOPs` */
export function graphText({ address, parts, total }: NetworkGraph): string {
  const cost = total ? costText(total) : "not complete";
  return `${address.network}: ${parts.length} parts from input to head, ${cost}`;
}

function costText({ params, flops }: GraphCost): string {
  return `${amountText(params)} parameters, ${amountText(flops)} FLOPs`;
}

function blockText({ block }: GraphPart): string {
  switch (block?.kind) {
    case "joined":
      return `, ${block.expression} (${block.equations.join("; ")})`;
    case "hole":
      return `, a hole with ${choicesText(block.choices)}`;
    case "missing":
      return `, ${block.what}`;
    case undefined:
      return "";
  }
}

function amountText({ text, most, share }: GraphAmount): string {
  if (most !== undefined) return `${text} to ${most}`;
  return share === undefined ? text : `${text} (${shareText(share)})`;
}

/** `31 %` of the network's, `< 1 %` of what would round to none. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.005) return "< 1 %";
  return `${Math.round(100 * share)} %`;
}

/** `45 choices` */
export function choicesText(choices: number): string {
  return choices === 1 ? "1 choice" : `${countText(choices)} choices`;
}

/** The lines of an amount: one, or from the least to the most. */
export function amountLines({ text, most }: GraphAmount): string[] {
  return most === undefined ? [text] : [`${text} to`, most];
}
