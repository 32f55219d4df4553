import { equal, match, ok } from "node:assert/strict";
import type { MarkupContent } from "vscode-languageserver";
import { hover } from "../../../server/features/hover";
import { embeddedBenchmarks } from "../embedded";
import { marked } from "../marked-text";

describe("hover", () => {
  const benchmarks = embeddedBenchmarks();

  const shows = async (text: string, ...expected: RegExp[]) => {
    const { model, cursor } = marked(text);
    const shown = hover(model, cursor, await benchmarks);
    const { value } = (shown?.contents ?? { value: "" }) as MarkupContent;
    for (const pattern of expected) match(value, pattern);
  };

  it("tells of a network what it is for, its numbers, and where each comes from", () =>
    shows(
      `/// For the *kiosk*.
       network kio‸sk {
         stage 1: conv -> conv
         stage 2: conv -> conv
         stage 3: conv -> conv
       }`,
      /For the \*kiosk\*/,
      // Parameters, FLOPs and hash of the first network in the reference list of the benchmark is this one.
      /Parameters.*\| \*\*2\.92\u00a0M\*\*.* \| .*exact/,
      /FLOPs.*\| \*\*278\.5\u00a0M\*\*.* \| .*exact/,
      /Top-1 accuracy.*\| \*\*7[345]\.\d+\s%\s±\s0\.9\s\(estimated\)\*\*.*\|/,
      /39554afd1b33a44663e653ad10137b9a/,
      /\[\[\[0\],\[0,1,0,0\]\],\[\[0\],\[0,1,0,0\]\],\[\[0\],\[0,1,0,0\]\]\]/,
    ));

  it("has no numbers for a network that is not complete", async () => {
    const { model, cursor } = marked("network ki‸osk {\n  stage 1: conv\n}");
    const shown = JSON.stringify(hover(model, cursor, await benchmarks));
    match(shown, /Not complete yet/);
    ok(!shown.includes("Parameters"));
  });

  it("tells of a stage its shapes, its block and its cost", () =>
    shows(
      "network n {\n sta‸ge 2: conv -> mbconv\n stage 1: conv\n stage 3: conv\n}",
      /\*\*stage 2\*\* of 3 · 64×16×16 → 128×8×8/,
      /topology ST2/,
      /a = conv\(in\)\nout = mbconv\(a\)/,
      /% of the network's FLOPs/,
    ));

  it("tells of an operation what it does and what it costs where it stands", () =>
    shows(
      "network n {\n stage 1: con‸v\n}",
      /Four 3×3 convolutions/,
      // Four times 3·3·32·32 weights and 32 biases, and 2·32 of its batch norm.
      new RegExp(`on 32×32×32: ${((4 * (9 * 32 * 32 + 32 + 64)) / 1e3).toFixed(2)} K parameters`),
    ));

  it("tells of an operation inside a body", () =>
    shows("network n {\n stage 1 { out = mbco‸nv(in) }\n}", /Two residual units/));

  it("tells of a built-in block what it does with its operations", () =>
    shows(
      "network n {\n stage 1: st‸5(conv, mbconv)\n}",
      /topology ST5/,
      /a = op1\(in\)\nout = op2\(a \+ in\) \+ a/,
    ));

  it("tells of a declared block what it is for and what it does", () =>
    shows(
      "/// A pair.\nblock twin(a, b) {\n  x = a(in)\n  out = b(x)\n}\nnetwork n {\n stage 1: tw‸in(conv, conv)\n}",
      /\*\*block\*\* `twin\(a, b\)`/,
      /A pair\./,
      /x = a\(in\)\nout = b\(x\)/,
    ));

  it("tells of a space how many networks it has and what is known of them", () =>
    shows(
      "network n {\n space bl‸ox\n}",
      /91,125 networks/,
      /Top-1 accuracy: estimated/,
      /Parameters: exact/,
    ));

  it("tells of a block the same where it is declared, and of what is in it", async () => {
    const twin = "/// A pair.\nblock twin(a, b) {\n  x = a(in)\n  out = b(st2(conv, a)(x))\n}\n";
    await shows(twin.replace("twin", "tw‸in"), /`twin\(a, b\)` of this file/, /A pair\./);
    await shows(twin.replace("(a, b)", "(a‸, b)"), /\*\*parameter\*\* `a` of `twin`/);
    await shows(twin.replace("x = a", "x = ‸a"), /\*\*parameter\*\* `a` of `twin`/);
    await shows(twin.replace("conv", "co‸nv"), /Four 3×3 convolutions/);
    await shows(twin.replace("st2", "s‸t2"), /topology ST2/);
  });

  it("tells of a required metric where its values come from and what they are", () =>
    shows(
      "network n {\n require acc‸uracy >= 70 %\n}",
      /\*\*metric\*\* `accuracy`/,
      /Estimated: /,
    ));

  const keywordsIn: readonly (readonly [text: string, expected: RegExp])[] = [
    ["network n {\n require params <= 3 ‸M\n}", /\*\*unit\*\* `M`\n\nMillion/],
    ["network n {\n require accuracy >= 75‸%\n}", /\*\*unit\*\* `%`/],
    ["network n {\n req‸uire params <= 3 M\n}", /\*\*keyword\*\* `require`/],
    ["network n { stage 1: conv req‸uire params <= 3 M }", /\*\*keyword\*\* `require`/],
    ["network n {\n stage 1 { o‸ut = conv(in) }\n}", /What leaves the block/],
    ["network n {\n stage 1 { out = conv(i‸n) }\n}", /What enters the block/],
    ["network n {\n stage 1: ? i‸n { conv }\n}", /Restricts the hole/],
    ["network n {\n stage 1: ? in { st4(conv, ‸_) }\n}", /Any operation/],
    ["bl‸ock twin(a) { out = a(in) }", /A reusable block/],
    ['imp‸ort "./blocks.blox"', /declarations of another file/],
    ["search s {\n maxi‸mize accuracy\n}", /An objective/],
    ["search s {\n subject t‸o params <= 3 M\n}", /\*\*keyword\*\* `subject to`/],
    ["search s {\n budget 300 eval‸uations\n}", /\*\*unit\*\* `evaluations`/],
    ["search s {\n algorithm random se‸ed 1\n}", /The seed of all randomness/],
    ["space s ext‸ends blox { }", /Takes over another space/],
    ["space s {\n count fl‸ops as macs\n}", /\*\*keyword\*\* `count flops as`/],
    ["space s {\n count flops as ma‸cs\n}", /Multiply-accumulate/],
    ["space s {\n stages 3 { block of 1..2 o‸ps }\n}", /Operations: /],
    ["space s {\n stages 3 { chain o‸f 3 ops }\n}", /\*\*keyword\*\* `chain of`/],
  ];
  for (const [text, expected] of keywordsIn) {
    it(`tells of ${/\S*‸\S*/.exec(text)} what it means there`, () => shows(text, expected));
  }

  it("says nothing between things", async () => {
    const { model, cursor } = marked("network n {\n stage 1: conv\n‸\n}");
    equal(hover(model, cursor, await benchmarks), undefined);
  });
});
