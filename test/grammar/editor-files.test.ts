import { deepEqual, equal, ok } from "node:assert/strict";
import colouring from "../../grammar/blox.tmLanguage.json" with { type: "json" };
import { keywords, reservedWords } from "../../grammar/keywords";
import configuration from "../../grammar/language-configuration.json" with { type: "json" };
import { parse } from "../../grammar/parser";
import snippets from "../../grammar/snippets.json" with { type: "json" };
import { vocabulary } from "../../grammar/tokens";

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
      const whole = /^(\/\/\/|network)/.test(text) ? text : `network n {\n${text}\n}`;
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
});
