import { spawnSync } from "node:child_process";

/** A Python that has these modules, or undefined on a machine without. */
export function pythonWith(...modules: readonly string[]): string | undefined {
  const imports = `import ${["sys", ...modules].join(", ")}`;
  if (!found.has(imports))
    found.set(
      imports,
      ["python3", "/usr/bin/python3", "python"].find(
        (python) => spawnSync(python, ["-c", imports]).status === 0,
      ),
    );
  return found.get(imports);
}

const found = new Map<string, string | undefined>();
