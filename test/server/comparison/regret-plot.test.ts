import { deepEqual, equal, match, ok } from "node:assert/strict";
import { comparisonPlot, plotFile } from "../../../server/comparison/comparison-plot";
import { filePaint, themePaint } from "../../../server/comparison/plot-paint";
import type { ProgressCurve } from "../../../server/comparison/progress-curves";
import { type RegretPlotOptions, regretPlot } from "../../../server/comparison/regret-plot";
import { comparison } from "../../webview/sample-comparison";

const options: RegretPlotOptions = {
  width: 700,
  xTitle: "evaluations",
  xMost: 100,
  yTitle: "regret, percentage points",
  isLogarithmic: false,
  title: "Plot of a regret",
  source: ["made up for a test"],
  paint: filePaint,
};

type Point = readonly [after: number, q25: number, median: number, q75: number];

function curve(points: readonly Point[], changes: Partial<ProgressCurve> = {}): ProgressCurve {
  return {
    name: "random",
    parameters: {},
    points: points.map(([after, q25, median, q75]) => ({
      after,
      mean: median,
      se: null,
      median,
      q25,
      q75,
    })),
    ...changes,
  };
}

const falling = curve([
  [1, 1.5, 2, 3.1],
  [10, 0.5, 0.7, 1],
  [55, 0.02, 0.03, 0.3],
  [100, 0, 0, 0.02],
]);

/** The attributes of the elements of a part, as they are written. */
function partsOf(svg: string, part: string): Record<string, string>[] {
  return [...svg.matchAll(new RegExp(`<\\w+ [^>]*data-part="${part}"[^>]*>([^<]*)`, "g"))].map(
    ([element, content = ""]) => ({
      content,
      ...Object.fromEntries(
        [...element.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [
          name,
          value,
        ]),
      ),
    }),
  );
}

/** Where values stand, by two marks of an axis alone. */
function readAxis(svg: string, axis: "x" | "y", isLogarithmic = false) {
  const half = axis === "y" ? 11 * 0.35 : 0;
  const marks = partsOf(svg, `${axis}-tick`)
    .map(({ content, x, y }) => ({
      value: Number(content?.replaceAll(",", "")),
      at: Number(axis === "x" ? x : y) - half,
    }))
    .filter(({ value }) => !isLogarithmic || value > 0);
  const [first, last] = [marks[0], marks.at(-1)];
  ok(first && last && first !== last);
  const place = isLogarithmic ? Math.log10 : (value: number) => value;
  const perUnit = (last.at - first.at) / (place(last.value) - place(first.value));
  return (value: number) => first.at + (place(value) - place(first.value)) * perUnit;
}

/** The corners of a path of absolute M, H, V and L. */
function corners(path: string): [x: number, y: number][] {
  let [x, y] = [0, 0];
  return [...path.matchAll(/([MHVL])([\d.-]+)(?: ([\d.-]+))?/g)].map(([, command, a, b]) => {
    if (command === "H") x = Number(a);
    else if (command === "V") y = Number(a);
    else [x, y] = [Number(a), Number(b)];
    return [x, y];
  });
}

function near(actual: readonly number[], expected: readonly number[], what: string) {
  const isNear = actual.every((value, place) => Math.abs(value - (expected[place] ?? 0)) < 0.21);
  ok(isNear, `${what}: ${actual} is not ${expected}`);
}

/** What a step-wise line through points passes. */
function steps(points: readonly (readonly [number, number])[]): [number, number][] {
  return points.flatMap(([x, y], place): [number, number][] => {
    const before = points[place - 1];
    return before
      ? [
          [x, before[1]],
          [x, y],
        ]
      : [[x, y]];
  });
}

describe("the plot of regrets", () => {
  for (const isLogarithmic of [false, true]) {
    it(`draws medians and quartiles in steps where the ${isLogarithmic ? "logarithmic " : ""}axes say`, () => {
      const svg = regretPlot([falling], { ...options, isLogarithmic });
      const x = readAxis(svg, "x");
      const above = readAxis(svg, "y", isLogarithmic);
      const [zero] = partsOf(svg, "y-tick").filter(({ content }) => content === "0");
      const y = (value: number) => (value === 0 ? Number(zero?.y) - 11 * 0.35 : above(value));
      const along = (of: "median" | "q25" | "q75") =>
        steps(falling.points.map((point) => [x(point.after), y(point[of])]));

      const [median] = partsOf(svg, "median");
      const drawn = corners(median?.d ?? "");
      equal(drawn.length, along("median").length);
      for (const [place, corner] of drawn.entries())
        near(corner, along("median")[place] ?? [], `corner ${place} of the median`);

      const [band] = partsOf(svg, "quartiles");
      const outline = corners(band?.d ?? "");
      const expected = [...along("q75"), ...along("q25").toReversed()];
      equal(outline.length, expected.length);
      for (const [place, corner] of outline.entries())
        near(corner, expected[place] ?? [], `corner ${place} of the quartiles`);
    });
  }

  it("draws the means alone where that is asked for", () => {
    const mean = curve([
      [1, 1.5, 2, 3.1],
      [100, 0.1, 0.5, 0.9],
    ]);
    const svg = regretPlot([mean], { ...options, line: "mean" });
    equal(partsOf(svg, "median").length + partsOf(svg, "quartiles").length, 0);
    const [x, y] = [readAxis(svg, "x"), readAxis(svg, "y")];
    const expected = steps([
      [x(1), y(2)],
      [x(100), y(0.5)],
    ]);
    for (const [place, corner] of corners(partsOf(svg, "mean")[0]?.d ?? "").entries())
      near(corner, expected[place] ?? [], `corner ${place} of the mean`);
    // No quartile is in need of more room.
    equal(partsOf(svg, "y-tick").at(-1)?.content, "2");
  });

  it("shows a regret of 0 below all others on a logarithmic axis, beyond a break", () => {
    const svg = regretPlot([falling], { ...options, isLogarithmic: true });
    const marks = partsOf(svg, "y-tick").map(({ content }) => content);
    deepEqual(marks, ["0", "0.01", "0.1", "1"]);
    equal(partsOf(svg, "break").length, 1);
    const end = corners(partsOf(svg, "median")[0]?.d ?? "").at(-1);
    const heights = partsOf(svg, "y-tick").map(({ y }) => Number(y) - 11 * 0.35);
    near([end?.[1] ?? 0], [Math.max(...heights)], "the end of the median");
  });

  it("has no 0 on a logarithmic axis where no regret is 0", () => {
    const above = curve([
      [1, 0.3, 0.4, 0.5],
      [100, 0.2, 0.25, 0.3],
    ]);
    const svg = regretPlot([above], { ...options, isLogarithmic: true });
    deepEqual(
      partsOf(svg, "y-tick").map(({ content }) => content),
      ["0.1", "0.2", "0.5"],
    );
    equal(partsOf(svg, "break").length, 0);
  });

  it("draws algorithms that are at the optimum from the start", () => {
    for (const isLogarithmic of [false, true]) {
      const svg = regretPlot(
        [
          curve([
            [1, 0, 0, 0],
            [100, 0, 0, 0],
          ]),
        ],
        { ...options, isLogarithmic },
      );
      ok(!/NaN|Infinity/.test(svg));
      equal(
        partsOf(svg, "y-tick").some(({ content }) => content === "0"),
        true,
      );
    }
  });

  it("gives each algorithm a colour and a dash of its own", () => {
    const many = Array.from({ length: 6 }, (_, place) =>
      curve(
        falling.points.map(({ after, q25, median, q75 }) => [after, q25, median, q75]),
        { name: `algorithm-${place}` },
      ),
    );
    const lines = partsOf(regretPlot(many, options), "median");
    equal(new Set(lines.map(({ stroke }) => stroke)).size, 6);
    equal(new Set(lines.slice(0, 5).map((line) => line["stroke-dasharray"])).size, 5);
  });

  it("names algorithms by what tells them apart, and cuts names that are too long for its width", () => {
    const long = curve([[1, 1, 1, 1]], { name: "an-algorithm-with-a-very-long-name".repeat(4) });
    const settings = [20, 50].map((population) => ({
      ...falling,
      name: "regularized-evolution",
      parameters: { population, sample: 10 },
    }));
    const svg = regretPlot([long, ...settings, falling], { ...options, width: 420 });
    const texts = [
      ...svg.matchAll(
        /<title>([^<]*)<\/title><line[^>]*><\/line><text x="([\d.]+)"[^>]*>([^<]*)</g,
      ),
    ];
    const [first, ...others] = texts.map(([, whole, x, shown]) => ({ whole, x: Number(x), shown }));
    equal(first?.whole, long.name);
    match(first?.shown ?? "", /^an-algorithm.*…$/);
    // The widest letters of the usual fonts are as wide as they are high.
    ok((first?.shown?.length ?? 0) < 420 / (11 * 0.42));
    deepEqual(
      others.map(({ shown }) => shown),
      ["regularized-evolution(population 20)", "regularized-evolution(population 50)", "random"],
    );
  });

  it("is well-formed whatever names hold, and needs no style", () => {
    const svg = regretPlot([curve([[1, 1, 1, 1]], { name: 'a<b & "c"' })], options);
    match(svg, /a&lt;b &amp; &quot;c&quot;/);
    const open: string[] = [];
    for (const [, end, tag = ""] of svg.matchAll(/<(\/?)(\w+)[^>]*>/g)) {
      if (end) equal(open.pop(), tag);
      else open.push(tag);
    }
    deepEqual(open, []);
    ok(!/style/.test(svg));
  });

  it("stands on white in a file, and follows the editor's theme in a view", () => {
    const file = plotFile(comparison, true);
    match(file, /<rect width="720" height="\d+" fill="#ffffff">/);
    ok(!file.includes("var("));
    const view = comparisonPlot(comparison, { width: 480, isLogarithmic: true, paint: themePaint });
    ok(!/<rect|#[0-9a-f]{6}/.test(view));
    match(view, /stroke="var\(--vscode-charts-blue\)"/);
  });

  it("says what it is of, and where its numbers come from", () => {
    const svg = plotFile(comparison, false);
    match(
      svg,
      /aria-label="Plot of the regret to the highest accuracy of blox, 75\.5000 % \(estimated\),/,
    );
    match(svg, />regret, percentage points</);
    const said = [...svg.matchAll(/>([^<]+)</g)].map(([, text]) => text).join(" ");
    match(
      said,
      /over 12 seeds, budget 200 evaluations\. Space blox, benchmark embedded\. Observed: accuracy, value, estimated\. Judged: accuracy, value, estimated\./,
    );
  });
});
