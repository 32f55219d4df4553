import { moduleName } from "../../data/pytorch/python-names";
import { pytorchModule } from "../../data/pytorch/pytorch-module";
import { trainScript } from "../../data/pytorch/train-script";
import type { Exporter } from "./exporter";

export const pytorch: Exporter = {
  name: "pytorch",
  title: "PyTorch",
  description: "a module to read and change, and train.py, which trains it",
  files: (space, architecture, { name }) => {
    const module = { moduleName: moduleName(name), ...pytorchModule(space, architecture, name) };
    return [
      { path: `${module.moduleName}.py`, text: module.text },
      { path: "train.py", text: trainScript(space, module) },
    ];
  },
};
