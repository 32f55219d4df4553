import type { AlgorithmInfo } from "../server/messages";
import { button, checkbox, type Field } from "./controls";
import { element } from "./element";
import { parameterFields, type TypedParameters } from "./parameter-fields";

/** An algorithm with one setting of its parameters, as it stands in the form. */
export interface EntrantValues {
  readonly name: string;
  readonly isOn: boolean;
  /** What was typed; what is left out has its default. */
  readonly typed: TypedParameters;
  readonly isOpen: boolean;
}

export interface EntrantListOptions {
  readonly algorithms: readonly AlgorithmInfo[];
  readonly entrants: readonly EntrantValues[];
  readonly onChange: (entrants: readonly EntrantValues[]) => void;
}

export interface EntrantList {
  readonly root: HTMLElement;
  /** The field of a parameter, made ready to be seen, or the first one there is. */
  field(place: number, parameter?: string): Field | undefined;
}

/** Algorithms to check. One that is checked shows its parameters, and can be there in other settings too. */
export function entrantList({ algorithms, entrants, onChange }: EntrantListOptions): EntrantList {
  const root = element("div", {
    class: "entrants",
    role: "group",
    "aria-labelledby": "entrants-label",
  });
  const fields = new Map<string, Field>();
  let current = entrants;
  const put = (place: number, changed: Partial<EntrantValues>) => {
    current = current.map((entrant, other) =>
      other === place ? { ...entrant, ...changed } : entrant,
    );
    onChange(current);
  };
  /** Makes all rows anew; the focus goes to the check box of one of them. */
  const replace = (next: readonly EntrantValues[], focused: number) => {
    current = next;
    onChange(current);
    show();
    fields.get(keyOf(focused))?.focus();
  };

  const row = (entrant: EntrantValues, place: number) => {
    const algorithm = algorithms.find(({ name }) => name === entrant.name);
    if (!algorithm) return [];
    const isFirst = current.findIndex(({ name }) => name === entrant.name) === place;
    const check = checkbox({
      label: entrant.name,
      testId: `entrant-${place}`,
      isChecked: entrant.isOn,
      hint: algorithm.description,
      onChange: (isOn) =>
        replace(
          current.map((other, at) => (at === place ? { ...other, isOn } : other)),
          place,
        ),
    });
    fields.set(keyOf(place), check);
    const remove = button({
      text: "Remove",
      testId: `remove-${place}`,
      label: `Remove this setting of ${entrant.name}`,
      onPress: () =>
        replace(
          current.filter((_, other) => other !== place),
          place - 1,
        ),
    });
    const settings = entrant.isOn ? settingsOf(algorithm, place) : [];
    return [
      element(
        "div",
        { class: "entrant", "data-testid": "entrant", "data-name": entrant.name },
        element("div", { class: "entrant-head" }, check.root, ...(isFirst ? [] : [remove.root])),
        ...settings,
      ),
    ];
  };

  const settingsOf = (algorithm: AlgorithmInfo, place: number): HTMLElement[] => {
    const { parameters } = algorithm;
    if (parameters.length === 0) return [];
    const { typed = {}, isOpen = false } = current[place] ?? {};
    const summary = element("summary", {}, settingText(algorithm, typed));
    const another = button({
      text: "Another setting",
      testId: `another-${place}`,
      label: `Compare another setting of ${algorithm.name} too`,
      onPress: () => {
        const copy = { name: algorithm.name, isOn: true, typed: current[place]?.typed ?? {} };
        replace(current.toSpliced(place + 1, 0, { ...copy, isOpen: true }), place + 1);
      },
    });
    const made = parameterFields({
      parameters,
      typed,
      testId: `entrant-${place}`,
      onInput: (typed) => {
        put(place, { typed });
        summary.textContent = settingText(algorithm, typed);
      },
    });
    const details = element(
      "details",
      { open: isOpen },
      summary,
      element("div", { class: "parameters" }, ...made.map(({ field }) => field.root)),
      element("div", { class: "entrant-more" }, another.root),
    );
    details.addEventListener("toggle", () => put(place, { isOpen: details.open }));
    for (const { name, field } of made) {
      fields.set(keyOf(place, name), {
        ...field,
        focus: () => {
          details.open = true;
          field.focus();
        },
      });
    }
    return [details];
  };

  const show = () => {
    fields.clear();
    root.replaceChildren(
      element("span", { class: "field-label", id: "entrants-label" }, "Algorithms"),
      ...current.flatMap(row),
    );
  };
  show();
  return { root, field: (place, parameter) => fields.get(keyOf(place, parameter)) };
}

function keyOf(place: number, parameter = ""): string {
  return `${place} ${parameter}`;
}

/** `population 50, sample 10` */
function settingText({ parameters }: AlgorithmInfo, typed: TypedParameters): string {
  return parameters.map(({ name, default: usual }) => `${name} ${typed[name] ?? usual}`).join(", ");
}
