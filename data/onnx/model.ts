import { create, toBinary } from "@bufbuild/protobuf";
import { type Architecture, indexOf } from "../architecture";
import { type Block, blocksOf } from "../blocks";
import { expectClassifier } from "../classifier";
import { nodeName } from "../modules";
import { namedBody, namedPart } from "../named-layers";
import { operationPlacement, placement } from "../placed-layers";
import type { Source, Space } from "../space";
import { GraphWriter, type Tensor } from "./graph-writer";
import { ModelSchema } from "./schema";
import { seededWeights, type WeightSource } from "./weights";

/** The operator set that the nodes are of, with the version of the format that came with it. */
const opset = { operators: 17n, irVersion: 8n };

/**
 * A network as an ONNX file with initial weights: those of a seed, or of another source. It reads `input`,
 * 1×channels×height×width in float32, and gives `output`, 1×classes before any softmax. Batch norms
 * are kept as nodes of their own. Throws an `ExportProblem` where the networks of the space cannot run,
 * `RangeError` for a block that the space lacks.
 */
export function onnxModel(
  space: Space,
  architecture: Architecture,
  weights: number | WeightSource,
): Uint8Array {
  expectClassifier(space);
  const writer = new GraphWriter(
    space,
    typeof weights === "number" ? seededWeights(weights) : weights,
  );
  // In stem, reductions and head the channels that enter stay those that are wanted.
  const place = ({ shape }: Tensor) => placement(shape.channels, space.classes);
  let tensor = writer.input;
  tensor = writer.layers(namedPart(space.stem, place(tensor), "stem"), tensor);
  for (const [stage, block] of stageBlocks(space, architecture).entries()) {
    tensor = blockTensor(writer, stage, space, block, tensor);
    const { reduction = [] } = space.stages[stage] ?? {};
    const name = `stage${stage + 1}.reduction`;
    tensor = writer.layers(namedBody(reduction, place(tensor), name), tensor);
  }
  const graph = writer.finish(writer.layers(namedPart(space.head, place(tensor), "head"), tensor));
  const model = create(ModelSchema, {
    irVersion: opset.irVersion,
    opsetImport: [{ domain: "", version: opset.operators }],
    producerName: "blox",
    graph: {
      ...graph,
      name: `${space.name}-${indexOf(space, architecture)}`,
      docString: stageBlocks(space, architecture)
        .map(({ expression }, stage) => `stage ${stage + 1}: ${expression}`)
        .join("\n"),
    },
  });
  return toBinary(ModelSchema, model);
}

function stageBlocks(space: Space, architecture: Architecture): Block[] {
  if (architecture.length !== space.stages.length)
    throw new RangeError(`expected a block for each of ${space.stages.length} stages`);
  return architecture.map((index, stage) => {
    const block = blocksOf(space, stage)[index];
    if (!block) throw new RangeError(`expected the index of a block of ${space.name}: ${index}`);
    return block;
  });
}

function blockTensor(
  writer: GraphWriter,
  stage: number,
  space: Space,
  { topology, operations }: Block,
  input: Tensor,
): Tensor {
  const name = `stage${stage + 1}`;
  const outputs: Tensor[] = [];
  const sum = (of: string, sources: readonly Source[]) =>
    writer.sum(
      of,
      sources.map((source) => (source === "in" ? input : (outputs[source] ?? input))),
    );
  for (const [node, { inputs }] of topology.nodes.entries()) {
    const { layers = [] } = space.operations[operations[node] ?? -1] ?? {};
    const nameOfNode = `${name}.${nodeName(node)}`;
    const from = sum(`${nameOfNode}.in`, inputs);
    const place = operationPlacement(space, stage, node, from.shape.channels);
    outputs.push(writer.layers(namedBody(layers, place, nameOfNode), from));
  }
  return sum(`${name}.out`, topology.output);
}
