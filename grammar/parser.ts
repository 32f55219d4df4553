import type { IToken } from "chevrotain";
import { ProblemList } from "./problem-list";
import { longestText } from "./readable-text";
import { readDeclarations } from "./rules";
import type { SourceFile } from "./syntax";
import { endOf, type Lexed, lex, OpenQuoted, rangeOf } from "./tokens";

/**
 * Reads a `.blox` file. Whatever the text, this returns a tree and never throws; the time is linear
 * in the text's length. What could not be understood is among the tree's `errors`, at most 100 and
 * one that counts the rest.
 */
export function parse(text: string): SourceFile {
  if (text.length > longestText) {
    return refused(text, "the file is over 1 MB, which is too long for a .blox file: split it");
  }
  if (text.includes("\0")) {
    return refused(text, "this is no text file, so it cannot be read as networks: check its name");
  }
  const lexed = lex(text);
  const { declarations, problems, strayDocumentation } = readDeclarations(text, lexed);
  const comments = [...lexed.comments, ...strayDocumentation]
    .sort((a, b) => a.startOffset - b.startOffset)
    .map((token) => ({ range: rangeOf(token), text: token.image }));
  return {
    kind: "file",
    range: { start: 0, end: text.length },
    declarations,
    comments,
    errors: ProblemList.merge(lexicalProblems(lexed), problems),
  };
}

/** A file that is not read at all: one error on its first line's beginning. */
function refused(text: string, message: string): SourceFile {
  return {
    kind: "file",
    range: { start: 0, end: text.length },
    declarations: [],
    comments: [],
    errors: [{ range: { start: 0, end: 1 }, message }],
  };
}

function lexicalProblems({ tokens, unknown, openComment }: Lexed): ProblemList {
  const problems = new ProblemList();
  for (const token of unknown) {
    problems.add(() => ({ range: rangeOf(token), message: unknownMessage(token.image) }));
  }
  for (const token of tokens) {
    if (token.tokenType !== OpenQuoted) continue;
    problems.add(() => ({
      range: rangeOf(token),
      message: 'expected `"` at the end of the name, found the end of the line',
      insert: '"',
      insertAt: endOf(token),
    }));
  }
  if (openComment) problems.add(() => openCommentProblem(openComment));
  return problems;
}

function openCommentProblem(token: IToken) {
  return {
    range: { start: token.startOffset, end: token.startOffset + 2 },
    message: "expected `*/` at the end of the comment, found the end of the file",
    insert: " */",
    insertAt: endOf(token),
  };
}

const unknownHints: Readonly<Record<string, string>> = {
  ";": "a line ends without `;`",
  "-": "there is no minus: `-` stands only inside names and in `->`",
  ".": "`.` stands only inside numbers",
  "'": "names that need quotes take double ones",
};

function unknownMessage(image: string): string {
  const shown = image.length > 20 ? `${image.slice(0, 19)}…` : image;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  const printable = shown.replace(/[\u0000-\u001F\u007F-\u009F]/g, "\uFFFD");
  const hint =
    unknownHints[image] ??
    "a name with other characters than letters, digits, `_` and `-` goes in double quotes";
  return `\`${printable}\` means nothing here: ${hint}`;
}
