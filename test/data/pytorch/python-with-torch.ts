import { pythonWith } from "../python-with";

/** A Python that has torch and NumPy, or undefined on a machine without. */
export function pythonWithTorch(): string | undefined {
  return pythonWith("torch", "numpy");
}
