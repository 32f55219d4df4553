import { deepEqual, match } from "node:assert/strict";
import { folderInWorkspace } from "../../client/folder-in-workspace";
import type { Refusal } from "../../server/messages";

describe("the setting of the benchmarks' folder", () => {
  for (const [setting, names] of [
    ["benchmarks", ["benchmarks"]],
    ["./shared/benchmarks/", ["shared", "benchmarks"]],
    ["shared\\benchmarks", ["shared", "benchmarks"]],
    ["a/../b", ["a", "..", "b"]],
    [".", []],
  ] as const) {
    it(`takes ${setting}`, () => deepEqual(folderInWorkspace(setting), names));
  }

  for (const setting of [
    "/srv/benchmarks",
    "C:\\benchmarks",
    "c:benchmarks",
    "\\\\host\\share",
    "~",
  ]) {
    it(`refuses ${setting}, which starts elsewhere`, () =>
      match(refusalOf(setting), /not a path from the workspace's folder/));
  }

  for (const setting of ["..", "../benchmarks", "a/../../b", "a\\..\\..\\b"]) {
    it(`refuses ${setting}, which leads out`, () =>
      match(refusalOf(setting), /leads out of the workspace/));
  }
});

function refusalOf(setting: string): string {
  return (folderInWorkspace(setting) as Refusal).refusal;
}
