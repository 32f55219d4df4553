/** In a requirement or a constraint: `METRIC CMP VALUE`, `VALUE CMP METRIC CMP VALUE`. */
export type ConditionPlace =
  /** Behind a limit that it has on its left, it needs no other one. */
  | { readonly kind: "metric"; readonly isBounded: boolean }
  /** Behind a metric, written as in the language. */
  | { readonly kind: "comparison"; readonly metric: string }
  | { readonly kind: "device"; readonly metric: string }
  | { readonly kind: "limit"; readonly metric: string; readonly comparison: string }
  /** Behind a number; without a metric yet, all units and a comparison. */
  | { readonly kind: "unit"; readonly metric: string | undefined };

/** Where behind a condition's words the cursor is; undefined where the condition is complete. */
export function conditionPlace(
  words: readonly string[],
  isOnNewLine: boolean,
): ConditionPlace | undefined {
  const last = words.at(-1);
  if (last === undefined) return { kind: "metric", isBounded: false };
  const metric = words.find((word) => /^[A-Za-z_]/.test(word) && !isUnitOf(words, word));
  if (comparisons.includes(last)) {
    return metric === undefined
      ? { kind: "metric", isBounded: true }
      : { kind: "limit", metric, comparison: last };
  }
  if (isNumber(last)) return isOnNewLine ? undefined : { kind: "unit", metric };
  if (metric === undefined) return isOnNewLine ? undefined : { kind: "comparison", metric: "" };
  const isBehindMetric = last === metric || last === "()";
  return isBehindMetric && !isOnNewLine ? { kind: "comparison", metric } : undefined;
}

const comparisons = ["<=", ">=", "<", ">", "="];

function isNumber(word: string): boolean {
  return /^\d/.test(word);
}

/** Whether a word stands behind a number. */
function isUnitOf(words: readonly string[], word: string): boolean {
  return isNumber(words[words.indexOf(word) - 1] ?? "");
}
