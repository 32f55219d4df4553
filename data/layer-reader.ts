import type {
  LayerAttribute,
  LayerGroup,
  LayerList,
  LayerSyntax,
  LayerUse,
  Name,
  Range,
} from "../grammar/syntax";
import type { Channels, Layer, Stride } from "./space";
import type { SpaceProblem } from "./space-problem";

/** More layers than this, repetitions written out, are no operation that anyone could train. */
export const mostLayers = 10_000;

/** What written layers mean; what is wrong with them is added to the problems. */
export function readLayers(list: LayerList, problems: SpaceProblem[]): readonly Layer[] {
  const layers = list.layers.flatMap((layer) => readLayer(layer, problems) ?? []);
  const count = writtenOut(layers);
  if (count > mostLayers) {
    problems.push({
      code: "blox/wrong-layer",
      range: list.range,
      message: `These are ${count.toLocaleString("en-US")} layers, repetitions written out. At most ${mostLayers.toLocaleString("en-US")} are read.`,
    });
    return [];
  }
  return layers;
}

function writtenOut(layers: readonly Layer[]): number {
  return layers.reduce((sum, layer) => {
    if (layer.kind === "repeat") return sum + layer.times * writtenOut(layer.layers);
    if (layer.kind === "sum")
      return sum + layer.branches.map(writtenOut).reduce((a, b) => a + b, 0);
    return sum + ("layers" in layer ? writtenOut(layer.layers) : 1);
  }, 0);
}

function readLayer(layer: LayerSyntax, problems: SpaceProblem[]): Layer | undefined {
  return layer.kind === "group" ? readGroup(layer, problems) : readUse(layer, problems);
}

function readGroup({ name, times, bodies }: LayerGroup, problems: SpaceProblem[]) {
  const branches = bodies.map((body) =>
    body.layers.flatMap((layer) => readLayer(layer, problems) ?? []),
  );
  const layers = branches[0];
  // What is not written yet is a syntax error already.
  if (!layers) return undefined;
  switch (name.text) {
    case "residual":
    case "reshape":
      return { kind: name.text, layers } as const;
    case "sum":
      return { kind: "sum", branches } as const;
    case "repeat": {
      if (!times) return undefined;
      if (!isWhole(times.value, 1, mostLayers)) {
        problems.push(
          wrong(
            times.range,
            `\`repeat\` takes a whole number from 1 to ${mostLayers.toLocaleString("en-US")}.`,
          ),
        );
        return undefined;
      }
      return { kind: "repeat", times: times.value, layers } as const;
    }
    default:
      problems.push(unknownLayer(name, true));
      return undefined;
  }
}

/** The layers that there are: what each takes, and how it is made of it. */
const layerWords: Readonly<Record<string, LayerWord>> = {
  conv: {
    kernel: true,
    attributes: ["out", "stride", "valid", "no-bias"],
    make: (given) => ({
      kind: "conv",
      ...given.slid,
      ...given.out,
      depthwise: false,
      bias: given.bias,
    }),
  },
  dwconv: {
    kernel: true,
    attributes: ["stride", "valid", "no-bias"],
    make: (given) => ({ kind: "conv", ...given.slid, depthwise: true, bias: given.bias }),
  },
  bn: { attributes: [], make: () => ({ kind: "batch-norm" }) },
  relu: { attributes: [], make: () => ({ kind: "relu" }) },
  "squeeze-excite": { attributes: [], make: () => ({ kind: "squeeze-excite" }) },
  "max-pool": {
    kernel: true,
    attributes: ["stride", "valid"],
    make: (given) => ({ kind: "pool", of: "maximum", ...given.slid }),
  },
  "avg-pool": {
    kernel: true,
    attributes: ["stride", "valid"],
    make: (given) => ({ kind: "pool", of: "average", ...given.slid }),
  },
  "global-avg-pool": { attributes: [], make: () => ({ kind: "global-average-pool" }) },
  linear: {
    attributes: ["out"],
    needsOut: true,
    make: (given) => ({ kind: "linear", out: given.out.out ?? 1 }),
  },
};

/** The words for layers and groups of layers. */
export const layerNames: readonly string[] = [
  ...Object.keys(layerWords),
  "repeat",
  "residual",
  "reshape",
  "sum",
];

/** What may stand behind a layer's word; undefined for a word that is no layer. */
export function takenByLayer(name: string): Pick<LayerWord, "kernel" | "attributes"> | undefined {
  return Object.hasOwn(layerWords, name) ? layerWords[name] : undefined;
}

interface LayerWord {
  readonly kernel?: true;
  readonly needsOut?: true;
  readonly attributes: readonly string[];
  make(given: Given): Layer;
}

interface Given {
  readonly slid: {
    readonly kernel: number;
    readonly stride: Stride;
    readonly padding: "same" | "valid";
  };
  readonly out: { readonly out?: Channels };
  readonly bias: boolean;
}

function readUse(
  { name, kernel, attributes, range }: LayerUse,
  problems: SpaceProblem[],
): Layer | undefined {
  const word = Object.hasOwn(layerWords, name.text) ? layerWords[name.text] : undefined;
  if (!word) {
    problems.push(unknownLayer(name, false));
    return undefined;
  }
  const before = problems.length;
  const size = kernel?.sizes[0] ?? 1;
  if (word.kernel && !kernel)
    problems.push(
      wrong(range, `\`${name.text}\` needs the size of its kernel: \`${name.text} 3x3\`.`),
    );
  if (!word.kernel && kernel)
    problems.push(wrong(kernel.range, `\`${name.text}\` has no kernel: remove the size.`));
  if (kernel && !(kernel.sizes.length === 2 && kernel.sizes[1] === size && isWhole(size, 1, 1024)))
    problems.push(wrong(kernel.range, "Kernels are square, from 1x1 to 1024x1024: write `3x3`."));
  reportAttributes(name.text, word, attributes, problems);
  const out = attributes.find((each) => each.name.text === "out");
  if (word.needsOut && !out)
    problems.push(
      wrong(
        range,
        `\`${name.text}\` needs the number of its outputs: \`${name.text} out classes\`.`,
      ),
    );
  const given: Given = {
    slid: {
      kernel: size,
      stride: readStride(
        attributes.find((each) => each.name.text === "stride"),
        problems,
      ),
      padding: attributes.some((each) => each.name.text === "valid") ? "valid" : "same",
    },
    out: out ? readOut(out, problems) : {},
    bias: !attributes.some((each) => each.name.text === "no-bias"),
  };
  return problems.length === before ? word.make(given) : undefined;
}

function reportAttributes(
  layer: string,
  word: LayerWord,
  attributes: readonly LayerAttribute[],
  problems: SpaceProblem[],
) {
  const seen = new Set<string>();
  for (const { name, range } of attributes) {
    if (!word.attributes.includes(name.text)) {
      const known = word.attributes.map((each) => `\`${each}\``).join(", ");
      problems.push(
        wrong(
          range,
          `\`${layer}\` takes no \`${name.text}\`. It takes ${known === "" ? "nothing" : known}.`,
        ),
      );
    } else if (seen.has(name.text)) {
      problems.push(wrong(range, `\`${name.text}\` is given twice. Remove one.`));
    }
    seen.add(name.text);
  }
}

/** `out 32`, `out 2c`, `out c/2`, `out c`, `out o`, `out classes` */
export function readOut(
  { value }: LayerAttribute,
  problems: SpaceProblem[],
): { readonly out?: Channels } {
  if (!value) return {};
  if (value.kind === "channels") return { out: { timesInput: value.factor } };
  if (value.kind === "number") {
    if (isWhole(value.value, 1, 1_000_000)) return { out: value.value };
    problems.push(
      wrong(value.range, "`out` takes a whole number of channels from 1 to 1,000,000."),
    );
    return {};
  }
  const known: Readonly<Record<string, Channels>> = {
    c: { timesInput: 1 },
    o: "wanted",
    classes: "classes",
  };
  const out = Object.hasOwn(known, value.text) ? known[value.text] : undefined;
  if (out !== undefined) return { out };
  problems.push(
    wrong(
      value.range,
      `\`${value.text}\` is no number of channels. Write a number, \`c\` (what enters the operation), \`2c\`, \`c/2\`, \`o\` (what the stage wants) or \`classes\`.`,
    ),
  );
  return {};
}

/** `stride 2`, `stride s`; 1 where none is written. */
function readStride(attribute: LayerAttribute | undefined, problems: SpaceProblem[]): Stride {
  const value = attribute?.value;
  if (!value) return 1;
  if (value.kind === "name" && value.text === "s") return "wanted";
  if (value.kind === "number" && isWhole(value.value, 1, 1024)) return value.value;
  problems.push(
    wrong(
      value.range,
      "`stride` takes a whole number from 1 to 1,024, or `s`, the stride that the stage wants.",
    ),
  );
  return 1;
}

/** With layers of its own in braces it can be a group alone, without them everything else. */
function unknownLayer({ text, range }: Name, isGroup: boolean): SpaceProblem {
  const known = layerNames.filter((name) => isGroup !== Object.hasOwn(layerWords, name));
  return {
    code: "blox/unknown-layer",
    range,
    message: `There is no layer \`${text}\`.`,
    unknown: { text, known },
  };
}

function wrong(range: Range, message: string): SpaceProblem {
  return { code: "blox/wrong-layer", range, message };
}

export function isWhole(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
