import { deepEqual, equal, match, ok } from "node:assert/strict";
import Papa from "papaparse";
import { architectureAt } from "../../../data/architecture";
import { bloxSpace, findSpace } from "../../../data/built-in-spaces";
import { onnxModel } from "../../../data/onnx/model";
import { importCommand } from "../../../data/timing-kit/import-command";
import { networksTable } from "../../../data/timing-kit/kit-network";
import { kitReadme } from "../../../data/timing-kit/kit-readme";
import { kitBytes, mostKitNetworks, tooManyNetworks } from "../../../data/timing-kit/kit-size";

const chains = findSpace("nas-bench-macro") ?? bloxSpace;

describe("the files of a timing kit", () => {
  it("have a table of networks of any name", () => {
    const name = 'a "b", c\n→';
    const text = networksTable([{ index: 12, file: "blox-12.onnx", name }]);
    ok(text.startsWith("network,file,name\n") && text.endsWith("\n"));
    deepEqual(Papa.parse(text.trimEnd()).data[1], ["12", "blox-12.onnx", name]);
  });

  it("say how their latencies are imported into their space", () => {
    equal(importCommand(bloxSpace), "npx blox import");
    equal(importCommand(chains), "npx blox import --space nas-bench-macro");
    equal(
      importCommand({ ...bloxSpace, name: "bob's → 1" }),
      "npx blox import --space 'bob'\\''s → 1' --spaces FILE.blox",
    );
    match(kitReadme(chains, 3), /^Timing kit of Blox: 3 networks of the search space nas-bench-/);
    match(kitReadme(chains, 3), /^ {5}npx blox import --space nas-bench-macro latencies\.csv$/m);
    match(kitReadme(bloxSpace, 1), /^Timing kit of Blox: a network of the search space blox$/m);
  });

  it("are about as large as is said before", () => {
    for (const index of [0, 4321]) {
      const { length } = onnxModel(bloxSpace, architectureAt(bloxSpace, index), 1);
      ok(Math.abs(length / kitBytes(bloxSpace, [index]) - 1) < 0.02);
    }
    ok(kitBytes(bloxSpace, [0, 0]) === 2 * kitBytes(bloxSpace, [0]));
  });

  it("are of few networks, which is said with the reason", () => {
    equal(tooManyNetworks(mostKitNetworks), undefined);
    match(
      tooManyNetworks(1000) ?? "",
      /^1000 networks are too many .* about 12 MB \(12\.0 GB in all\), .* at least 40 times\. Write 500 at most\.$/,
    );
  });
});
