import { deepEqual, equal, ok } from "node:assert/strict";
import colouring from "../../grammar/blox.tmLanguage.json" with { type: "json" };
import { keywords, reservedWords } from "../../grammar/keywords";
import configuration from "../../grammar/language-configuration.json" with { type: "json" };
import { parse } from "../../grammar/parser";
import snippets from "../../grammar/snippets.json" with { type: "json" };
import { vocabulary } from "../../grammar/tokens";
import { coloured } from "./coloured";

describe("editor files", () => {
  it("colour with patterns that compile and refer to rules that exist", () => {
    const visit = (value: unknown, key: string): void => {
      if (typeof value === "string") {
        if (key === "match" || key === "begin" || key === "end") new RegExp(value);
        if (key === "include") ok(value.slice(1) in colouring.repository, value);
      } else if (typeof value === "object" && value !== null) {
        for (const [inner, part] of Object.entries(value)) visit(part, inner);
      }
    };
    visit(colouring, "");
  });

  it("take a hyphenated identifier as one word", () => {
    const word = new RegExp(configuration.wordPattern, "g");
    deepEqual("nas-bench-macro->mb3_k3 3.0".match(word), ["nas-bench-macro", "mb3_k3", "3.0"]);
  });

  it("take a size and a multiple of the channels as one word", () => {
    const word = new RegExp(configuration.wordPattern, "g");
    deepEqual("conv 3x3 out 2c 12 1e3 2cm".match(word), [
      ...["conv", "3x3", "out", "2c", "12", "1", "e3", "2", "cm"],
    ]);
  });

  it("continue documentation on the next line, and no other comment", () => {
    const [rule] = configuration.onEnterRules;
    const continued = new RegExp(rule?.beforeText ?? "");
    equal(continued.test("  /// What it is."), true);
    equal(continued.test("  // A remark."), false);
    equal(continued.test("  //// A remark."), false);
  });

  for (const [name, { body }] of Object.entries(snippets)) {
    it(`offer the snippet “${name}”, which is without errors`, () => {
      const text = body
        .join("\n")
        .replace(/\$\{\d+\|([^,|]+)[^}]*\}/g, "$1")
        .replace(/\$\{\d+:([^}]*)\}/g, "$1")
        .replace(/\$\d+/g, "");
      const isDeclaration = /^(\/\/\/|network|space .*\{)/.test(text);
      const whole = isDeclaration ? text : `network n {\n${text}\n}`;
      deepEqual(parse(whole).errors, [], whole);
    });
  }

  it("know the reserved words that the lexer knows", () => {
    for (const word of reservedWords) {
      ok(
        vocabulary.some((token) => token.PATTERN === word),
        word,
      );
      equal(parse(`network ${word} {}`).errors.length > 0, true, word);
    }
  });

  it("know the words that begin a search's clauses", () => {
    for (const { word } of keywords.search) {
      const [first] = word.split(" ");
      ok(
        vocabulary.some((token) => token.PATTERN === first),
        word,
      );
    }
  });

  it("know the words of spaces that the lexer knows", () => {
    const known = new Set(vocabulary.map((token) => token.PATTERN));
    for (const place of ["space", "stageDefinition", "opCount", "layerAttributes"] as const) {
      for (const { word } of keywords[place]) {
        for (const part of word.split(" ")) ok(known.has(part), part);
      }
    }
  });

  it("take no word of a space for a keyword elsewhere", () => {
    const places = ["space", "flopsConvention", "stageDefinition", "opCount", "layers"] as const;
    const words = [...places, "layerGroups" as const, "layerAttributes" as const]
      .flatMap((place) => keywords[place].flatMap(({ word }) => word.split(" ")))
      .filter((word) => !reservedWords.includes(word));
    for (const word of words) {
      const text = `network ${word} { stage 1: ${word} -> ${word}(${word}) stage 2 { ${word} = ${word}(in) out = ${word} } }
block ${word}(${word}) { out = ${word}(in) }
search ${word} { from ${word} minimize ${word} subject to ${word} < 3 }
space ${word} { op ${word} { conv } }`;
      deepEqual(parse(text).errors, [], text);
    }
  });

  describe("colour", () => {
    const cases: Readonly<Record<string, readonly string[]>> = {
      'dataset "CIFAR-10" count flops as macs': [
        "dataset keyword.control.clause",
        '"CIFAR-10" entity.name.type.dataset',
        "count keyword.control.clause",
        "flops variable.other.property.metric",
        "as keyword.control.as",
        "macs support.constant",
      ],
      "op conv { repeat 2 { conv 3x3 out 2c no-bias  bn } }": [
        "op keyword.control.op",
        "conv entity.name.function.operation",
        "repeat keyword.control.group",
        "2 constant.numeric",
        "conv support.function.layer",
        "3x3 constant.numeric.size",
        "out storage.modifier.layer",
        "2c constant.numeric.channels",
        "no-bias storage.modifier.layer",
        "bn support.function.layer",
      ],
      "head { linear out classes } classes 9": [
        "head keyword.control.clause",
        "linear support.function.layer",
        "out storage.modifier.layer",
        "classes variable.language",
        "classes keyword.control.clause",
        "9 constant.numeric",
      ],
      "stage 1 { block of 1..2 ops  first stride s }": [
        "stage keyword.control.stage",
        "1 constant.numeric.integer",
        "block keyword.control.clause",
        "of keyword.control.of",
        "1 constant.numeric",
        ".. keyword.operator.range",
        "2 constant.numeric",
        "ops keyword.other.unit",
        "first keyword.control.clause",
        "stride storage.modifier.layer",
        "s variable.language",
      ],
      "op a { bn\nblock twin(p) { out = p(in) }": [
        "op keyword.control.op",
        "a entity.name.function.operation",
        "bn support.function.layer",
        "block keyword.control.block",
        "twin entity.name.function.block",
        "p variable.parameter",
        "out variable.language",
        "p entity.name.function.operation",
        "in variable.language",
      ],
    };
    for (const [text, colours] of Object.entries(cases)) {
      it(text.replace("\n", " "), () => {
        const found = coloured(`space s {\n${text}`);
        const named = found.filter(
          (colour) => !/ (?:punctuation|keyword.operator.as)/.test(colour),
        );
        deepEqual(named, ["space keyword.control.space", "s entity.name.type.space", ...colours]);
      });
    }

    it("goes on as before behind a space", () => {
      const found = coloured("space s { head { bn } }\nnetwork n { stage 1: conv }");
      deepEqual(found.slice(-3), [
        ": punctuation.separator.colon",
        "conv entity.name.function.operation",
        "} punctuation.section.braces.end",
      ]);
    });
  });
});
