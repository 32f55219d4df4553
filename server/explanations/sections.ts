import type { AdditiveTerms, StageTerms } from "../../data/additive-terms";
import type { Metric, Value } from "../../data/benchmark";
import { shapeText } from "../../data/costs";
import { formatNumber, formatValue } from "../../data/format";
import type { FlopsByKind } from "../../data/layer-cost";
import { paramsText } from "../../data/layer-text";
import { runTexts } from "../../data/measured-source";
import {
  accuracy,
  bytesANumber,
  flops,
  isLatency,
  modelSize,
  params,
  peakMemory,
} from "../../data/metrics";
import type { Space } from "../../data/space";
import { shareText } from "../features/hover-text";
import {
  type ExplainedMetric,
  type ExplainedPart,
  type Explanation,
  stepText,
} from "./explanation";

/** A piece of an explanation, for the terminal and for a page alike. */
export interface Section {
  readonly heading: string;
  /** A heading of its own, or one within the section before. */
  readonly level: 1 | 2;
  readonly paragraphs: readonly string[];
  readonly table?: Table;
}

export interface Table {
  readonly columns: readonly { readonly title: string; readonly isNumber?: true }[];
  readonly rows: readonly (readonly string[])[];
}

/** An explanation in words: where each number comes from, then the network part by part. */
export function sectionsOf(explanation: Explanation): Section[] {
  const { parts, space } = explanation;
  return [
    { heading: "Where each number comes from", level: 1, paragraphs: [] },
    ...explanation.metrics.flatMap((metric) => metricSections(explanation, metric)),
    { heading: "Part by part", level: 1, paragraphs: [], table: partsTable(explanation) },
    {
      heading: "Layer by layer",
      level: 1,
      paragraphs: [
        `Live is what is in memory while a layer runs, in float32: what it reads and writes, and what others still need. ${conventionText(space)}`,
      ],
    },
    ...parts.map((part) => partSection(explanation, part)),
  ];
}

function conventionText({ flopsConvention }: Space): string {
  return flopsConvention === "macs"
    ? "FLOPs are multiply-accumulates of convolutions and linear layers."
    : "FLOPs are multiply-accumulates, one for each bias addition, two for each output of a batch norm, one for each output of a ReLU and for each input of a pool.";
}

/** One, and for what was measured another about the model of values that were not. */
function metricSections(explanation: Explanation, { value, terms, ...metric }: ExplainedMetric) {
  const { title } = value.metric;
  const provenance = value.provenance === "exact" ? " (exact)" : "";
  const isOfModel = value.provenance === "estimated" || value.provenance === "composed";
  const ofModel = terms && termsTable(value.metric, terms);
  const table = isOfModel ? ofModel : runsTable(value);
  const first: Section = {
    heading: `${title}: ${formatValue(value)}${provenance}`,
    level: 2,
    paragraphs: paragraphsOf(explanation, { ...metric, value, ...(terms && { terms }) }),
    ...(table && { table }),
  };
  if (isOfModel || !terms || !ofModel) return [first];
  const model: Section = {
    heading: `${title}, by the model of those that were not measured: ${plain(terms.total)} ${value.metric.unit}`,
    level: 2,
    paragraphs: [
      "No part of this network was measured by itself. For another one like it a model would add up:",
    ],
    table: ofModel,
  };
  return [first, model];
}

function paragraphsOf(
  explanation: Explanation,
  { value, terms, measuredNetworks }: ExplainedMetric,
): string[] {
  const { metric, provenance, source, runs, standardError } = value;
  const cost = costText(explanation, metric);
  const error =
    standardError === undefined
      ? ""
      : ` Its standard error is ${formatNumber(metric, standardError, standardError)}.`;
  const unknown = " The terms of the model that it is from are not known here.";
  switch (provenance) {
    case "exact":
      return [cost];
    case "estimated": {
      const model =
        " A model gives every network a constant, and what each node of its blocks adds:";
      return [`Estimated, not measured: ${source}.${error}${terms ? model : unknown}`];
    }
    case "composed": {
      const from = `Composed from measurements of ${count(measuredNetworks)} other networks: ${source}.${error}`;
      const model =
        " A model of those gives every network a constant, and what the nodes and the topology of each block add:";
      return [from + (terms ? model : unknown)];
    }
    case "measured": {
      // Parameters and FLOPs are measured only in the sense that a file says otherwise.
      const disagreeing = cost === "" ? [] : [`Its layers give another number. ${cost}`];
      const whole = isLatency(metric) && !terms ? [noShares] : [];
      return [
        `Measured${runs ? "" : " as a whole"}: ${source}.${error}`,
        ...trainedText(explanation, value),
        ...disagreeing,
        ...whole,
      ];
    }
  }
}

/** How trainings for Blox were made, where the value is of some; said once, of the accuracy. */
function trainedText({ campaign }: Explanation, { metric, runs = [] }: Value): string[] {
  if (!campaign || metric.name !== accuracy.name) return [];
  const { title, recipe, machine, begun, licence } = campaign;
  if (!runs.some(({ benchmark }) => benchmark === title)) return [];
  return [
    `Trained for Blox from ${begun} on, on ${machine}: ${recipe}. The results may be used under ${licence}.`,
  ];
}

/** Of a latency without a model. */
const noShares =
  "There are no shares of it: whole networks are timed, and what each part takes was not measured.";

/** How what follows from the layers is computed; empty for other metrics. */
function costText({ space, total, peak }: Explanation, metric: Metric): string {
  switch (metric.name) {
    case params.name:
      return `${count(total.params)}: the sum of the parts below.`;
    case flops.name: {
      const counting =
        space.flopsConvention === "ptflops"
          ? `, counted as ptflops does: ${countedText(total.counted)}`
          : ", multiply-accumulates alone";
      return `${count(total.flops)} for one image: the sum of the parts below${counting}.`;
    }
    case peakMemory.name: {
      const where = peak.step === undefined ? peak.part : `${peak.part}, while ${peak.step} runs`;
      return `${count(total.peakActivations)} activations of ${bytesANumber} bytes are live at a time at most: in ${where}.`;
    }
    case modelSize.name:
      return `${count(total.params)} parameters of ${bytesANumber} bytes.`;
    default:
      return "";
  }
}

/** `276,889,600 multiply-accumulates + 229,476 bias`, without what there is none of. */
export function countedText({ macs, bias, batchNorm, relu, pool }: FlopsByKind): string {
  const kinds: readonly (readonly [number, string])[] = [
    [macs, "multiply-accumulates"],
    [bias, "bias"],
    [batchNorm, "batch norm"],
    [relu, "ReLU"],
    [pool, "pool"],
  ];
  const there = kinds.filter(([number]) => number > 0);
  return there.map(([number, what]) => `${count(number)} ${what}`).join(" + ");
}

/** Where there are several measurements, each. */
function runsTable({ metric, runs = [], others = [] }: Value): Table | undefined {
  const all = [...runs, ...others];
  if (all.length < 2) return undefined;
  return {
    columns: [{ title: metric.title, isNumber: true }, { title: "of" }, { title: "conditions" }],
    rows: all.map((run) => [
      formatNumber(metric, run.value),
      run.benchmark,
      runTexts(metric, run).join(", "),
    ]),
  };
}

/** Shares are of what the model gives: of an accuracy, nothing is a share. */
function termsTable(metric: Metric, { constant, stages, total }: AdditiveTerms): Table {
  const isShared = metric.unit !== "%";
  const share = (part: number) => (isShared ? [shareText(part, total)] : []);
  const text = (value: number) => plain(value);
  return {
    columns: [
      { title: "term" },
      { title: metric.unit, isNumber: true },
      ...(isShared ? [{ title: "share", isNumber: true } as const] : []),
      { title: "made up of" },
    ],
    rows: [
      ["constant", text(constant), ...share(constant), "what every network has"],
      ...stages.map((terms, stage) => [
        `stage ${stage + 1}`,
        text(terms.total),
        ...share(terms.total),
        stageText(terms),
      ]),
      ["all", text(total), ...share(total), ""],
    ],
  };
}

/** `2 conv × 0.280 + ST3 0.021` */
function stageText({ operations, topology }: StageTerms): string {
  const nodes = operations.map(({ name, nodes, each }) => `${nodes} ${name} × ${plain(each)}`);
  const isNothing = topology === undefined || Math.abs(topology.value) < 5e-4;
  const joined = isNothing ? [] : [`${topology.name} ${plain(topology.value)}`];
  return [...nodes, ...joined].join(" + ");
}

/** In thousandths, to which the values of models are rounded. */
function plain(value: number): string {
  const text = value.toFixed(3).replace("-", "−");
  return text === "−0.000" ? "0.000" : text;
}

function partsTable({ parts, total }: Explanation): Table {
  const rows = parts.map((part) => [
    part.title,
    `${shapeText(part.input)} → ${shapeText(part.output)}`,
    count(part.params),
    shareText(part.params, total.params),
    count(part.flops),
    shareText(part.flops, total.flops),
    liveText(part.peakActivations),
  ]);
  const all = [
    "all",
    "",
    count(total.params),
    "",
    count(total.flops),
    "",
    liveText(total.peakActivations),
  ];
  return {
    columns: [
      { title: "part" },
      { title: "shape" },
      { title: "parameters", isNumber: true },
      { title: "share", isNumber: true },
      { title: "FLOPs", isNumber: true },
      { title: "share", isNumber: true },
      { title: "peak", isNumber: true },
    ],
    rows: [...rows, all],
  };
}

function partSection({ total, peak }: Explanation, part: ExplainedPart): Section {
  const { title, input, output, steps, counted } = part;
  const heading = `${title}: ${shapeText(input)} → ${shapeText(output)}`;
  if (steps.length === 0)
    return { heading, level: 2, paragraphs: ["Nothing: what enters is what it gives."] };
  const made =
    part.flops === 0 ? "no FLOPs" : `${countedText(counted)} = ${count(part.flops)} FLOPs`;
  const shares = `${count(part.params)} parameters (${shareText(part.params, total.params)} of the network's), ${made} (${shareText(part.flops, total.flops)}).`;
  const peakText =
    peak.part === title ? [`The network's peak of memory is here, while ${peak.step} runs.`] : [];
  return {
    heading,
    level: 2,
    paragraphs: [[shares, ...peakText].join(" ")],
    table: {
      columns: [
        { title: "layer" },
        { title: "gives" },
        { title: "parameters" },
        { title: "=", isNumber: true },
        { title: "FLOPs", isNumber: true },
        { title: "live", isNumber: true },
      ],
      rows: steps.map((step) => {
        const name = `${"\u00a0\u00a0".repeat(step.depth)}${stepText(step)}`;
        const live = liveText(step.live);
        if (step.kind === "sum") return [name, shapeText(step.shape), "", "", "", live];
        const { layer, input, output, params, flops } = step;
        return [
          name,
          shapeText(output),
          paramsText(layer, input),
          params === 0 ? "" : count(params),
          flops === 0 ? "" : count(flops),
          live,
        ];
      }),
    },
  };
}

function liveText(activations: number): string {
  return formatNumber(peakMemory, activations * bytesANumber);
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
