import type { BlockGraph } from "../../data/block-graph";
import type { Source, Space, Topology } from "../../data/space";
import { allTopologies } from "../../data/space-vocabulary";
import { nameText } from "../../grammar/name-text";

/** The topologies of a space by the names that the language writes them with: `st1` … `st6`. */
export function topologyNamed(space: Space, name: string): Topology | undefined {
  return allTopologies(space).find((topology) => topology.name.toLowerCase() === name);
}

export function topologyNames(space: Space): string[] {
  return allTopologies(space)
    .map((topology) => topology.name.toLowerCase())
    .sort((one, other) => one.length - other.length || (one < other ? -1 : 1));
}

/** `a = conv(in)`, `out = mbconv(a + in)`: a topology with its operations as a block body's lines. */
export function equationsOf({ nodes, output }: BlockGraph): string[] {
  const nameOf = (source: Source) => (source === "in" ? "in" : nodeName(source));
  const sum = (sources: readonly Source[]) => sources.map(nameOf).join(" + ");
  const lines = nodes.map(
    ({ operation, inputs }, node) => `${nameOf(node)} = ${nameText(operation)}(${sum(inputs)})`,
  );
  const last = nodes.length - 1;
  const lastIsReadOnce = output.filter((source) => source === last).length === 1;
  const lastLine = lines[last];
  if (lastLine === undefined || !lastIsReadOnce) return [...lines, `out = ${sum(output)}`];
  // The last operation stands in the sum itself: `out = mbconv(a) + a`.
  const application = lastLine.slice(lastLine.indexOf("=") + 2);
  const others = output.filter((source) => source !== last);
  const out = [application, ...others.map(nameOf)].join(" + ");
  return [...lines.slice(0, last), `out = ${out}`];
}

/** `a` to `z`, then `a1` to `z1`: a chain may be long. */
export function nodeName(node: number): string {
  const round = Math.floor(node / 26);
  return String.fromCharCode(97 + (node % 26)) + (round === 0 ? "" : round);
}

/** What a topology does with its operations, whatever they are: the equations over `op1`, `op2`. */
export function topologyEquations(topology: Topology): string[] {
  const letters = operationLetters(topology);
  const nodes = topology.nodes.map(({ inputs }, place) => ({
    operation: letters[place] ?? "",
    inputs,
  }));
  return equationsOf({ nodes, output: topology.output });
}

export function operationLetters({ nodes }: Topology): string[] {
  return nodes.map((_, place) => `op${place + 1}`);
}

/** Lines of the language as Markdown. */
export function codeBlock(lines: readonly string[]): string {
  return ["```blox", ...lines, "```"].join("\n");
}
