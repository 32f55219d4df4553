import type { Benchmarks } from "./benchmarks";
import { explain } from "./explanations/explanation";
import { explanationMarkdown } from "./explanations/markdown";
import type { NetworkAddress, Refusal } from "./messages";
import type { Model } from "./model/model";

/** A page about how the numbers of a network of a document came about. */
export function explanationOf(
  model: Model | undefined,
  { network: name }: NetworkAddress,
  benchmarks: Benchmarks,
): { readonly markdown: string } | Refusal {
  const network = model?.networks.find((each) => each.name === name);
  if (!network) {
    return {
      refusal: `There is no network ${name} in the document any more. Place the cursor in a network and run “Blox: Explain Numbers”.`,
    };
  }
  const { space, architecture } = network;
  if (!space) {
    return {
      refusal: `The space of ${name} is not known or has a mistake, so there are no numbers to explain: see the Problems panel.`,
    };
  }
  if (!architecture) {
    return {
      refusal: `${name} is not complete yet: every stage needs a block before there are numbers to explain.`,
    };
  }
  return { markdown: explanationMarkdown(name, explain(benchmarks(space), architecture)) };
}
