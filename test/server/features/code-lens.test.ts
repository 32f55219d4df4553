import { deepEqual, equal, match } from "node:assert/strict";
import { codeLenses, resolveCodeLens } from "../../../server/features/code-lens";
import { embeddedBenchmarks } from "../embedded";
import { modelOf } from "../marked-text";

describe("code lens", () => {
  const benchmarks = embeddedBenchmarks();
  const network = (stage1: string, others = "conv") =>
    `network n {\n  stage 1: ${stage1}\n  stage 2: ${others}\n  stage 3: conv\n}`;
  const headline = async (text: string) => {
    const model = modelOf(text);
    const [lens] = codeLenses(model);
    return lens && resolveCodeLens(lens, model, await benchmarks).command?.title;
  };

  it("tells the headline numbers, and what they are", async () => {
    match(
      `${await headline(network("conv"))}`,
      /^top-1 \d+\.\d % ± 0\.9 \(estimated\) · 2\.14 M parameters · 164\.3 M FLOPs · [\d.]+ ms ± [\d.]+ \((composed|measured)\)$/,
    );
  });

  it("counts the ways to fill holes", async () => {
    equal(await headline(network("? in { conv, mbconv }", "?")), "90 ways to fill its holes");
  });

  it("has no numbers for a network that is not complete", async () => {
    equal(await headline(network("cnv")), "not complete: no numbers yet");
  });

  it("leaves the numbers for later, and has commands at once", () => {
    const address = { uri: "file:///test.blox", network: "n", space: "blox" };
    deepEqual(
      codeLenses(modelOf(network("conv"))).map(({ command }) => command),
      [
        undefined,
        { title: "Show graph", command: "blox.showGraph", arguments: [address] },
        { title: "Suggest replacements", command: "blox.suggest", arguments: [address] },
        { title: "Search…", command: "blox.search", arguments: [address] },
      ],
    );
  });

  it("says nothing of a network that is gone meanwhile", async () => {
    const [lens] = codeLenses(modelOf(network("conv")));
    equal(lens && resolveCodeLens(lens, modelOf(""), await benchmarks).command?.title, "");
  });
});
