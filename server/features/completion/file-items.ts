import { type CompletionItem, CompletionItemKind } from "vscode-languageserver";
import { findSpace } from "../../../data/built-in-spaces";
import type { Space } from "../../../data/space";
import { nameText } from "../../../grammar/name-text";
import type { Model } from "../../model/model";
import { networkSkeleton } from "../../network-skeleton";
import { algorithms } from "../../searches/algorithms";
import { presetEvaluations } from "../../searches/preset-budget";
import { paragraphs } from "../hover-text";
import { choice, escaped, item } from "./item";
import { keywordItems } from "./keyword-items";

/** Declarations to fill in: a network for each space, and one of each other kind. */
export function declarationItems({ networks, spaces }: Model): CompletionItem[] {
  const known = spaces.names.flatMap((name) => spaces.named(name) ?? []);
  const open = networks.find(({ name, choices }) => name !== "" && isOpen(choices));
  const source = open ? `from ${escaped(nameText(open.name))}` : "space blox";
  return [
    ...known.map(networkItem),
    ...keywordItems(
      "file",
      {
        block: "block ${1:name}(${2:a}, ${3:b}) {\n  x = ${2:a}(in)\n  out = ${3:b}(x + in)\n}\n",
        search: [
          "search ${1:name} {",
          `  ${source}`,
          "  maximize ${2:accuracy}",
          `  algorithm ${choice(
            3,
            algorithms.map(({ name }) => name),
          )}`,
          `  budget \${4:${presetEvaluations}} evaluations`,
          "  seed ${5:0}",
          "}\n",
        ].join("\n"),
        space: "space ${1:name} extends ${2:blox} {\n  $0\n}\n",
        import: 'import "$1"\n',
      },
      (word) => word === "network",
    ),
  ];
}

function isOpen(choices: readonly (readonly number[])[] | undefined): boolean {
  return choices?.some(({ length }) => length > 1) ?? false;
}

function networkItem(space: Space): CompletionItem {
  return item({
    label: "network",
    kind: CompletionItemKind.Snippet,
    detail: `a network of ${space.name}`,
    documentation: aboutSpace(space),
    snippet: networkSkeleton(space),
  });
}

/** The spaces that may be named, but one. */
export function spaceItems({ spaces }: Model, leftOut?: string): CompletionItem[] {
  return spaces.names
    .filter((name) => name !== leftOut)
    .map((name) => {
      const space = spaces.named(name);
      return item({
        label: name,
        kind: CompletionItemKind.Module,
        detail: findSpace(name) ? "built-in space" : "declared space",
        documentation: space ? aboutSpace(space) : "Its declaration has an error.",
        text: nameText(name),
      });
    });
}

function aboutSpace({ name, documentation, stages, operations, dataset }: Space): string {
  const parts = `\`${name}\`: ${stages.length} stages of ${operations.map((each) => `\`${each.name}\``).join(", ")}${dataset === undefined ? "" : `, ${dataset}`}`;
  return paragraphs(documentation, parts);
}
