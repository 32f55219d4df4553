import { keywords } from "../../../grammar/keywords";
import { type ConditionPlace, conditionPlace } from "./condition-place";
import { firstWords, lastClause } from "./last-clause";
import { searchPlace, settingPlace } from "./search-place";
import { layerPlace, spaceClausePlace, stageDefinitionPlace } from "./space-place";

/** Where in the language a cursor is. */
export type Place =
  | ConditionPlace
  | { readonly kind: PlainPlace }
  /** Behind a colon, or in a hole's set. */
  | { readonly kind: "block"; readonly isInSet: boolean }
  | { readonly kind: "part of a block"; readonly isInSet: boolean }
  | { readonly kind: "operations of a block"; readonly isInSet: boolean }
  | { readonly kind: "setting"; readonly algorithm: string }
  | { readonly kind: "setting value"; readonly algorithm: string; readonly setting: string }
  /** Behind a layer: its attributes but those that it has, or the next layer. */
  | { readonly kind: "attribute"; readonly layer: string; readonly written: readonly string[] };

type PlainPlace =
  | "elsewhere"
  | "declaration"
  | "space header"
  | "space"
  | "base space"
  | "network clause"
  | "stage number"
  | "stage separator"
  | "behind a hole"
  | "set of a hole"
  | "equation"
  | "term"
  | "search clause"
  | "network with holes"
  | "maximize"
  | "minimize"
  | "to"
  | "algorithm"
  | "settings"
  | "budget"
  | "budget unit"
  | "observe"
  | "lock"
  | "space clause"
  | "input size"
  | "flops as"
  | "flops convention"
  | "layers in braces"
  | "stage clause"
  | "op range"
  | "chain length"
  | "op count"
  | "layer"
  | "kernel"
  | "channels"
  | "stride";

/** The words before a cursor, and what else is known of them. */
export interface Before {
  /** From the start of a declaration, or from behind the last one. */
  readonly words: readonly string[];
  /** Whether the cursor is on a later line than the last of them. */
  readonly isOnNewLine: boolean;
  isBlock(name: string): boolean;
}

/** Follows the words to the cursor: what stands behind it does not count, so that it may be anything. */
export function placeAfter(before: Before): Place {
  const open = openBrackets(before);
  const isInSet = open.some(({ kind }) => kind === "set");
  const here = open.at(-1);
  const words = here?.words ?? [];
  const last = words.at(-1);
  switch (here?.kind) {
    case "network":
      return networkPlace(words, before.isOnNewLine);
    case "search":
      return searchPlace(words, before.isOnNewLine);
    case "settings":
      return settingPlace(here.owner, words);
    case "space":
      return spaceClausePlace(words, before.isOnNewLine);
    case "stage definition":
      return stageDefinitionPlace(words, before.isOnNewLine);
    case "layers":
      return layerPlace(words, before.isOnNewLine);
    case "set":
      if (last === undefined || last === ",") return { kind: "block", isInSet };
      return isJoining(last) ? { kind: "part of a block", isInSet } : elsewhere;
    case "group":
      return last === undefined || isJoining(last)
        ? { kind: "part of a block", isInSet }
        : elsewhere;
    case "operations":
      return last === undefined || last === ","
        ? { kind: "operations of a block", isInSet }
        : elsewhere;
    case "body":
      if (last === "=" || last === "+") return { kind: "term" };
      return last === undefined || before.isOnNewLine ? { kind: "equation" } : elsewhere;
    case "input":
      return last === undefined || last === "+" ? { kind: "term" } : elsewhere;
    case "device":
      return last === undefined ? { kind: "device", metric: here.owner } : elsewhere;
    case "parameters":
      return elsewhere;
    case "file":
    case undefined:
      return filePlace(words, before.isOnNewLine);
  }
}

export const elsewhere: Place = { kind: "elsewhere" };

/** What a bracket that is open holds. */
type Held =
  | "file"
  | "network"
  | "body"
  | "parameters"
  | "group"
  | "operations"
  | "input"
  | "set"
  | "device"
  | "search"
  | "settings"
  | "space"
  | "stage definition"
  | "layers";

interface Open {
  readonly kind: Held;
  readonly bracket: string;
  /** The word before the bracket. */
  readonly owner: string;
  /** Those between the bracket and the cursor; what is in brackets of its own is one word. */
  readonly words: string[];
}

/** The file, and the brackets that are open at the end of the words; the innermost last. */
function openBrackets({ words, isBlock }: Before): Open[] {
  const open: Open[] = [{ kind: "file", bracket: "", owner: "", words: [] }];
  for (const word of words) {
    const around = open.at(-1);
    if (!around) continue;
    if (word === "{" || word === "(") {
      const kind = word === "{" ? heldByBraces(around) : heldByParentheses(around, isBlock);
      open.push({ kind, bracket: word, owner: around.words.at(-1) ?? "", words: [] });
    } else if (word === "}" || word === ")") {
      const opening = word === "}" ? "{" : "(";
      const place = open.findLastIndex(({ bracket }) => bracket === opening);
      if (place < 0) continue;
      open.length = place;
      open.at(-1)?.words.push(opening + word);
    } else around.words.push(word);
  }
  return open;
}

function heldByBraces({ kind, words }: Open): Held {
  switch (kind) {
    case "file":
      return declarations.get(words.findLast((word) => declarations.has(word)) ?? "") ?? "body";
    case "network":
    case "set":
    case "group":
      return words.at(-1) === "in" && words.at(-2) === "?" ? "set" : "body";
    case "search":
      return "settings";
    case "space":
      return ["stages", "stage"].includes(words.at(-2) ?? "") ? "stage definition" : "layers";
    case "stage definition":
    case "layers":
      return "layers";
    default:
      return "body";
  }
}

/** A map, because of an object every word that it inherits would be one: `constructor`. */
const declarations: ReadonlyMap<string, Held> = new Map([
  ["network", "network"],
  ["block", "body"],
  ["search", "search"],
  ["space", "space"],
]);

function heldByParentheses({ kind, words }: Open, isBlock: (name: string) => boolean): Held {
  const last = words.at(-1) ?? "";
  switch (kind) {
    case "file":
      return "parameters";
    case "search":
      return "device";
    case "network":
      if (lastClause(words, networkWords)[0] === "require") return "device";
      return isName(last) ? "operations" : "group";
    case "set":
    case "group":
      return isName(last) ? "operations" : "group";
    default:
      return isBlock(last) ? "operations" : "input";
  }
}

function isName(word: string): boolean {
  return /^["A-Za-z_]/.test(word) && word !== "in";
}

function isJoining(word: string): boolean {
  return word === "->" || word === "|";
}

function filePlace(words: readonly string[], isOnNewLine: boolean): Place {
  const start = words.findLastIndex((word) => declarations.has(word) || word === "import");
  const [keyword, name, next, base] = words.slice(Math.max(0, start));
  const last = words.at(-1);
  if (start < 0 || last === "{}" || (keyword === "import" && name !== undefined)) {
    return { kind: "declaration" };
  }
  if (keyword === "space" && name !== undefined) {
    if (next === undefined) return { kind: "space header" };
    if (next === "extends" && base === undefined) return { kind: "base space" };
  }
  // Without its brace a declaration is not done; on another line, the next one may begin.
  return isOnNewLine && name !== undefined ? { kind: "declaration" } : elsewhere;
}

const networkWords = firstWords(keywords.network);

function networkPlace(words: readonly string[], isOnNewLine: boolean): Place {
  const clause = lastClause(words, networkWords);
  const [keyword, next, separator] = clause;
  const last = clause.at(-1);
  const done: Place = { kind: "network clause" };
  switch (keyword) {
    case "space":
      return next === undefined ? { kind: "space" } : done;
    case "stage":
      if (next === undefined) return { kind: "stage number" };
      if (separator === undefined) return isOnNewLine ? done : { kind: "stage separator" };
      if (last === ":") return { kind: "block", isInSet: false };
      if (last !== undefined && isJoining(last)) return { kind: "part of a block", isInSet: false };
      if (last === "?" && !isOnNewLine) return { kind: "behind a hole" };
      if (last === "in") return { kind: "set of a hole" };
      return done;
    case "require":
      return conditionPlace(clause.slice(1), isOnNewLine) ?? done;
    default:
      return done;
  }
}
