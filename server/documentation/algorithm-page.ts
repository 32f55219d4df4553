import type { Algorithm, Parameter } from "../searches/algorithm";
import { grouped } from "../searches/grouped";

/** The page of an algorithm: what it does, who described it, its parameters, and how it does on real data. */
export function algorithmPage(algorithm: Algorithm): string {
  const { name, description, source, parameters, reproduction, handlesSeveralObjectives } =
    algorithm;
  const objectives = handlesSeveralObjectives
    ? "Several objectives give a Pareto front, without being joined."
    : "Several objectives are joined into one, by other weights every so often ([how](../searches.md#several-objectives)).";
  return `${[
    `# ${name}`,
    description,
    `Source: ${source}`,
    "## Parameters",
    parametersText(parameters),
    objectives,
    "## What of the source is reproduced",
    reproduction,
    "## On NAS-Bench-Macro",
    figureText(algorithm),
  ].join("\n\n")}\n`;
}

/** Where an algorithm's regret curve lies, beside its page. */
export function figureName({ name }: Pick<Algorithm, "name">): string {
  return `${name}.svg`;
}

function figureText(algorithm: Algorithm): string {
  if (algorithm.needs === "curves")
    return "NAS-Bench-Macro has no training curves, without which this algorithm cannot run: there is no regret curve.";
  const figure = `![The regret of ${algorithm.name} and of random search by the number of evaluations](${figureName(algorithm)})`;
  return `${figure}\n\nHow far the best network so far is from the best of all 6,561, with the quartiles of the runs\n([how the figures were made](../searches.md#the-regret-curves)).`;
}

function parametersText(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return "It has none.";
  return [
    "| name | meaning | from | to | default |",
    "| --- | --- | --- | --- | --- |",
    ...parameters.map(
      ({ name, description, minimum, maximum, whole, default: preset }) =>
        `| \`${name}\` | ${description}${whole ? "" : " (need not be whole)"} | ${numberText(minimum)} | ${numberText(maximum)} | ${numberText(preset)} |`,
    ),
  ].join("\n");
}

/** Small ones whole: a learning rate has more than three decimals. */
function numberText(number: number): string {
  return Math.abs(number) < 1 ? `${number}` : grouped(number);
}
