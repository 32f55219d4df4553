/** A statement by the offsets of its first character and of the end of its semicolon, where it has one. */
export interface Statement {
  readonly start: number;
  readonly end: number;
}

/**
 * What SQLite reads as one, so that a semicolon in it ends nothing: comments, strings and quoted names.
 * One that is not closed goes on to the end. https://sqlite.org/lang_comment.html, lang_keywords.html
 */
const token =
  /--[^\n]*|\/\*.*?(?:\*\/|$)|'[^']*'?|"[^"]*"?|`[^`]*`?|\[[^\]]*\]?|\s+|;|[^\s;'"`[/-]+|./gs;

const blank = /^(?:\s|--|\/\*)/;

/** The statements of a text, from first to last, without the comments before and behind them. */
export function statementsIn(text: string): Statement[] {
  const statements: Statement[] = [];
  let open: Statement | undefined;
  for (const { 0: part, index } of text.matchAll(token)) {
    if (blank.test(part) || (part === ";" && !open)) continue;
    open = { start: open?.start ?? index, end: index + part.length };
    if (part !== ";") continue;
    statements.push(open);
    open = undefined;
  }
  return open ? [...statements, open] : statements;
}

/**
 * The statement at a cursor: the one around it, or the one before it on its line; between statements
 * the next one, whose comment the cursor may be in; behind all of them the last.
 */
export function statementAt(text: string, offset: number): Statement | undefined {
  const statements = statementsIn(text);
  const behindText = text.slice(0, offset).replace(/[ \t]+$/, "").length;
  return (
    statements.find(({ start, end }) => start <= offset && offset <= end) ??
    statements.find(({ end }) => behindText <= end) ??
    statements.at(-1)
  );
}
