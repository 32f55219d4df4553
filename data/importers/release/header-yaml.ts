import { type Alias, type Document, isCollection, LineCounter, parseDocument, visit } from "yaml";
import { getAgain } from "./release-rows";

/** A genuine header has two, `*id001` twice. */
const mostAliases = 20;

/**
 * The entries of a header, which is YAML without tags and with few aliases; `text` is all of it, from the
 * file's first line on, so that lines are those of the file. Throws what `problem` makes of what is wrong.
 */
export function headerYaml(text: string, problem: (what: string) => Error): ReadonlyHeader {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    logLevel: "silent",
    schema: "core",
    lineCounter: lines,
  });
  const wrong = document.errors[0] ?? document.warnings[0];
  if (wrong) {
    const at = `line ${lines.linePos(wrong.pos[0]).line} of the header`;
    throw problem(`${at} ${reasonOf(wrong.code, text.slice(wrong.pos[0]))}. ${getAgain}`);
  }
  const aliases = aliasesIn(document);
  const lineOf = ({ range }: Alias) => lines.linePos(range?.[0] ?? 0).line;
  const lost = aliases.find(({ alias }) => !alias.resolve(document));
  if (lost)
    throw problem(
      `line ${lineOf(lost.alias)} of the header has the alias \`*${lost.alias.source}\`, and no line above has \`&${lost.alias.source}\`. ${getAgain}`,
    );
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: mostAliases });
  } catch {
    // All else that could be wrong has been said: the aliases stand for too much.
    const found = aliases.find(({ isNested }) => isNested) ?? aliases.at(mostAliases) ?? aliases[0];
    const such = found
      ? `, such as \`*${found.alias.source}\` in line ${lineOf(found.alias)},`
      : "";
    throw problem(
      `the aliases of the header${such} would expand to far more than a published one holds. They were not expanded. ${getAgain}`,
    );
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw problem("the header is not as published: expected lines `key: value`");
  return Object.fromEntries(Object.entries(value));
}

type ReadonlyHeader = Readonly<Record<string, unknown>>;

/** In their order; `isNested`: within what other aliases can repeat. */
function aliasesIn(document: Document.Parsed) {
  const aliases: { readonly alias: Alias; readonly isNested: boolean }[] = [];
  visit(document, {
    Alias(_, alias, path) {
      aliases.push({
        alias,
        isNested: path.some((node) => isCollection(node) && node.anchor !== undefined),
      });
    },
  });
  return aliases;
}

/** `behind` is the text from where the mistake is. */
function reasonOf(code: string, behind: string): string {
  switch (code) {
    case "TAG_RESOLVE_FAILED": {
      const [tag = ""] = /^\S*/.exec(behind) ?? [];
      return `has the tag \`${tag.slice(0, 60)}\`, which asks for an object. None was made: published headers hold numbers, texts and lists alone`;
    }
    case "DUPLICATE_KEY":
      return "names a key that a line above has already";
    default:
      return "is not the YAML of a published file: something before it is not closed, or its indentation is wrong";
  }
}
