import { type IToken, tokenMatcher } from "chevrotain";
import {
  type MarkupContent,
  MarkupKind,
  type Position,
  type SignatureHelp,
  type SignatureInformation,
} from "vscode-languageserver";
import { builtInSpaces } from "../../data/built-in-spaces";
import { printBody, printName } from "../../grammar/printer";
import * as t from "../../grammar/tokens";
import {
  codeBlock,
  operationLetters,
  topologyEquations,
  topologyNamed,
} from "../model/block-vocabulary";
import type { Model } from "../model/model";
import { paragraphs } from "./hover-text";
import { networkAround } from "./place";

export const signatureTriggers = ["(", ","];

/** The operations that the block around the cursor takes, and which of them is written there. */
export function signatureHelp(model: Model, position: Position): SignatureHelp | undefined {
  const offset = model.document.offsetAt(position);
  const start = model.file.declarations.findLast(({ range }) => range.start < offset)?.range.start;
  const call = callBefore(t.lex(model.document.getText().slice(start ?? 0, offset)));
  if (!call) return undefined;
  const signature =
    declaredSignature(model, call.name) ?? builtInSignature(model, call.name, offset);
  if (!signature) return undefined;
  const documentation = aboutOperations(model, offset);
  const parameters = signature.parameters?.map((parameter) => ({ ...parameter, documentation }));
  return {
    signatures: [{ ...signature, ...(parameters && { parameters }) }],
    activeSignature: 0,
    activeParameter: call.commas,
  };
}

/** What any parameter may be given. */
function aboutOperations(model: Model, offset: number): MarkupContent {
  const { operations } = networkAround(model, offset)?.space ?? model.spaces.vocabulary;
  const names = operations.map(({ name }) => `\`${name}\``).join(", ");
  return { kind: MarkupKind.Markdown, value: `An operation: ${names}.` };
}

interface Call {
  readonly name: string;
  commas: number;
}

/** No list of operations goes on behind one of these. */
const ends = [t.Stage, t.Require, t.Equals, t.LeftBrace, t.RightBrace];

/** The name before the parenthesis that is open at the end, and the commas since. */
function callBefore({ tokens }: t.Lexed): Call | undefined {
  const open: Call[] = [];
  for (const [place, token] of tokens.entries()) {
    if (ends.includes(token.tokenType)) open.length = 0;
    else if (token.tokenType === t.LeftParen) {
      const name = tokens[place - 1];
      const isDeclared = tokens[place - 2]?.tokenType === t.Block;
      open.push({ name: isDeclared ? "" : calledName(name), commas: 0 });
    } else if (token.tokenType === t.RightParen) open.pop();
    else if (token.tokenType === t.Comma) {
      const call = open.at(-1);
      if (call) call.commas++;
    }
  }
  return open.at(-1);
}

function calledName(token: IToken | undefined): string {
  if (!token || !tokenMatcher(token, t.NameToken)) return "";
  return tokenMatcher(token, t.Quoted) ? token.image.slice(1, -1) : token.image;
}

function declaredSignature({ blocks }: Model, name: string): SignatureInformation | undefined {
  const block = blocks.get(name);
  if (!block?.name) return undefined;
  return signatureOf(
    printName(block.name),
    block.parameters.map(printName),
    paragraphs(block.documentation, block.body && codeBlock([printBody(block.body)])),
  );
}

function builtInSignature(
  model: Model,
  name: string,
  offset: number,
): SignatureInformation | undefined {
  const space = networkAround(model, offset)?.space;
  for (const one of space ? [space] : builtInSpaces) {
    const topology = topologyNamed(one, name);
    if (!topology) continue;
    return signatureOf(name, operationLetters(topology), codeBlock(topologyEquations(topology)));
  }
  return undefined;
}

function signatureOf(
  name: string,
  parameters: readonly string[],
  documentation: string,
): SignatureInformation {
  let start = name.length + 1;
  const ranges = parameters.map((parameter): [number, number] => {
    const end = start + parameter.length;
    const range: [number, number] = [start, end];
    start = end + ", ".length;
    return range;
  });
  return {
    label: `${name}(${parameters.join(", ")})`,
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    // By their offsets in the label: a name may occur in another one.
    parameters: ranges.map((label) => ({ label })),
  };
}
