import { deepEqual } from "node:assert/strict";
import { workspaceSymbols } from "../../../server/features/workspace-symbols";
import { modelOf } from "../marked-text";

describe("workspace symbols", () => {
  const models = [
    modelOf('import "./b.blox"\nnetwork door-cam { stage 1: conv }\nsearch edge { from door-cam }'),
    modelOf("block Twin(a) { out = a(in) }\nspace wide { }"),
  ];
  const found = (query: string) => workspaceSymbols(query, models).map(({ name }) => name);

  it("are the declarations of every open document", () => {
    deepEqual(found(""), ["door-cam", "edge", "Twin", "wide"]);
  });

  it("are found by some of their letters, in order, large or small", () => {
    deepEqual(found("dcam"), ["door-cam"]);
    deepEqual(found("tw"), ["Twin"]);
    deepEqual(found("mac"), []);
  });

  it("stand where the name is", () => {
    deepEqual(workspaceSymbols("twin", models)[0]?.location, {
      uri: "file:///test.blox",
      range: { start: { line: 0, character: 6 }, end: { line: 0, character: 10 } },
    });
  });
});
