import { element } from "./element";

/** A sentence for people: what stands between backquotes in it is shown as code. */
export function sentenceParts(sentence: string): (Node | string)[] {
  return sentence
    .split("`")
    .map((part, place) => (place % 2 === 0 ? part : element("code", {}, part)));
}

export function sentenceItems(sentences: readonly string[]): HTMLLIElement[] {
  return sentences.map((sentence) => element("li", {}, ...sentenceParts(sentence)));
}
