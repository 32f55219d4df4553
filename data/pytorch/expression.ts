/** An expression of Python. */
export type Expression = string | Call | Repeated | Conditional;

interface Call {
  readonly call: string;
  readonly with: readonly Expression[];
}

/** So many arguments that are made alike. */
interface Repeated {
  readonly times: number;
  readonly of: Expression;
}

/** Arguments that are there under a condition only. */
interface Conditional {
  readonly when: string;
  readonly there: readonly Expression[];
}

/** What formatters of Python allow. */
export const lineWidth = 88;

/**
 * `before`, the expression and `after`, on one line where that is not too long, else with its arguments
 * on a line or, where they need more, on one each.
 */
export function lines(
  before: string,
  expression: Expression,
  after: string,
  indent: number,
): readonly string[] {
  const margin = " ".repeat(indent);
  const line = margin + before + onOneLine(expression) + after;
  if (line.length <= lineWidth || typeof expression === "string") return [line];
  if ("call" in expression)
    return [
      `${margin}${before}${expression.call}(`,
      ...argumentLines(expression.with, indent + 4),
      `${margin})${after}`,
    ];
  if ("times" in expression)
    return [
      `${margin}${before}*(`,
      ...lines("", expression.of, "", indent + 4),
      `${margin}    for _ in range(${expression.times})`,
      `${margin})${after}`,
    ];
  return [
    `${margin}${before}*(`,
    ...list(expression.there, indent + 4),
    `${margin}    if ${expression.when}`,
    `${margin}    else []`,
    `${margin})${after}`,
  ];
}

function list(expressions: readonly Expression[], indent: number): readonly string[] {
  const margin = " ".repeat(indent);
  const line = `${margin}[${listed(expressions)}]`;
  if (line.length <= lineWidth) return [line];
  return [`${margin}[`, ...argumentLines(expressions, indent + 4), `${margin}]`];
}

function argumentLines(expressions: readonly Expression[], indent: number): readonly string[] {
  const line = " ".repeat(indent) + listed(expressions);
  if (line.length <= lineWidth) return [line];
  return expressions.flatMap((each) => lines("", each, ",", indent));
}

export function onOneLine(expression: Expression): string {
  if (typeof expression === "string") return expression;
  if ("call" in expression) return `${expression.call}(${listed(expression.with)})`;
  if ("times" in expression)
    return `*(${onOneLine(expression.of)} for _ in range(${expression.times}))`;
  return `*([${listed(expression.there)}] if ${expression.when} else [])`;
}

function listed(expressions: readonly Expression[]): string {
  return expressions.map(onOneLine).join(", ");
}
