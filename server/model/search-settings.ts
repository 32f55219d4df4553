import type { Setting } from "../../grammar/syntax";
import type { Algorithm, Parameter } from "../searches/algorithm";
import { grouped } from "../searches/grouped";
import { removal } from "./edits";
import type { Problem } from "./problem";
import { didYouMean, listed } from "./spelling";

/** The settings of an algorithm by name; what is wrong with them is added to the problems. */
export function readSettings(
  algorithm: Algorithm,
  settings: readonly Setting[],
  { text, problems }: { readonly text: string; readonly problems: Problem[] },
): Readonly<Record<string, number>> {
  const read = new Map<string, number>();
  const first = new Map<string, Setting>();
  for (const setting of settings) {
    const { name, value, range } = setting;
    const parameter = algorithm.parameters.find((known) => known.name === name.text);
    const earlier = first.get(name.text);
    if (!parameter) problems.push(unknownSetting(algorithm, setting, text));
    else if (earlier) {
      problems.push({
        code: "blox/repeated-clause",
        severity: "error",
        range,
        message: `\`${name.text}\` is set already. Remove one of the two.`,
        related: [{ range: earlier.range, message: "The first one is here" }],
        fixes: [{ title: "Remove this one", edits: [removal(text, range)] }],
      });
    } else {
      first.set(name.text, setting);
      const wrong = value && wrongValue(algorithm, parameter, value);
      if (wrong) problems.push(wrong);
      else if (value?.kind === "number") read.set(name.text, value.value);
    }
  }
  return Object.fromEntries(read);
}

function unknownSetting({ name, parameters }: Algorithm, setting: Setting, text: string): Problem {
  const known = parameters.map((parameter) => parameter.name);
  const { question, fixes } = didYouMean(setting.name, known);
  const has = known.length === 0 ? "It has none." : `It has ${listed(known)}.`;
  return {
    code: "blox/unknown-setting",
    severity: "error",
    range: setting.name.range,
    message: `\`${name}\` has no setting \`${setting.name.text}\`.${question} ${has}`,
    fixes: [
      ...fixes,
      { title: `Remove ${setting.name.text}`, edits: [removal(text, setting.range)] },
    ],
  };
}

function wrongValue(
  algorithm: Algorithm,
  { name, minimum, maximum, whole, default: preset }: Parameter,
  value: NonNullable<Setting["value"]>,
): Problem | undefined {
  const found = value.kind === "number" ? value.value : Number.NaN;
  const isInRange = found >= minimum && found <= maximum;
  if (isInRange && (!whole || Number.isInteger(found))) return undefined;
  const written = value.kind === "number" ? `${value.value}` : `\`${value.text}\``;
  const nearest = Number.isNaN(found)
    ? preset
    : Math.min(maximum, Math.max(minimum, whole ? Math.round(found) : found));
  const { range } = value;
  const proposals = [...new Set([nearest, preset])];
  return {
    code: "blox/wrong-search",
    severity: "error",
    range,
    message: `\`${name}\` of \`${algorithm.name}\` must be ${whole ? "a whole number" : "a number"} from ${grouped(minimum)} to ${grouped(maximum)}; it is ${written}.`,
    fixes: proposals.map((proposal) => ({
      title: `Change to ${proposal}${proposal === preset ? ", the default" : ""}`,
      edits: [{ range, newText: `${proposal}` }],
    })),
  };
}
