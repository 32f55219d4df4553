import { create, createFileRegistry, type Message } from "@bufbuild/protobuf";
import type { GenMessage } from "@bufbuild/protobuf/codegenv2";
import {
  FileDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
} from "@bufbuild/protobuf/wkt";

/**
 * The part of the ONNX format that a feed-forward network needs. Names and field numbers are those of
 * `onnx/onnx.proto3` in the repository onnx/onnx (Apache-2.0), whose fields of a `oneof` stand here as
 * plain fields: they are written alike.
 */
export type ModelProto = Message<"onnx.ModelProto"> & {
  irVersion: bigint;
  producerName: string;
  graph?: GraphProto;
  opsetImport: OperatorSetIdProto[];
};

export type OperatorSetIdProto = Message<"onnx.OperatorSetIdProto"> & {
  domain: string;
  version: bigint;
};

export type GraphProto = Message<"onnx.GraphProto"> & {
  /** Every node stands after those whose outputs it reads. */
  node: NodeProto[];
  name: string;
  initializer: TensorProto[];
  docString: string;
  input: ValueInfoProto[];
  output: ValueInfoProto[];
};

export type NodeProto = Message<"onnx.NodeProto"> & {
  input: string[];
  output: string[];
  name: string;
  opType: string;
  attribute: AttributeProto[];
};

export type AttributeProto = Message<"onnx.AttributeProto"> & {
  name: string;
  f: number;
  i: bigint;
  ints: bigint[];
  /** One of `attributeTypes`. */
  type: number;
};

/** `AttributeProto.AttributeType`, of the attributes that are written. */
export const attributeTypes = { float: 1, int: 2, ints: 7 } as const;

export type TensorProto = Message<"onnx.TensorProto"> & {
  dims: bigint[];
  dataType: number;
  name: string;
  /** Row-major, little-endian. */
  rawData: Uint8Array;
};

/** `TensorProto.DataType.FLOAT`. */
export const float32 = 1;

export type ValueInfoProto = Message<"onnx.ValueInfoProto"> & { name: string; type?: TypeProto };

export type TypeProto = Message<"onnx.TypeProto"> & { tensorType?: TensorTypeProto };

export type TensorTypeProto = Message<"onnx.TensorTypeProto"> & {
  elemType: number;
  shape?: TensorShapeProto;
};

export type TensorShapeProto = Message<"onnx.TensorShapeProto"> & { dim: DimensionProto[] };

export type DimensionProto = Message<"onnx.DimensionProto"> & { dimValue: bigint };

type FieldType = "int64" | "int32" | "float" | "string" | "bytes" | `${string}Proto`;

/** Field name, number, type; a type ending in `[]` is repeated. */
const messages: Record<
  string,
  readonly (readonly [string, number, FieldType | `${FieldType}[]`])[]
> = {
  ModelProto: [
    ["ir_version", 1, "int64"],
    ["producer_name", 2, "string"],
    ["graph", 7, "GraphProto"],
    ["opset_import", 8, "OperatorSetIdProto[]"],
  ],
  OperatorSetIdProto: [
    ["domain", 1, "string"],
    ["version", 2, "int64"],
  ],
  GraphProto: [
    ["node", 1, "NodeProto[]"],
    ["name", 2, "string"],
    ["initializer", 5, "TensorProto[]"],
    ["doc_string", 10, "string"],
    ["input", 11, "ValueInfoProto[]"],
    ["output", 12, "ValueInfoProto[]"],
  ],
  NodeProto: [
    ["input", 1, "string[]"],
    ["output", 2, "string[]"],
    ["name", 3, "string"],
    ["op_type", 4, "string"],
    ["attribute", 5, "AttributeProto[]"],
  ],
  AttributeProto: [
    ["name", 1, "string"],
    ["f", 2, "float"],
    ["i", 3, "int64"],
    ["ints", 8, "int64[]"],
    ["type", 20, "int32"],
  ],
  TensorProto: [
    ["dims", 1, "int64[]"],
    ["data_type", 2, "int32"],
    ["name", 8, "string"],
    ["raw_data", 9, "bytes"],
  ],
  ValueInfoProto: [
    ["name", 1, "string"],
    ["type", 2, "TypeProto"],
  ],
  TypeProto: [["tensor_type", 1, "TensorTypeProto"]],
  TensorTypeProto: [
    ["elem_type", 1, "int32"],
    ["shape", 2, "TensorShapeProto"],
  ],
  TensorShapeProto: [["dim", 1, "DimensionProto[]"]],
  DimensionProto: [["dim_value", 1, "int64"]],
};

const scalars: Readonly<Record<string, Type>> = {
  int64: Type.INT64,
  int32: Type.INT32,
  float: Type.FLOAT,
  string: Type.STRING,
  bytes: Type.BYTES,
};

const file = create(FileDescriptorProtoSchema, {
  name: "onnx.proto3",
  package: "onnx",
  syntax: "proto3",
  messageType: Object.entries(messages).map(([name, fields]) => ({
    name,
    field: fields.map(([name, number, declared]) => {
      const type = declared.replace("[]", "");
      const scalar = scalars[type];
      return {
        name,
        number,
        label: declared.endsWith("[]") ? Label.REPEATED : Label.OPTIONAL,
        ...(scalar ? { type: scalar } : { type: Type.MESSAGE, typeName: `.onnx.${type}` }),
      };
    }),
  })),
});

const model = createFileRegistry(file, () => undefined).getMessage("onnx.ModelProto");
if (!model) throw new Error("the ONNX schema has no ModelProto");

/** What reads and writes ONNX files. The library cannot know the types of a schema made at run time. */
export const ModelSchema = model as unknown as GenMessage<ModelProto>;
