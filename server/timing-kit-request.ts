import { architectureAt } from "../data/architecture";
import { expectClassifier } from "../data/classifier";
import { ExportProblem } from "../data/export-problem";
import { spaceIdentity } from "../data/library/space-identity";
import { tooManyNetworks } from "../data/timing-kit/kit-size";
import type { BenchmarkService } from "./benchmark-service";
import { onnx } from "./exports/onnx";
import type { KitSpace, NetworkAddress, Refusal, SentFile, TimingKit } from "./messages";
import type { Model } from "./model/model";
import { completeIn, kitSeed, kitTexts, modelName } from "./timing-kit";

/** What the kit of the networks of a document is made of, but for its ONNX files. */
export function timingKit(
  model: Model | undefined,
  { uri, network: name }: NetworkAddress,
): TimingKit | Refusal {
  const network = model?.networks.find((each) => each.name === name);
  if (!model || !network) {
    return {
      refusal: `There is no network ${name} in the document any more. Place the cursor in a network and run “Blox: Export Timing Kit…”.`,
    };
  }
  const { space } = network;
  if (!space) {
    return {
      refusal: `The space of ${name} is not known or has a mistake, so there is nothing to time: see the Problems panel.`,
    };
  }
  const networks = completeIn(space, model.networks);
  if (networks.length === 0) {
    return {
      refusal: `No network of the space ${space.name} is complete here: every stage needs a block before a network can be timed.`,
    };
  }
  const refusal = tooManyNetworks(networks.length);
  if (refusal !== undefined) return { refusal };
  try {
    expectClassifier(space);
  } catch (error) {
    return refusalFor(space.name, error);
  }
  return {
    space: { uri, space: space.name, fingerprint: spaceIdentity(space).fingerprint },
    networks: networks.map(({ index, file }) => ({ index, file })),
    texts: kitTexts(space, networks),
  };
}

/** One of its ONNX files, which the worker writes. */
export async function timingKitNetwork(
  model: Model | undefined,
  { space: name, fingerprint, index }: KitSpace & { readonly index: number },
  service: BenchmarkService,
): Promise<{ readonly file: SentFile } | Refusal> {
  const space = model?.spaces.named(name);
  // With another definition, the same index is another network.
  if (!space || spaceIdentity(space).fingerprint !== fingerprint)
    return { refusal: `The space ${name} has changed meanwhile. Export the timing kit again.` };
  const about = { name: modelName(space, index), seed: kitSeed };
  try {
    const [file] = await service.export(onnx.name, space, architectureAt(space, index), about);
    if (!file) throw new RangeError("an export to ONNX is one file");
    return { file };
  } catch (error) {
    return refusalFor(name, error);
  }
}

function refusalFor(space: string, error: unknown): Refusal {
  if (!(error instanceof ExportProblem)) throw error;
  return { refusal: `Networks of ${space} cannot be exported: ${error.message}` };
}
