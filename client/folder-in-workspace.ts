import type { Refusal } from "../server/messages";

/**
 * The folder that `blox.benchmarks.folder` names, as the names on the way to it from the workspace's
 * folder. What would lead out of the workspace is refused, so that no file of settings, which one may get
 * from others, makes the editor write elsewhere.
 */
export function folderInWorkspace(setting: string): readonly string[] | Refusal {
  const names = setting.split(/[/\\]/).filter((name) => name !== "" && name !== ".");
  const isAbsolute = /^([/\\~]|[A-Za-z]:)/.test(setting);
  if (!isAbsolute && staysInside(names)) return names;
  const what = isAbsolute
    ? "is not a path from the workspace's folder"
    : "leads out of the workspace";
  return {
    refusal: `The setting blox.benchmarks.folder ${what}: ${setting}. Expected a folder inside of it, such as benchmarks. Until then benchmarks are kept with the editor.`,
  };
}

function staysInside(names: readonly string[]): boolean {
  let depth = 0;
  for (const name of names) {
    depth += name === ".." ? -1 : 1;
    if (depth < 0) return false;
  }
  return true;
}
