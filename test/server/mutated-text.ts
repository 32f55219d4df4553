import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { lex } from "../../grammar/tokens";
import { examples as grammarExamples } from "../grammar/examples";

const folder = resolve(import.meta.dirname, "../../examples");

const originals = [
  ...readdirSync(folder)
    .filter((name) => name.endsWith(".blox"))
    .map((name) => readFileSync(join(folder, name), "utf8")),
  ...Object.values(grammarExamples),
];

/** What may stand in a token's place by mistake. */
const words = [
  ..."conv cnv mbcnv bconv st3 st9 twin twn in out a x blox blx network block stage space".split(
    " ",
  ),
  ..."require params parms 1 2 4 { } ( ) : -> | = + ? _ , <= M ms".split(" "),
];

/** Text with something done to it at a place; both numbers are from 0 to 1. */
type Mutation = (text: string, place: number, choice: number) => string;

const onToken =
  (change: (image: string, choice: number) => string): Mutation =>
  (text, place, choice) => {
    const { tokens } = lex(text);
    const token = tokens[Math.floor(place * tokens.length)];
    if (!token) return text;
    const { startOffset: start, image } = token;
    return text.slice(0, start) + change(image, choice) + text.slice(start + image.length);
  };

const onLines =
  (change: (lines: string[], line: number, choice: number) => void): Mutation =>
  (text, place, choice) => {
    const lines = text.split("\n");
    change(lines, Math.floor(place * lines.length), choice);
    return lines.join("\n");
  };

const mutations: readonly Mutation[] = [
  onToken(() => ""),
  onToken((_, choice) => words[Math.floor(choice * words.length)] ?? ""),
  onToken((image, choice) => {
    const at = Math.floor(choice * image.length);
    return image.slice(0, at) + image.slice(at + 1);
  }),
  onToken((image, choice) => {
    const at = Math.floor(choice * image.length);
    return `${image.slice(0, at)}x${image.slice(at)}`;
  }),
  onLines((lines, line) => lines.splice(line, 1)),
  onLines((lines, line, choice) => {
    lines.splice(Math.floor(choice * lines.length), 0, lines[line] ?? "");
  }),
];

// Without bias: fast-check would prefer the first and the last token to all others.
const part = fc.noBias(fc.nat(9999)).map((number) => number / 10_000);

/**
 * An example with up to three slips: a token gone, replaced or misspelt, a line (and with it a stage)
 * gone or there twice.
 */
export const mutatedText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...originals),
    fc.array(fc.tuple(fc.constantFrom(...mutations), part, part), { minLength: 1, maxLength: 3 }),
  )
  .map(([original, slips]) =>
    slips.reduce((text, [mutate, place, choice]) => mutate(text, place, choice), original),
  );
