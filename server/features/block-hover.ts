import type { Space } from "../../data/space";
import { printName } from "../../grammar/printer";
import type { BlockDeclaration, Name, Range } from "../../grammar/syntax";
import {
  codeBlock,
  operationLetters,
  topologyEquations,
  topologyNamed,
} from "../model/block-vocabulary";
import type { Model } from "../model/model";
import { paragraphs } from "./hover-text";
import { contains, usedNameIn } from "./place";
import { aboutOperation } from "./space-hover";

/** What the text at an offset in a block's declaration stands for. */
export function blockHover(
  model: Model,
  offset: number,
): { readonly markdown: string; readonly range: Range } | undefined {
  const declaration = model.file.declarations.find(({ range }) => contains(range, offset));
  if (declaration?.kind !== "block") return undefined;
  const { name, parameters, body } = declaration;
  if (name && contains(name.range, offset))
    return { markdown: aboutBlock(model, declaration), range: name.range };
  const parameter = parameters.find(({ range }) => contains(range, offset));
  const used = parameter ?? usedNameIn(body, offset);
  const markdown = used && aboutName(model, declaration, used);
  return markdown === undefined ? undefined : { markdown, range: used?.range ?? declaration.range };
}

function aboutName(model: Model, around: BlockDeclaration, name: Name): string | undefined {
  const { blocks, spaces } = model;
  if (around.parameters.some(({ text }) => text === name.text)) {
    return `**parameter** \`${printName(name)}\` of \`${around.name?.text}\`: the operation that the block is given.`;
  }
  const declared = blocks.get(name.text);
  if (declared) return aboutBlock(model, declared);
  for (const known of spaces.names) {
    const space = spaces.named(known);
    const operation = space?.operations.find((each) => each.name === name.text);
    if (space && operation) return aboutOperation(operation, space);
  }
  return aboutTopology(name, spaces.vocabulary);
}

/** A declared block: what it is for, and its equations as they are written. */
export function aboutBlock({ blocks, document }: Model, declaration: BlockDeclaration): string {
  const { name, parameters, documentation = "", body } = declaration;
  const text = blocks.importedFrom(declaration)?.text ?? document.getText();
  const equations = body?.equations.map(({ range }) => text.slice(range.start, range.end));
  return paragraphs(
    `**block** \`${name?.text}(${parameters.map(({ text }) => text).join(", ")})\` of ${blocks.homeOf(declaration)}`,
    documentation,
    codeBlock(equations ?? []),
  );
}

/** A built-in block: what it does with its operations. */
export function aboutTopology(name: Name, space: Space): string | undefined {
  const topology = topologyNamed(space, name.text);
  if (!topology) return undefined;
  return paragraphs(
    `**block** \`${name.text}(${operationLetters(topology).join(", ")})\` · topology ${topology.name}`,
    codeBlock(topologyEquations(topology)),
  );
}
