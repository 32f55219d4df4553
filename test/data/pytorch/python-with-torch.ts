import { spawnSync } from "node:child_process";

/** A Python that has torch and NumPy, or undefined on a machine without. */
export function pythonWithTorch(): string | undefined {
  if (!isLookedFor) {
    found = ["python3", "/usr/bin/python3", "python"].find(
      (python) => spawnSync(python, ["-c", "import torch, numpy"]).status === 0,
    );
    isLookedFor = true;
  }
  return found;
}

let isLookedFor = false;
let found: string | undefined;
