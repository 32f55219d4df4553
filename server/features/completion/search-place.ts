import { keywords } from "../../../grammar/keywords";
import { conditionPlace } from "./condition-place";
import { elsewhere, type Place } from "./cursor-place";
import { firstWords, lastClause } from "./last-clause";

/** Where in a search's braces a cursor is, by the words before it. */
export function searchPlace(words: readonly string[], isOnNewLine: boolean): Place {
  const [keyword, ...rest] = lastClause(words, clauseWords, takingNames);
  const [first, second] = rest;
  const done: Place = { kind: "search clause" };
  switch (keyword) {
    case "from":
      return first === undefined ? { kind: "network with holes" } : done;
    case "space":
      return first === undefined ? { kind: "space" } : done;
    case "maximize":
    case "minimize":
      return first === undefined ? { kind: keyword } : done;
    case "subject": {
      if (first === undefined) return { kind: "to" };
      const condition = rest.slice(rest.lastIndexOf(",") + 1).filter((word) => word !== "to");
      return conditionPlace(condition, isOnNewLine) ?? done;
    }
    case "algorithm":
      if (first === undefined) return { kind: "algorithm" };
      return second === undefined && !isOnNewLine ? { kind: "settings" } : done;
    case "budget":
      if (first === undefined) return { kind: "budget" };
      return second === undefined && !isOnNewLine ? { kind: "budget unit" } : done;
    case "seed":
      return first === undefined ? elsewhere : done;
    case "observe":
      return first === undefined ? { kind: "observe" } : done;
    case "lock":
      return first === undefined ? { kind: "lock" } : done;
    default:
      return done;
  }
}

const clauseWords = firstWords(keywords.search);
const takingNames = ["from", "space", "algorithm", "observe"];

/** Inside an algorithm's braces: names and numbers take turns. */
export function settingPlace(algorithm: string, words: readonly string[]): Place {
  const last = words.at(-1);
  if (last === undefined || /^\d/.test(last)) return { kind: "setting", algorithm };
  return { kind: "setting value", algorithm, setting: last };
}
