import type { AdditiveTerms } from "../../data/additive-terms";
import type { FlopsByKind } from "../../data/layer-cost";
import { layerText, paramsText } from "../../data/layer-text";
import { bytesANumber } from "../../data/metrics";
import type { PartStep } from "../../data/network-parts";
import type { Shape } from "../../data/space";
import type { ExplainedPart, Explanation } from "./explanation";

/** An explanation as `--json` prints it. Shapes are channels, height, width; memory is in bytes. */
export function explanationReport({ parts, total, peak, metrics }: Explanation) {
  return {
    total: {
      params: total.params,
      flops: total.flops,
      flops_by_kind: flopsReport(total.counted),
      peak_memory: total.peakActivations * bytesANumber,
      peak_in: peak.part,
      peak_while: peak.step ?? null,
    },
    parts: parts.map((part) => partReport(part, total)),
    models: Object.fromEntries(
      metrics.flatMap(({ value, terms }) =>
        terms ? [[value.metric.name, termsReport(value.metric.unit, terms)]] : [],
      ),
    ),
  };
}

/** A part of a network with its layers. */
export function partReport(part: ExplainedPart, total: Explanation["total"]) {
  const { title, kind, input, output, params, flops, counted, peakActivations, steps } = part;
  return {
    title,
    kind,
    ...("stage" in part && { stage: part.stage + 1 }),
    ...(part.kind === "operation" && { node: part.node, operation: part.operation }),
    input: sizes(input),
    output: sizes(output),
    params,
    params_share: share(params, total.params),
    flops,
    flops_share: share(flops, total.flops),
    flops_by_kind: flopsReport(counted),
    peak_memory: peakActivations * bytesANumber,
    layers: steps.map(stepReport),
  };
}

function stepReport(step: PartStep) {
  const { depth, live } = step;
  const memory = { depth, live_memory: live * bytesANumber };
  if (step.kind === "sum")
    return { layer: "sum", terms: step.terms, output: sizes(step.shape), ...memory };
  const { layer, input, output, params, flops, counted } = step;
  return {
    layer: layerText(layer),
    attributes: layer,
    input: sizes(input),
    output: sizes(output),
    params,
    params_formula: paramsText(layer, input),
    flops,
    flops_by_kind: flopsReport(counted),
    ...memory,
  };
}

function termsReport(unit: string, { constant, stages, total }: AdditiveTerms) {
  return {
    unit,
    constant,
    stages: stages.map(({ operations, topology, total }, stage) => ({
      stage: stage + 1,
      operations,
      topology: topology ?? null,
      total,
    })),
    total,
  };
}

function flopsReport({ macs, bias, batchNorm, relu, pool }: FlopsByKind) {
  return { macs, bias, batch_norm: batchNorm, relu, pool };
}

function sizes({ channels, height, width }: Shape): readonly number[] {
  return [channels, height, width];
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
