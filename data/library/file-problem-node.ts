/** The system's short name of an error: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string"
    ? error.code
    : undefined;
}

/**
 * Why something could not be done with a file, for people; `what` is a phrase: `to write x.sqlite`. Ends
 * with a full stop.
 */
export function fileProblem(error: unknown, what: string): string {
  const code = codeOf(error);
  if (code === "EISDIR") return `It was not possible ${what}: a folder has this name.`;
  if (code === "ENOTDIR")
    return `It was not possible ${what}: a file is where its folder should be.`;
  if (code === undefined || !(code in reasons))
    return `It was not possible ${what}: ${error instanceof Error ? error.message : String(error)}.`;
  return `There is ${reasons[code]} ${what}.`;
}

const noSpace = "no space left on the disk";
const noPermission = "no permission";

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: noPermission,
};
