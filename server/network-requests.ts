import type { Position } from "vscode-languageserver";
import { architectureAt, indexOf, networkCount, networkText } from "../data/architecture";
import { hasVectors, parseVector, VectorError, vectorOf } from "../data/architecture-vector";
import type { Benchmark } from "../data/benchmark";
import { blocksOf } from "../data/blocks";
import type { Space } from "../data/space";
import { base64 } from "./base64";
import type { Benchmarks } from "./benchmarks";
import { applyNetwork } from "./features/apply-network";
import { lspRange, networkAround } from "./features/place";
import type {
  Cloud,
  DocumentEdit,
  NetworkAddress,
  NetworkHere,
  Refusal,
  SearchSetup,
  Suggestions,
} from "./messages";
import type { Model } from "./model/model";
import type { NetworkModel } from "./model/network-model";
import { constraintsOf } from "./requirements";
import { algorithmInfos } from "./searches/algorithms";
import { observationsOf } from "./searches/observation";
import { presetAlgorithm } from "./searches/preset-algorithm";
import { foundNetwork, metricInfos, notesOf } from "./shown-values";
import { replacementsOf } from "./suggestions/one-replacement";
import { presentNetwork } from "./suggestions/present-network";
import { safePath } from "./suggestions/safe-path";
import { twoBlocks } from "./suggestions/two-blocks";

/** The network at a position, or else the first of the document that has a name. */
export function networkAt(model: Model, position: Position): NetworkHere | null {
  const offset = model.document.offsetAt(position);
  const network =
    networkAround(model, offset) ?? model.networks.find(({ declaration }) => declaration.name);
  if (!network?.space) return null;
  return { uri: model.document.uri, network: network.name, space: network.space.name };
}

export function searchSetup(benchmark: Benchmark): SearchSetup {
  return {
    space: benchmark.space.name,
    networkCount: networkCount(benchmark.space),
    choices: benchmark.space.stages.map((_, stage) =>
      blocksOf(benchmark.space, stage).map(({ expression }) => expression),
    ),
    algorithms: algorithmInfos(),
    presetAlgorithms: {
      oneObjective: presetAlgorithm(1).name,
      severalObjectives: presetAlgorithm(2).name,
    },
    metrics: metricInfos(benchmark),
    observations: observationsOf(benchmark),
    notes: notesOf(benchmark),
  };
}

export function cloudOf({ space, columns }: Benchmark): Cloud {
  return {
    space: space.name,
    columns: columns.map(({ metric, values }) => ({
      metric: metric.name,
      values: base64(new Uint8Array(Float32Array.from(values).buffer)),
    })),
  };
}

export function suggestionsFor(
  model: Model | undefined,
  address: NetworkAddress,
  benchmarks: Benchmarks,
): Suggestions | Refusal {
  const network = model && networkNamed(model, address);
  if (!network) return gone(address);
  const { space, architecture } = network;
  if (!space || !architecture) {
    return {
      refusal: `${address.network} is not complete yet: every stage needs a block before there are replacements to suggest.`,
    };
  }
  const known = benchmarks(space);
  const constraints = constraintsOf(model, network, known);
  const present = presentNetwork(network.name, architecture, known, constraints);
  const benchmark = { ...known, columns: present.columns };
  return {
    address,
    space: space.name,
    metrics: metricInfos(benchmark),
    network: foundNetwork(benchmark, present.index, !present.isBroken),
    replacements: replacementsOf(benchmark, architecture),
    twoBlocks: twoBlocks(present),
    safePath: safePath(present),
    notes: notesOf(known),
  };
}

export function applyTo(
  model: Model | undefined,
  request: NetworkAddress & { readonly index: number },
): DocumentEdit | Refusal {
  const network = model && networkNamed(model, request);
  if (!model || !network?.space) return gone(request);
  const { uri, version } = model.document;
  const edits = applyNetwork(model, network, architectureAt(network.space, request.index));
  return {
    uri,
    version,
    edits: edits.map(({ range, newText }) => ({ range: lspRange(model, range), newText })),
  };
}

function networkNamed(model: Model, { network }: NetworkAddress): NetworkModel | undefined {
  return model.networks.find(({ name }) => name === network);
}

function gone({ network }: NetworkAddress): Refusal {
  return {
    refusal: `There is no network ${network} in the document any more. Place the cursor in a network and try again.`,
  };
}

/** A network as text, under a name that the document does not have yet. */
export function textOf(
  space: Space,
  index: number,
  model: Model | undefined,
  wanted = "found",
): string {
  const taken = new Set(model?.networks.map(({ name }) => name));
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  return networkText(space, architectureAt(space, index), name);
}

/** The network that an architecture vector, a model hash or an index stands for. */
export function findArchitecture(
  benchmark: Benchmark,
  text: string,
): { readonly index: number } | Refusal {
  const { space } = benchmark;
  const input = text.trim();
  const count = networkCount(space);
  const [, digits] = /^#?(\d{1,16})$/.exec(input) ?? [];
  if (digits !== undefined) {
    const index = Number(digits);
    return index < count
      ? { index }
      : { refusal: `\`${space.name}\` has ${count} networks, with index 0 to ${count - 1}.` };
  }
  if (!hasVectors(space)) {
    return {
      refusal: `Networks of \`${space.name}\` have no vector and no hash: give an index, 0 to ${count - 1}.`,
    };
  }
  if (/^[0-9a-f]{32}$/i.test(input)) {
    const index = benchmark.indexOfHash(input.toLowerCase());
    return index === undefined ? unknownHash(benchmark, input) : { index };
  }
  if (!input.startsWith("[")) {
    return {
      refusal: `Expected an architecture vector such as ${vectorOf(space, architectureAt(space, 0))}, a model hash (32 hexadecimal digits), or an index, 0 to ${count - 1}.`,
    };
  }
  try {
    return { index: indexOf(space, parseVector(space, input)) };
  } catch (error) {
    if (error instanceof VectorError) return { refusal: error.message };
    throw error;
  }
}

function unknownHash({ space, listsHashes, problems }: Benchmark, hash: string): Refusal {
  if (listsHashes) return { refusal: `No network of \`${space.name}\` has the hash ${hash}.` };
  const instead = "give a vector or an index.";
  const [problem] = problems;
  return {
    refusal: problem
      ? `Hashes cannot be looked up, ${instead} ${problem}`
      : `The hashes of \`${space.name}\` are not listed anywhere: ${instead}`,
  };
}
