import { equal } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDatasetFile } from "../../grammar/dataset-file";
import { shared } from "../shared";
import { examples } from "./examples";

describe("a dataset file opened by mistake", () => {
  it("is told by its YAML header", () => {
    equal(isDatasetFile("---\nversion: 1\nsearch_space:\n  nodes: 2\n---\n"), true);
    equal(isDatasetFile("---\r\ndataset_type: training\r\n---\r\n"), true);
  });

  it("is not a network, a list of networks, or other YAML", () => {
    for (const text of Object.values(examples)) equal(isDatasetFile(text), false);
    equal(isDatasetFile("---\ntitle: notes\n---\n"), false);
    equal(isDatasetFile(`---\n${"# long\n".repeat(200)}dataset_type: training\n`), false);
  });

  const release = shared("reference", "release-sample");
  (release ? it : it.skip)("is each file of the published format (needs ../shared)", () => {
    const files = readdirSync(release ?? "").filter((file) => file.endsWith(".blox"));
    for (const file of files) {
      const text = readFileSync(join(release ?? "", file), "latin1");
      equal(isDatasetFile(text), true, file);
    }
  });
});
