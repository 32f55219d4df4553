import { match } from "node:assert/strict";
import { codeLenses } from "../../../server/features/code-lens";
import { embeddedBenchmarks } from "../embedded";
import { modelOf } from "../marked-text";

describe("code lens", () => {
  const benchmarks = embeddedBenchmarks();
  const headline = async (stage1: string) => {
    const text = `network n {\n  stage 1: ${stage1}\n  stage 2: ?\n  stage 3: conv\n}`;
    const complete = text.replace("?", "conv");
    const model = modelOf(stage1.includes("?") ? text : complete);
    return codeLenses(model, await benchmarks)[0]?.command?.title ?? "";
  };

  it("tells the headline numbers, and what they are", async () => {
    match(
      await headline("conv"),
      /^top-1 \d+\.\d % ± 0\.9 \(estimated\) · 2\.14 M parameters · 164\.3 M FLOPs · .* ms .*\((composed|measured)\)$/,
    );
  });

  it("counts the ways to fill holes", async () => {
    match(await headline("? in { conv, mbconv }"), /^90 ways to fill its holes$/);
  });

  it("has no numbers for a network that is not complete", async () => {
    match(await headline("cnv"), /^not complete: no numbers yet$/);
  });
});
