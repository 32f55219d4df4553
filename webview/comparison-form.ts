import type {
  ComparisonSetup,
  ComparisonSpec,
  Observation,
  SpaceAddress,
} from "../server/messages";
import { checkbox, dropdown, type Field, isTextField, textField } from "./controls";
import { element } from "./element";
import { type EntrantList, type EntrantValues, entrantList } from "./entrant-list";
import { countText } from "./number-text";
import { choicesOf, type ObjectiveValue, objectiveOf, usualObjective } from "./objective-fields";
import { observationText } from "./observation-text";
import { readParameters, type TypedParameters } from "./parameter-fields";
import { wholeNumber } from "./whole-number";

/** What stands in the form, as typed. */
export interface ComparisonFormValues {
  readonly entrants: readonly EntrantValues[];
  readonly objective: ObjectiveValue | undefined;
  readonly seeds: string;
  readonly budget: string;
  /** Which of repeated trainings the algorithms see; undefined, the usual. */
  readonly observe?: Observation;
  readonly countsRepeats: boolean;
}

export interface ComparisonForm {
  readonly root: HTMLElement;
  readonly values: ComparisonFormValues;
  /** The comparison that the form describes, or in words what is wrong with it. */
  spec(address: SpaceAddress): ComparisonSpec | { readonly problem: string };
}

export interface ComparisonFormOptions {
  readonly setup: ComparisonSetup;
  readonly saved: unknown;
  readonly onChange: () => void;
  readonly onSpace: (space: string) => void;
  readonly onRun: () => void;
}

export function comparisonForm({
  setup,
  saved,
  onChange,
  onSpace,
  onRun,
}: ComparisonFormOptions): ComparisonForm {
  let values = readValues(saved, setup);
  const change = (changed: Partial<ComparisonFormValues>) => {
    values = { ...values, ...changed };
    onChange();
  };
  const entrants = entrantList({
    algorithms: setup.algorithms,
    entrants: values.entrants,
    onChange: (entrants) => change({ entrants }),
  });
  const numbers = numberFields(values, change);
  const root = element(
    "div",
    { role: "form", "aria-label": "Comparison", class: "form" },
    element("div", { class: "form-part" }, entrants.root),
    element(
      "div",
      { class: "form-part" },
      spaceField(setup, onSpace).root,
      ...objectiveField(setup, values, change),
      element("div", { class: "pair" }, numbers.seeds.root, numbers.budget.root),
      ...observationField(setup, values, change),
      checkbox({
        label: "Count networks that come again",
        testId: "count-repeats",
        isChecked: values.countsRepeats,
        hint: "As evaluations too, as some published tables do. Otherwise they are free.",
        onChange: (countsRepeats) => change({ countsRepeats }),
      }).root,
    ),
  );
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && isTextField(event.target)) onRun();
  });

  let invalid: Field | undefined;
  return {
    root,
    get values() {
      return values;
    },
    spec(address) {
      invalid?.setInvalid(false);
      const spec = specOf(values, setup, address);
      if (!("problem" in spec)) return spec;
      invalid = fieldOf(spec.place, entrants, numbers);
      invalid?.setInvalid(true);
      invalid?.focus();
      return spec;
    },
  };
}

type ChangeValues = (changed: Partial<ComparisonFormValues>) => void;

type NumberFields = Readonly<Record<"seeds" | "budget", Field>>;

/** The field that a problem is in. */
type ProblemPlace = keyof NumberFields | { readonly entrant: number; readonly parameter?: string };

function fieldOf(
  place: ProblemPlace,
  entrants: EntrantList,
  numbers: NumberFields,
): Field | undefined {
  if (typeof place === "string") return numbers[place];
  return entrants.field(place.entrant, place.parameter);
}

function spaceField(
  { space, spaces, benchmark }: ComparisonSetup,
  onSpace: (space: string) => void,
) {
  return dropdown({
    label: `Space (benchmark in use: ${benchmark})`,
    testId: "space",
    choices: spaces.map((name) => ({ value: name, text: name })),
    value: space,
    onChange: onSpace,
  });
}

function objectiveField(
  { metrics }: ComparisonSetup,
  { objective }: ComparisonFormValues,
  change: ChangeValues,
): HTMLElement[] {
  if (objective === undefined) return [];
  const field = dropdown({
    label: "Objective",
    testId: "objective",
    choices: choicesOf(metrics, objective),
    value: objective,
    onChange: (picked) => change({ objective: picked as ObjectiveValue }),
  });
  return [field.root];
}

function numberFields(values: ComparisonFormValues, change: ChangeValues): NumberFields {
  return {
    seeds: textField({
      label: "Seeds",
      testId: "seeds",
      value: values.seeds,
      hint: "Runs of each algorithm, with the seeds 1, 2, 3 and so on.",
      onInput: (seeds) => change({ seeds }),
    }),
    budget: textField({
      label: "Evaluations of each run",
      testId: "budget",
      value: values.budget,
      hint: "Networks that each run of an algorithm may look at.",
      onInput: (budget) => change({ budget }),
    }),
  };
}

function observationField(
  { observations }: ComparisonSetup,
  { observe }: ComparisonFormValues,
  change: ChangeValues,
): HTMLElement[] {
  const [usual] = observations;
  if (usual === undefined) return [];
  const field = dropdown({
    label: "The algorithms see",
    testId: "observe",
    choices: observations.map((value) => ({ value, text: observationText(value) })),
    value: observe ?? usual,
    onChange: (chosen) => {
      const known = observations.find((observation) => observation === chosen);
      if (known) change({ observe: known });
    },
  });
  return [field.root];
}

function specOf(
  values: ComparisonFormValues,
  { algorithms, observations }: ComparisonSetup,
  address: SpaceAddress,
): ComparisonSpec | { readonly problem: string; readonly place: ProblemPlace } {
  const entrants: ComparisonSpec["entrants"][number][] = [];
  for (const [place, { name, isOn, typed }] of values.entrants.entries()) {
    if (!isOn) continue;
    const infos = algorithms.find((algorithm) => algorithm.name === name)?.parameters ?? [];
    const read = readParameters(infos, typed);
    if ("problem" in read) {
      const problem = `${name}: ${read.problem}`;
      return { place: { entrant: place, parameter: read.parameter }, problem };
    }
    entrants.push({ name, parameters: read.parameters });
  }
  if (entrants.length === 0 || values.objective === undefined) {
    return { place: { entrant: 0 }, problem: "Check the algorithms that are to be compared." };
  }
  const seeds = wholeNumber(values.seeds);
  if (seeds === undefined || seeds < 1 || seeds > mostSeeds) {
    return {
      place: "seeds",
      problem: `The seeds must be a whole number of runs from 1 to ${countText(mostSeeds)}, such as 20.`,
    };
  }
  const budget = wholeNumber(values.budget);
  if (budget === undefined || budget < 1) {
    return {
      place: "budget",
      problem: "The evaluations of each run must be a whole number of at least 1, such as 200.",
    };
  }
  return {
    ...address,
    entrants,
    objective: objectiveOf(values.objective),
    seeds,
    budget,
    observation: observations.find((known) => known === values.observe) ?? "lowest seed",
    repeats: values.countsRepeats ? "counted" : "free",
  };
}

/** More than any plot needs: its quartiles no longer change where it can be seen. */
const mostSeeds = 10_000;

/** The saved values, as far as they fit what can be compared now, else the usual ones. */
function readValues(saved: unknown, setup: ComparisonSetup): ComparisonFormValues {
  const old: Partial<Record<keyof ComparisonFormValues, unknown>> =
    typeof saved === "object" && saved !== null ? saved : {};
  const text = (value: unknown, usual: string) => (typeof value === "string" ? value : usual);
  const observe = setup.observations.find((known) => known === old.observe);
  return {
    entrants: readEntrants(old.entrants, setup),
    objective: readObjective(old.objective, setup),
    seeds: text(old.seeds, "20"),
    budget: text(old.budget, "200"),
    ...(observe && { observe }),
    countsRepeats: old.countsRepeats === true,
  };
}

/** Every algorithm is there, some in several settings. */
function readEntrants(saved: unknown, { algorithms }: ComparisonSetup): EntrantValues[] {
  const old = (Array.isArray(saved) ? saved : []).filter(isEntrant);
  const isNew = old.length === 0;
  return algorithms.flatMap(({ name }) => {
    const known = old.filter((entrant) => entrant.name === name);
    const usual = { name, isOn: isNew && usualEntrants.includes(name), typed: {}, isOpen: false };
    return known.length > 0 ? known : [usual];
  });
}

const usualEntrants = ["random", "local-search", "regularized-evolution"];

function isEntrant(value: unknown): value is EntrantValues {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    "isOn" in value &&
    "typed" in value &&
    isTyped(value.typed)
  );
}

function isTyped(value: unknown): value is TypedParameters {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((text) => typeof text === "string")
  );
}

function readObjective(saved: unknown, { metrics }: ComparisonSetup): ObjectiveValue | undefined {
  const known = metrics.flatMap(({ name }): ObjectiveValue[] => [
    `maximize ${name}`,
    `minimize ${name}`,
  ]);
  const usual =
    metrics.find(({ name }) => name === "accuracy") ??
    metrics.find(({ better }) => better === "higher") ??
    metrics[0];
  return known.find((value) => value === saved) ?? (usual && usualObjective(usual));
}
