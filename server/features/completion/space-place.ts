import { takenByLayer } from "../../../data/layer-reader";
import { keywords } from "../../../grammar/keywords";
import { elsewhere, type Place } from "./cursor-place";
import { firstWords, lastClause } from "./last-clause";

const clauseWords = firstWords(keywords.space);
const stageWords = firstWords(keywords.stageDefinition);
const layerWords = firstWords([...keywords.layers, ...keywords.layerGroups]);
const attributeWords = firstWords(keywords.layerAttributes);

/** Where in a space's braces a cursor is, by the words before it. */
export function spaceClausePlace(words: readonly string[], isOnNewLine: boolean): Place {
  const [keyword, first, second, third] = lastClause(words, clauseWords, ["op"]);
  const done: Place = { kind: "space clause" };
  const braces: Place = isOnNewLine ? done : { kind: "layers in braces" };
  switch (keyword) {
    case "input":
      return first === undefined ? { kind: "input size" } : done;
    case "classes":
    case "dataset":
      return first === undefined ? elsewhere : done;
    case "count":
      if (second === undefined) return { kind: "flops as" };
      return third === undefined ? { kind: "flops convention" } : done;
    case "op":
      if (first === undefined) return elsewhere;
      return second === undefined ? braces : done;
    case "stem":
    case "head":
      return first === undefined ? braces : done;
    case "stages":
    case "stage":
      return second === undefined ? elsewhere : done;
    default:
      return done;
  }
}

/** Where in the braces of a space's stage. */
export function stageDefinitionPlace(words: readonly string[], isOnNewLine: boolean): Place {
  const clause = lastClause(words, stageWords);
  const [keyword, of] = clause;
  const last = clause.at(-1);
  const done: Place = { kind: "stage clause" };
  switch (keyword) {
    case "block":
    case "chain":
      if (of === undefined) return elsewhere;
      if (last === "of") return { kind: keyword === "block" ? "op range" : "chain length" };
      return /^\d/.test(last ?? "") && !isOnNewLine ? { kind: "op count" } : done;
    case "first":
      return attributePlace("first", clause.slice(1), isOnNewLine) ?? done;
    case "reduce":
      if (of !== undefined || isOnNewLine) return done;
      return { kind: "layers in braces" };
    default:
      return done;
  }
}

/** Where among layers. */
export function layerPlace(words: readonly string[], isOnNewLine: boolean): Place {
  const [layer, ...rest] = lastClause(words, layerWords);
  const done: Place = { kind: "layer" };
  if (layer === undefined) return done;
  const isGroup = keywords.layerGroups.some(({ word }) => word === layer);
  if (isGroup) {
    if (rest.at(-1) === "{}" || isOnNewLine) return done;
    return layer === "repeat" && rest.length === 0 ? elsewhere : { kind: "layers in braces" };
  }
  if (rest.length === 0 && !isOnNewLine && takenByLayer(layer)?.kernel) return { kind: "kernel" };
  return attributePlace(layer, rest, isOnNewLine) ?? done;
}

function attributePlace(
  layer: string,
  words: readonly string[],
  isOnNewLine: boolean,
): Place | undefined {
  const last = words.at(-1);
  if (last === "out") return { kind: "channels" };
  if (last === "stride") return { kind: "stride" };
  if (isOnNewLine) return undefined;
  return { kind: "attribute", layer, written: words.filter((word) => attributeWords.has(word)) };
}
