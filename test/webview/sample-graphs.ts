import { TextDocument } from "vscode-languageserver-textdocument";
import type { NetworkGraph } from "../../server/messages";
import { analyse } from "../../server/model/model";
import { networkGraph } from "../../server/network-graph";

const uri = "file:///examples/kiosk.blox";

/** The graph of a network `kiosk` with these stages, as the server gives it. */
export function graphOf(stages: string, version = 1): NetworkGraph {
  const text = `network kiosk {\n${stages}\n}\n`;
  const model = analyse(TextDocument.create(uri, "blox", version, text));
  const graph = networkGraph(model, { uri, network: "kiosk" });
  if ("refusal" in graph) throw new Error(graph.refusal);
  return graph;
}

export const wholeGraph = graphOf(
  "  stage 1: conv | mbconv\n  stage 2: conv -> mbconv\n  stage 3: st5(bconv, mbconv)",
);

/** A hole of each kind, and a stage that is not written. */
export const openGraph = graphOf("  stage 1: ?\n  stage 2: ? in { conv, st4(conv, _) }");

const chain: NonNullable<NetworkGraph["parts"][number]["block"]> = {
  kind: "joined",
  expression: "mb3_k3 -> identity -> mb6_k5",
  equations: ["a = mb3_k3(in)", "b = identity(a)", "out = mb6_k5(b)"],
  nodes: [
    { operation: "mb3_k3", inputs: ["in"] },
    { operation: "identity", inputs: [0] },
    { operation: "mb6_k5", inputs: [1] },
  ],
  output: [2],
};

/** As a space gives it whose stages are chains, of which one has no reduction. */
export const chainGraph: NetworkGraph = {
  ...wholeGraph,
  space: "chains",
  operations: ["identity", "mb3_k3", "mb6_k5"],
  parts: wholeGraph.parts
    .filter(({ kind, stage }) => kind !== "reduction" || stage !== 2)
    .map((part) => (part.kind === "stage" ? { ...part, block: chain } : part)),
};
