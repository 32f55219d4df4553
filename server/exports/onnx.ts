import { onnxModel } from "../../data/onnx/model";
import type { Exporter } from "./exporter";
import { fileName } from "./file-name";

export const onnx: Exporter = {
  name: "onnx",
  title: "ONNX",
  description: "runs in onnxruntime and wherever else ONNX does",
  files: (space, architecture, { name, seed }) => [
    { path: `${fileName(name)}.onnx`, bytes: onnxModel(space, architecture, seed) },
  ],
};
