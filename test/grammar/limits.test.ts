import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { parse } from "../../grammar/parser";

const words = [
  ..."network block search space stage require import in out _ conv from seed 3 3.0 3x3 2c".split(
    " ",
  ),
  ..."-> | ( ) { } = <= + : , ? % .. @ § /// // /* */".split(" "),
  ...['"quoted"', '"open', "\n"],
];

describe("limits", () => {
  it("reports nesting deeper than 64 once", () => {
    const nested = (depth: number) =>
      parse(`network n { stage 1: ${"(".repeat(depth)}conv${")".repeat(depth)} stage 2: conv }`);
    deepEqual(nested(64).errors, []);
    deepEqual(
      nested(65).errors.map((error) => error.message),
      ["nested deeper than 64: name a part and use the name"],
    );
    equal(nested(50_000).errors.length, 1);
    equal(nested(65).declarations[0]?.kind, "network");
  });

  it("counts applications and sets of choices as nesting", () => {
    for (const unit of ["a = conv(", "? in { "]) {
      const start = unit.startsWith("a") ? "stage 1 { a = " : "stage 1: ";
      const text = `network n { ${start}${(unit.startsWith("a") ? "conv(" : unit).repeat(500)}`;
      equal(parse(text).errors.length, 1);
    }
  });

  it("counts groups of layers as nesting", () => {
    const nested = (depth: number) =>
      parse(`space s {
        op a ${"{ residual ".repeat(depth - 1)}{ bn }${" }".repeat(depth - 1)}
        op b { bn }
      }`);
    deepEqual(nested(64).errors, []);
    for (const depth of [65, 20_000]) {
      const { errors, declarations } = nested(depth);
      equal(errors.length, 1);
      ok(errors[0]?.message.startsWith("nested deeper than 64"));
      const [space] = declarations;
      equal(space?.kind === "space" && space.clauses.length, 2);
    }
    equal(parse(`space s { op a ${"{ repeat 2 ".repeat(20_000)}`).errors.length, 1);
    equal(parse(`space s { op a { ${"sum { ".repeat(20_000)}`).errors.length, 1);
  });

  it("shows 100 errors and counts the rest", () => {
    const broken = (count: number) =>
      parse(`network n {${" stage 1: conv ;".repeat(count)} }`).errors;
    equal(broken(100).length, 100);
    equal(broken(101).at(-1)?.message, "1 more error is not shown");
    equal(broken(500).at(-1)?.message, "400 more errors are not shown");
    equal(broken(500).length, 101);
  });

  it("counts errors of both kinds, characters and grammar", () => {
    const text = "network n {\n stage 1 conv ; }\n".repeat(200);
    const { errors } = parse(text);
    // In each network a colon is missing and a semicolon is too many.
    equal(errors.at(-1)?.message, "300 more errors are not shown");
    ok(errors.every((error, i) => (errors[i - 1]?.range.start ?? 0) <= error.range.start));
  });

  it("does not read a file over 1 MB", () => {
    const file = parse(" ".repeat(1_000_001));
    equal(file.errors.length, 1);
    ok(file.errors[0]?.message.startsWith("the file is over 1 MB"));
    deepEqual(parse(" ".repeat(1_000_000)).errors, []);
    equal(parse("x".repeat(10_000_000)).errors.length, 1);
  });

  it("does not read what is no text", () => {
    const file = parse("network n { stage\u0000 1: § }");
    equal(file.errors.length, 1);
    ok(file.errors[0]?.message.startsWith("this is no text file"));
    deepEqual(file.declarations, []);
  });

  it("reports a run of characters without meaning once", () => {
    equal(parse("\u0001".repeat(10_000)).errors.length, 1);
  });

  it("reports any character outside ASCII but blanks", () => {
    const missed: string[] = [];
    for (let code = 0x80; code < 0x10000; code++) {
      const character = String.fromCharCode(code);
      if (!/\s/.test(character) && parse(character).errors.length !== 1) missed.push(character);
    }
    deepEqual(missed, []);
  });

  it("never throws, and keeps errors inside the text", () => {
    const noise = fc
      .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 3 })), { maxLength: 60 })
      .map((parts) => parts.join(" "));
    fc.assert(
      fc.property(noise, (text) => {
        for (const { range } of parse(text).errors) {
          ok(range.start < range.end && range.end <= text.length, JSON.stringify(text));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("takes time linear in the length of noise", () => {
    const texts: Record<string, (length: number) => string> = {
      tokens: (length) => noiseOf(length),
      arguments: (length) => `network n { stage 1: st3(${"conv ".repeat(length / 5)}`,
      chain: (length) => `network n { stage 1: conv${" -> conv".repeat(length / 8)}`,
      stages: (length) => `network n {${" stage".repeat(length / 6)}`,
      equations: (length) => `network n { stage 1 {${" a =".repeat(length / 4)}`,
      layers: (length) => `space s { op a { ${"conv 3x3 ".repeat(length / 9)}`,
      groups: (length) => `space s { op a { ${"sum { bn } { ".repeat(length / 13)}`,
      operations: (length) => `space s {${"\nop a { bn ".repeat(length / 11)}`,
      definitions: (length) => `space s {${" stage 1 { first".repeat(length / 16)}`,
      documentation: (length) => "network /// a\n".repeat(length / 14),
      braces: (length) => "{".repeat(length),
      comments: (length) => "/*".repeat(length / 2),
    };
    for (const [name, make] of Object.entries(texts)) {
      const small = make(10_000);
      const large = make(80_000);
      // Eight times the text: linear is 8, quadratic 64. A busy machine disturbs some runs, never all.
      let [slow, fast, ratio] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 64];
      for (let round = 0; round < 12 && ratio >= 32; round++) {
        slow = Math.min(
          slow,
          least(() => parse(large)),
        );
        fast = Math.min(
          fast,
          least(() => parse(small)),
        );
        ratio = slow / fast;
      }
      ok(ratio < 32, `${name}: ${ratio.toFixed(1)} times the time for 8 times the text`);
    }
  });
});

/** The least processor time of some runs, in µs: what is left when nothing else disturbs. */
function least(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 5; i++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least;
}

/** Random tokens, the same each time. */
function noiseOf(length: number): string {
  const parts: string[] = [];
  let state = 1;
  for (let size = 0; size < length; ) {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const word = words[(state >>> 8) % words.length] ?? "";
    if (word === "/*") continue;
    parts.push(word);
    size += word.length + 1;
  }
  return parts.join(" ");
}
