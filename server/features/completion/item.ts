import {
  type CompletionItem,
  type CompletionItemKind,
  InsertTextFormat,
  MarkupKind,
} from "vscode-languageserver";

/** What an item is made of; `snippet` is in the editor's snippet syntax. */
export interface ItemParts {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** Markdown. */
  readonly documentation: string;
  /** In a few words, beside the label. */
  readonly detail?: string | undefined;
  readonly text?: string;
  readonly snippet?: string;
}

export function item({
  label,
  kind,
  documentation,
  detail,
  text,
  snippet,
}: ItemParts): CompletionItem {
  return {
    label,
    kind,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    ...(detail !== undefined && { detail }),
    ...(text !== undefined && { insertText: text }),
    ...(snippet !== undefined && {
      insertText: snippet,
      insertTextFormat: InsertTextFormat.Snippet,
    }),
  };
}

/** A place to fill in with one of some texts, the first to begin with. */
export function choice(place: number, texts: readonly string[]): string {
  const [first = "", ...others] = texts;
  if (others.length === 0) return `\${${place}:${escaped(first)}}`;
  const listed = texts.map((text) => escaped(text).replace(/[,|]/g, "\\$&"));
  return `\${${place}|${listed.join(",")}|}`;
}

/** A text as it stands in a snippet. */
export function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** What a snippet inserts before anything is filled in. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|((?:\\.|[^,|\\])*)(?:\\.|[^|\\])*\|\}/g, (_, first: string) => first)
    .replace(/\$\{\d+(?::((?:\\.|[^}\\])*))?\}/g, (_, preset: string | undefined) => preset ?? "")
    .replace(/(?<!\\)\$\d+/g, "")
    .replace(/\\([\\$},|])/g, "$1");
}
