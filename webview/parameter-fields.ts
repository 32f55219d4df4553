import type { ParameterInfo } from "../server/messages";
import { type Field, textField } from "./controls";
import { countText } from "./number-text";

/** What stands in the fields of an algorithm's parameters, by name; what is left out has its default. */
export type TypedParameters = Readonly<Record<string, string>>;

export interface ParameterFieldsOptions {
  readonly parameters: readonly ParameterInfo[];
  readonly typed: TypedParameters | undefined;
  /** Each field's is this, and the parameter's name. */
  readonly testId: string;
  readonly onInput: (typed: TypedParameters) => void;
}

/** A field a parameter. */
export function parameterFields({
  parameters,
  typed = {},
  testId,
  onInput,
}: ParameterFieldsOptions): { readonly name: string; readonly field: Field }[] {
  let current = typed;
  return parameters.map(({ name, description, minimum, maximum, default: usual }) => ({
    name,
    field: textField({
      label: sentenceCase(name),
      testId: `${testId}-${name}`,
      value: current[name] ?? String(usual),
      hint: `${description} From ${countText(minimum)} to ${countText(maximum)}.`,
      onInput: (value) => {
        current = { ...current, [name]: value };
        onInput(current);
      },
    }),
  }));
}

/** The parameters as numbers, or which of them is none that can be. */
export function readParameters(
  infos: readonly ParameterInfo[],
  typed: TypedParameters = {},
):
  | { readonly parameters: Readonly<Record<string, number>> }
  | { readonly parameter: string; readonly problem: string } {
  const parameters: Record<string, number> = {};
  for (const { name, minimum, maximum, default: usual } of infos) {
    const text = typed[name] ?? String(usual);
    const value = Number(text.trim() === "" ? Number.NaN : text);
    if (!(value >= minimum && value <= maximum)) {
      return {
        parameter: name,
        problem: `${sentenceCase(name)} must be a number from ${countText(minimum)} to ${countText(maximum)}.`,
      };
    }
    parameters[name] = value;
  }
  return { parameters };
}

function sentenceCase(name: string): string {
  const words = name.replaceAll("-", " ").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
