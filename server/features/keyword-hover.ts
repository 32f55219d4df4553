import { type Keyword, type KeywordPlace, keywords, units } from "../../grammar/keywords";
import type { Range } from "../../grammar/syntax";
import { lex } from "../../grammar/tokens";
import { topologyNames } from "../model/block-vocabulary";
import type { Model } from "../model/model";
import { type Place, placeAfter } from "./completion/cursor-place";
import { contains } from "./place";

/** What a keyword or a unit means, by the place where it stands. */
export function keywordHover(
  model: Model,
  offset: number,
): { readonly markdown: string; readonly range: Range } | undefined {
  const { file, document, blocks, spaces } = model;
  const declaration = file.declarations.find(({ range }) => contains(range, offset));
  if (!declaration) return undefined;
  const { start } = declaration.range;
  const text = document.getText().slice(start, declaration.range.end);
  const { tokens } = lex(text);
  const rangeOf = (place: number): Range => {
    const token = tokens[place];
    const from = start + (token?.startOffset ?? 0);
    return { start: from, end: from + (token?.image.length ?? 0) };
  };
  const isBlock = (name: string) =>
    blocks.has(name) || topologyNames(spaces.vocabulary).includes(name);
  const words = tokens.map(({ image }) => image);
  const keywordFrom = (first: number, at: number) => {
    const behind = first === 0 ? 0 : rangeOf(first - 1).end - start;
    const isOnNewLine = /[\r\n]/.test(text.slice(behind, tokens[first]?.startOffset));
    const place = placeAfter({ words: words.slice(0, first), isOnNewLine, isBlock });
    return keywordsAt(place).find(({ word }) => {
      const parts = word.split(" ");
      return first + parts.length > at && parts.every((part, i) => words[first + i] === part);
    });
  };
  // Between two tokens the cursor is at both.
  const touched = [...tokens.keys()].filter((place) => contains(rangeOf(place), offset));
  for (const at of touched) {
    // `count flops as` is one keyword, whichever of its words the cursor is in.
    for (let first = at; first >= 0 && first > at - longestKeyword; first--) {
      const keyword = keywordFrom(first, at);
      if (!keyword) continue;
      const last = first + keyword.word.split(" ").length - 1;
      return {
        markdown: `**${keyword.isUnit ? "unit" : "keyword"}** \`${keyword.word}\`\n\n${keyword.documentation}`,
        range: { start: rangeOf(first).start, end: rangeOf(last).end },
      };
    }
  }
  return undefined;
}

const longestKeyword = 3;

function keywordsAt({ kind }: Place): readonly (Keyword & { readonly isUnit?: true })[] {
  if (kind === "unit" || kind === "budget unit") return allUnits;
  return (places[kind] ?? []).flatMap((place): readonly Keyword[] => keywords[place]);
}

const allUnits = units.map((unit) => ({ ...unit, isUnit: true as const }));

const layerPlaces: readonly KeywordPlace[] = ["layerAttributes", "layers", "layerGroups"];

/** Which keywords stand where; behind what may be complete, those of the next clause. */
const places: Partial<Record<Place["kind"], readonly KeywordPlace[]>> = {
  declaration: ["file"],
  "space header": ["spaceHeader"],
  "network clause": ["network"],
  "stage separator": ["network"],
  comparison: ["network", "search"],
  equation: ["body"],
  term: ["body"],
  "behind a hole": ["hole", "network"],
  block: ["hole"],
  "part of a block": ["hole"],
  "operations of a block": ["hole"],
  "search clause": ["search"],
  settings: ["search"],
  "space clause": ["space"],
  "layers in braces": ["space", "stageDefinition", ...layerPlaces],
  "flops convention": ["flopsConvention"],
  "stage clause": ["stageDefinition"],
  "op count": ["opCount"],
  layer: layerPlaces,
  kernel: layerPlaces,
  attribute: [...layerPlaces, "stageDefinition"],
};
