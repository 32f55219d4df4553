import type { MetricInfo, Objective } from "../server/messages";
import { dropdown } from "./controls";
import { element } from "./element";

/** An objective as a form holds it: `maximize accuracy`. */
export type ObjectiveValue = `${Objective["direction"]} ${string}`;

export function objectiveOf(value: ObjectiveValue): Objective {
  const [direction, ...metric] = value.split(" ");
  return { direction: direction === "maximize" ? direction : "minimize", metric: metric.join(" ") };
}

/** To seek a metric the way that is better. */
export function usualObjective(metric: MetricInfo): ObjectiveValue {
  return `${betterDirection(metric)} ${metric.name}`;
}

function betterDirection({ better }: MetricInfo): Objective["direction"] {
  return better === "higher" ? "maximize" : "minimize";
}

export interface ObjectiveFieldsOptions {
  readonly metrics: readonly MetricInfo[];
  readonly objectives: readonly ObjectiveValue[];
  readonly onChange: (objectives: readonly ObjectiveValue[]) => void;
}

/** A field for each objective, and an empty one for the next, as long as a metric is left. */
export function objectiveFields({
  metrics,
  objectives,
  onChange,
}: ObjectiveFieldsOptions): HTMLElement {
  const root = element("div", { class: "objectives" });
  let chosen = objectives;
  const show = () => {
    const shown = chosen.length < metrics.length ? [...chosen, undefined] : chosen;
    root.replaceChildren(...shown.map((value, place) => field(value, place)));
  };
  const field = (value: ObjectiveValue | undefined, place: number) => {
    const others = chosen.filter((_, other) => other !== place).map(objectiveOf);
    const free = metrics.filter(({ name }) => !others.some(({ metric }) => metric === name));
    const first = place === 0;
    return dropdown({
      label: first ? "Objective" : `Objective ${place + 1}`,
      testId: `objective-${place + 1}`,
      choices: [...(first ? [] : [{ value: none, text: "—" }]), ...choicesOf(free, value)],
      value: value ?? none,
      onChange: (picked) => {
        const next = [...chosen];
        next.splice(place, 1, ...(picked === none ? [] : [picked as ObjectiveValue]));
        chosen = next;
        show();
        // What a person was working with is made anew, and keeps the focus.
        root.querySelector<HTMLElement>(`[data-testid="objective-${place + 1}"]`)?.focus();
        onChange(chosen);
      },
    }).root;
  };
  show();
  return root;
}

/** Not empty: the control takes an option with an empty value for the chosen one, whichever it is. */
const none = "none";

/** Each metric in its better direction, and the present one in whatever direction it has. */
export function choicesOf(metrics: readonly MetricInfo[], present: ObjectiveValue | undefined) {
  const choices = metrics.map((metric) => choiceOf(betterDirection(metric), metric));
  if (present === undefined || choices.some(({ value }) => value === present)) return choices;
  const { direction, metric: name } = objectiveOf(present);
  const metric = metrics.find((metric) => metric.name === name);
  return metric ? [choiceOf(direction, metric), ...choices] : choices;
}

function choiceOf(
  direction: Objective["direction"],
  { name, title, provenance, origin }: MetricInfo,
) {
  const said = provenance === "exact" ? "" : ` (${origin})`;
  const verb = direction === "maximize" ? "Maximize" : "Minimize";
  return { value: `${direction} ${name}`, text: `${verb} ${title}${said}` };
}
