import type { AlgorithmInfo, Observation, SearchSetup, SearchSpec } from "../server/messages";
import { button, dropdown, type Field, isTextField, textField } from "./controls";
import { element } from "./element";
import { countText } from "./number-text";
import {
  type ObjectiveValue,
  objectiveFields,
  objectiveOf,
  usualObjective,
} from "./objective-fields";
import { observationText } from "./observation-text";
import { parameterFields, readParameters } from "./parameter-fields";
import { wholeNumber } from "./whole-number";

/** What stands in the form, as typed. */
export interface SearchFormValues {
  readonly algorithm: string;
  readonly objectives: readonly ObjectiveValue[];
  readonly subjectTo: string;
  /** `300 evaluations`, with the word or without, or `40 gpu-hours`. */
  readonly budget: string;
  readonly seed: string;
  /** Which of repeated trainings the algorithm sees; undefined, the usual. */
  readonly observe?: Observation;
  /** By algorithm and parameter. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly parametersOpen: boolean;
  /** What a declared search chooses among; undefined, the whole space. */
  readonly among?: SearchedPart;
}

/** A part of a space. */
interface SearchedPart {
  readonly space: string;
  readonly choices: NonNullable<SearchSpec["choices"]>;
  /** The network whose holes they are. */
  readonly from: string;
}

/** A declared search as it stands in the form. */
export function valuesOf(spec: SearchSpec, earlier: SearchFormValues): SearchFormValues {
  const { space, algorithm, objectives, subjectTo, seed, observe, choices, from = "" } = spec;
  const typed = Object.entries(spec.parameters).map(([name, value]) => [name, String(value)]);
  return {
    algorithm,
    objectives: objectives.map(({ direction, metric }) => `${direction} ${metric}` as const),
    subjectTo,
    budget: budgetText(spec),
    seed: String(seed),
    ...(observe && { observe }),
    parameters: { ...earlier.parameters, [algorithm]: Object.fromEntries(typed) },
    parametersOpen: earlier.parametersOpen || typed.length > 0,
    ...(choices && { among: { space, choices, from } }),
  };
}

function budgetText({ budget, gpuHours }: Pick<SearchSpec, "budget" | "gpuHours">): string {
  if (gpuHours !== undefined) return `${gpuHours} gpu-hours`;
  return `${countText(budget)} ${budget === 1 ? "evaluation" : "evaluations"}`;
}

export interface SearchForm {
  readonly root: HTMLElement;
  readonly values: SearchFormValues;
  /** The search that the form describes, or in words what is wrong with it. */
  spec(): SearchSpec | { readonly problem: string };
}

export interface SearchFormOptions {
  readonly setup: SearchSetup;
  readonly saved: unknown;
  readonly onChange: () => void;
  readonly onRun: () => void;
}

export function searchForm({ setup, saved, onChange, onRun }: SearchFormOptions): SearchForm {
  let values = readValues(saved, setup);
  const fields = new Map<string, Field>();
  const change = (changed: Partial<SearchFormValues>) => {
    values = { ...values, ...changed };
    onChange();
  };
  const remember = (name: string, field: Field) => {
    fields.set(name, field);
    return field.root;
  };

  const about = element("div", { class: "about-algorithm" });
  const showAlgorithm = () => {
    const algorithm = setup.algorithms.find(({ name }) => name === values.algorithm);
    if (algorithm)
      about.replaceChildren(...aboutAlgorithm(algorithm, () => values, remember, change));
  };
  const algorithmField = dropdown({
    label: "Algorithm",
    testId: "algorithm",
    choices: setup.algorithms.map(({ name }) => ({ value: name, text: name })),
    value: values.algorithm,
    onChange: (algorithm) => setAlgorithm(algorithm),
  });
  showAlgorithm();
  const setAlgorithm = (algorithm: string) => {
    change({ algorithm });
    algorithmField.setValue(algorithm);
    showAlgorithm();
  };

  const root = element(
    "div",
    { role: "form", "aria-label": "Search" },
    ...searchedPart(values, () => {
      const { among: _, ...whole } = values;
      values = whole;
      onChange();
    }),
    element(
      "div",
      { class: "form" },
      element("div", { class: "form-part" }, remember("algorithm", algorithmField), about),
      element(
        "div",
        { class: "form-part" },
        objectiveFields({
          metrics: setup.metrics,
          objectives: values.objectives,
          onChange: (objectives) => {
            // Who has chosen no algorithm gets the usual one for so many objectives.
            const wasUsual = values.algorithm === usualAlgorithm(setup, values.objectives.length);
            change({ objectives });
            if (wasUsual) setAlgorithm(usualAlgorithm(setup, objectives.length));
          },
        }),
        ...otherFields(values, setup, remember, change),
      ),
    ),
  );
  root.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && isTextField(event.target)) onRun();
  });

  return {
    root,
    get values() {
      return values;
    },
    spec() {
      for (const field of fields.values()) field.setInvalid(false);
      const spec = specOf(values, setup);
      if (!("problem" in spec)) return spec;
      fields.get(spec.field)?.setInvalid(true);
      fields.get(spec.field)?.focus();
      return spec;
    },
  };
}

type Remember = (name: string, field: Field) => HTMLElement;
type ChangeValues = (changed: Partial<SearchFormValues>) => void;

/** Says among what a declared search chooses; a press of the button makes it the whole space. */
function searchedPart({ among }: SearchFormValues, onWhole: () => void): HTMLElement[] {
  if (!among) return [];
  const count = among.choices.reduce((product, blocks) => product * blocks.length, 1);
  const networks = `${countText(count)} ${count === 1 ? "network" : "networks"}`;
  const part = element(
    "p",
    { class: "searched-part", "data-testid": "among" },
    element("span", {}, "In the holes of ", element("code", {}, among.from), ` (${networks})`),
  );
  const whole = button({
    text: "Search the whole space",
    testId: "whole-space",
    onPress: () => {
      part.remove();
      onWhole();
    },
  });
  part.append(whole.root);
  return [part];
}

function otherFields(
  values: SearchFormValues,
  { observations }: SearchSetup,
  remember: Remember,
  change: ChangeValues,
): HTMLElement[] {
  const text = (name: "subjectTo" | "budget" | "seed", label: string, more = {}) =>
    remember(
      name,
      textField({
        label,
        testId: name === "subjectTo" ? "subject-to" : name,
        value: values[name],
        onInput: (value) => change({ [name]: value }),
        ...more,
      }),
    );
  return [
    text("subjectTo", "Subject to", { placeholder: "params <= 3 M, flops <= 250 M" }),
    element(
      "div",
      { class: "pair" },
      text("budget", "Budget", {
        hint: "Networks to look at, as in 300 evaluations, or training time, as in 40 gpu-hours.",
      }),
      text("seed", "Seed"),
    ),
    ...(observations.length === 0
      ? []
      : [
          remember(
            "observe",
            dropdown({
              label: "The algorithm sees",
              testId: "observe",
              choices: observations.map((value) => ({ value, text: observationText(value) })),
              value: values.observe ?? observations[0] ?? "",
              onChange: (chosen) => {
                const observe = observations.find((known) => known === chosen);
                if (observe) change({ observe });
              },
            }),
          ),
        ]),
  ];
}

function aboutAlgorithm(
  algorithm: AlgorithmInfo,
  current: () => SearchFormValues,
  remember: Remember,
  change: ChangeValues,
): HTMLElement[] {
  const description = element("p", { class: "quiet", title: algorithm.source });
  description.textContent = algorithm.description;
  if (algorithm.parameters.length === 0) return [description];
  const fields = parameterFields({
    parameters: algorithm.parameters,
    typed: current().parameters[algorithm.name],
    testId: "parameter",
    onInput: (typed) =>
      change({ parameters: { ...current().parameters, [algorithm.name]: typed } }),
  }).map(({ name, field }) => remember(parameterField(algorithm.name, name), field));
  const details = element(
    "details",
    { open: current().parametersOpen },
    element("summary", {}, "Parameters"),
    element("div", { class: "parameters" }, ...fields),
  );
  details.addEventListener("toggle", () => change({ parametersOpen: details.open }));
  return [description, details];
}

function specOf(
  values: SearchFormValues,
  setup: SearchSetup,
): SearchSpec | { readonly problem: string; readonly field: string } {
  const gpuHours = hours(values.budget);
  const budget = gpuHours === undefined ? evaluations(values.budget) : setup.networkCount;
  if (budget === undefined || budget < 1) {
    return {
      field: "budget",
      problem:
        "The budget must be a whole number of at least 1, as in 300 evaluations, or training time, as in 40 gpu-hours.",
    };
  }
  const seed = wholeNumber(values.seed);
  if (seed === undefined) {
    return { field: "seed", problem: "The seed must be a whole number, such as 42." };
  }
  const algorithm = setup.algorithms.find(({ name }) => name === values.algorithm);
  const read = readParameters(algorithm?.parameters ?? [], values.parameters[values.algorithm]);
  if ("problem" in read) {
    return { field: parameterField(values.algorithm, read.parameter), problem: read.problem };
  }
  const observe = setup.observations.find((known) => known === values.observe);
  return {
    space: setup.space,
    algorithm: values.algorithm,
    parameters: read.parameters,
    objectives: values.objectives.map(objectiveOf),
    subjectTo: values.subjectTo.trim(),
    budget,
    ...(gpuHours !== undefined && { gpuHours }),
    seed,
    ...(observe && observe !== setup.observations[0] && { observe }),
    ...(values.among && { choices: values.among.choices, from: values.among.from }),
  };
}

/** `40 gpu-hours` */
function hours(text: string): number | undefined {
  const [, number] = /^\s*(\d+(?:\.\d+)?)\s*gpu-hours?\s*$/.exec(text) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** `300 evaluations`, `300` */
function evaluations(text: string): number | undefined {
  return wholeNumber(text.replace(/\s*evaluations?\s*$/, ""));
}

/** The saved values, as far as they fit what can be searched for now, else the usual ones. */
function readValues(saved: unknown, setup: SearchSetup): SearchFormValues {
  const old: Partial<Record<keyof SearchFormValues, unknown>> =
    typeof saved === "object" && saved !== null ? saved : {};
  const text = (value: unknown, usual: string) => (typeof value === "string" ? value : usual);
  const oneOf = (value: unknown, names: readonly string[], usual: string) =>
    names.find((name) => name === value) ?? usual;
  const algorithms = setup.algorithms.map(({ name }) => name);
  const objectives = readObjectives(old.objectives, setup);
  const observe = setup.observations.find((known) => known === old.observe);
  return {
    algorithm: oneOf(old.algorithm, algorithms, usualAlgorithm(setup, objectives.length)),
    objectives,
    subjectTo: text(old.subjectTo, ""),
    budget: text(old.budget, budgetText({ budget: 300 })),
    seed: text(old.seed, "42"),
    ...(observe && { observe }),
    parameters: readTyped(old.parameters),
    parametersOpen: old.parametersOpen === true,
    ...(isPartOf(setup.space, old.among) && { among: old.among }),
  };
}

function readObjectives(saved: unknown, { metrics }: SearchSetup): ObjectiveValue[] {
  const known = metrics.flatMap(({ name }): ObjectiveValue[] => [
    `maximize ${name}`,
    `minimize ${name}`,
  ]);
  const old = (Array.isArray(saved) ? saved : []).flatMap(
    (value) => known.find((objective) => objective === value) ?? [],
  );
  if (old.length > 0) return old;
  const usual =
    metrics.find(({ name }) => name === "accuracy") ??
    metrics.find(({ better }) => better === "higher") ??
    metrics[0];
  return usual ? [usualObjective(usual)] : [];
}

function usualAlgorithm({ presetAlgorithms }: SearchSetup, objectives: number): string {
  return objectives > 1 ? presetAlgorithms.severalObjectives : presetAlgorithms.oneObjective;
}

/** The blocks of one space mean nothing in another. */
function isPartOf(space: string, saved: unknown): saved is SearchedPart {
  return (
    typeof saved === "object" &&
    saved !== null &&
    "space" in saved &&
    saved.space === space &&
    "choices" in saved &&
    Array.isArray(saved.choices) &&
    "from" in saved &&
    typeof saved.from === "string"
  );
}

function readTyped(saved: unknown): SearchFormValues["parameters"] {
  const read: Record<string, Record<string, string>> = {};
  for (const [algorithm, values] of entriesOf(saved)) {
    const texts = entriesOf(values).filter((entry): entry is [string, string] => {
      return typeof entry[1] === "string";
    });
    read[algorithm] = Object.fromEntries(texts);
  }
  return read;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function parameterField(algorithm: string, parameter: string): string {
  return `${algorithm}.${parameter}`;
}
