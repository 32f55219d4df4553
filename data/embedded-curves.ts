import type { CurveFolder } from "./library/curve-layout";
import type { EmbeddedContent } from "./sqlite-benchmark";

/** The same folder, and in it the curves of what was measured for the embedded file. */
export function withEmbeddedCurves(
  folder: CurveFolder | undefined,
  content: EmbeddedContent,
): CurveFolder {
  const spaces = "problem" in content ? [] : Object.values(content.spaces);
  const files = new Map(
    spaces.flatMap(({ measured }) => Object.entries(measured?.curveFiles ?? {})),
  );
  return {
    place: folder?.place ?? "the embedded benchmark",
    async readPart(name, offset, length) {
      const bytes = files.get(name);
      if (!bytes) return folder?.readPart(name, offset, length);
      const start = offset < 0 ? Math.max(0, bytes.length + offset) : offset;
      return bytes.subarray(start, start + length);
    },
  };
}
