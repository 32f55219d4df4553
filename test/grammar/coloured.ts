import grammar from "../../grammar/blox.tmLanguage.json" with { type: "json" };

/** What TextMate grammars are made of, as far as this one uses it. */
interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly captures?: Captures;
  readonly beginCaptures?: Captures;
  readonly endCaptures?: Captures;
  readonly patterns?: readonly Rule[];
}
type Captures = Readonly<Record<string, { readonly name: string }>>;

const repository = grammar.repository as Readonly<Record<string, Rule>>;

/**
 * The colours of a text, each as `text scope` with the scope that a theme sees last, without
 * `.blox`; what has none is left out. Editors read a text the same way: line by line, the leftmost
 * match first, the first rule where several match, the end of the rule around before all.
 */
export function coloured(text: string): string[] {
  const found: string[] = [];
  const open: Rule[] = [{ patterns: grammar.patterns as readonly Rule[] }];
  for (const line of text.split("\n")) colourLine(line, open, found);
  return found;
}

function colourLine(line: string, open: Rule[], found: string[]): void {
  let at = 0;
  for (let steps = 0; at <= line.length && steps < 10 * line.length + 10; steps++) {
    const around = open.at(-1);
    if (!around) throw new Error("the file's own rule has been closed");
    const end = around.end === undefined ? undefined : matchAt(around.end, line, at);
    const next = firstMatch(around.patterns ?? [], line, at);
    if (end && (!next || end.index <= next.match.index)) {
      colour(end, around.endCaptures ?? around.captures, undefined, found);
      open.pop();
      at = end.index + end[0].length;
    } else if (next) {
      const { rule, match } = next;
      const isBegin = rule.begin !== undefined;
      const captures = (isBegin && rule.beginCaptures) || rule.captures;
      colour(match, captures, isBegin ? undefined : rule.name, found);
      if (isBegin) open.push(rule);
      at = match.index + match[0].length;
    } else return;
  }
}

function firstMatch(patterns: readonly Rule[], line: string, at: number) {
  let first: { rule: Rule; match: RegExpExecArray } | undefined;
  for (const rule of flattened(patterns)) {
    const match = matchAt(rule.match ?? rule.begin ?? "(?!)", line, at);
    if (match && (!first || match.index < first.match.index)) first = { rule, match };
  }
  return first;
}

/** The rules with those that they include; a rule that only gathers others stands for them. */
function flattened(patterns: readonly Rule[]): Rule[] {
  return patterns.flatMap((rule) => {
    const meant = rule.include === undefined ? rule : repository[rule.include.slice(1)];
    if (!meant) throw new Error(`no rule ${rule.include}`);
    const isGathering = meant.match === undefined && meant.begin === undefined;
    return isGathering ? flattened(meant.patterns ?? []) : [meant];
  });
}

function matchAt(pattern: string, line: string, at: number): RegExpExecArray | undefined {
  const expression = new RegExp(pattern, "dg");
  expression.lastIndex = at;
  return expression.exec(line) ?? undefined;
}

function colour(
  match: RegExpExecArray,
  captures: Captures | undefined,
  name: string | undefined,
  found: string[],
): void {
  const add = (text: string | undefined, scope: string | undefined) => {
    if (text && scope) found.push(`${text} ${scope.replace(/\.blox$/, "")}`);
  };
  if (!captures) add(match[0], name);
  for (const [group, { name: scope }] of Object.entries(captures ?? {})) {
    add(match[Number(group)], scope);
  }
}
