import { create, toBinary } from "@bufbuild/protobuf";
import { type Architecture, indexOf } from "../architecture";
import { type Block, blocksOf } from "../blocks";
import { operationPlacement, type PlacedLayer, placedLayers, placement } from "../placed-layers";
import type { Layer, Source, Space } from "../space";
import { GraphWriter, type Tensor } from "./graph-writer";
import { ModelSchema } from "./schema";
import { seededWeights } from "./weights";

/** The operator set that the nodes are of, with the version of the format that came with it. */
const opset = { operators: 17n, irVersion: 8n };

/**
 * A network as an ONNX file with initial weights that depend on the seed alone. It reads `input`,
 * 1×channels×height×width in float32, and gives `output`, 1×classes before any softmax. Batch norms
 * are kept as nodes of their own. Throws `RangeError` for a block that the space lacks or a head that
 * does not end in one value a class, `ShapeError` where the shapes of the space do not fit.
 */
export function onnxModel(space: Space, architecture: Architecture, seed: number): Uint8Array {
  const writer = new GraphWriter(space, seededWeights(seed));
  let tensor = writer.layers("stem", fixedLayers(space, space.stem, writer.input), writer.input);
  for (const [stage, block] of stageBlocks(space, architecture).entries()) {
    tensor = blockTensor(writer, stage, space, block, tensor);
    const reduction = fixedLayers(space, space.stages[stage]?.reduction ?? [], tensor);
    tensor = writer.layers(`stage${stage + 1}.reduction`, reduction, tensor);
  }
  const graph = writer.finish(
    writer.layers("head", fixedLayers(space, space.head, tensor), tensor),
  );
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

/** Layers that are the same in every network of the space. */
function fixedLayers(space: Space, layers: readonly Layer[], { shape }: Tensor): PlacedLayer[] {
  return placedLayers(layers, placement(shape.channels, space.classes));
}

function blockTensor(
  writer: GraphWriter,
  stage: number,
  space: Space,
  { topology, operations }: Block,
  input: Tensor,
): Tensor {
  const name = `stage${stage + 1}.block`;
  const outputs: Tensor[] = [];
  const sum = (place: string, sources: readonly Source[]) =>
    writer.sum(
      `${name}.${place}`,
      sources.map((source) => (source === "in" ? input : (outputs[source] ?? input))),
    );
  for (const [node, { inputs }] of topology.nodes.entries()) {
    const layers = space.operations[operations[node] ?? -1]?.layers ?? [];
    const from = sum(`${node}`, inputs);
    const place = operationPlacement(space, stage, node, from.shape.channels);
    outputs.push(writer.layers(`${name}.${node}`, placedLayers(layers, place), from));
  }
  return sum("output", topology.output);
}
