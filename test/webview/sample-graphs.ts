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

/** Chains of operations, and no reductions behind them. */
export const chainGraph = graphOf(`  space nas-bench-macro
  stage 1: mb3_k3 -> identity
  stage 2: identity -> mb6_k5 -> mb3_k3
  stage 3: mb6_k5 -> mb6_k5 -> identity`);
