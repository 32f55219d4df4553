import { printName } from "../../../grammar/printer";
import type { BlockCall, BlockExpression } from "../../../grammar/syntax";
import type { FreshNames } from "./fresh-names";

/** Equations, and the sum that they lead to: what `out` is. */
export interface Written {
  readonly equations: readonly string[];
  readonly sum: string;
}

/** How a call is written out, if it is: `input` is the name that it reads. */
export type WriteOut = (call: BlockCall, input: string) => Written | undefined;

/** An expression as the equations of a body that means the same: `a = conv(in)`, `out = mbconv(a)`. */
export function expressionEquations(
  expression: BlockExpression,
  names: FreshNames,
  writeOut: WriteOut = () => undefined,
): string[] {
  const { equations, sum } = written(expression, "in", names, writeOut);
  return [...equations, `out = ${sum}`];
}

function written(
  expression: BlockExpression,
  input: string,
  names: FreshNames,
  writeOut: WriteOut,
): Written {
  switch (expression.kind) {
    case "operation":
      return { equations: [], sum: `${printName(expression.name)}(${input})` };
    case "call": {
      const list = expression.arguments.map(printName).join(", ");
      const sum = `${printName(expression.name)}(${list})(${input})`;
      return writeOut(expression, input) ?? { equations: [], sum };
    }
    case "parallel": {
      const parts = expression.parts.map((part) => written(part, input, names, writeOut));
      return {
        equations: parts.flatMap(({ equations }) => equations),
        sum: parts.map(({ sum }) => sum).join(" + "),
      };
    }
    case "chain": {
      const equations: string[] = [];
      let [from, sum] = [input, input];
      for (const [place, part] of expression.parts.entries()) {
        if (place > 0) {
          // Named, because what follows may read it more than once.
          from = names.letter();
          equations.push(`${from} = ${sum}`);
        }
        const next = written(part, from, names, writeOut);
        equations.push(...next.equations);
        sum = next.sum;
      }
      return { equations, sum };
    }
    case "hole":
      return { equations: [], sum: "?" };
  }
}
