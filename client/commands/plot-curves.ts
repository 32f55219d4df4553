import { commands, type QuickPickItem, Uri, window } from "vscode";
import { type CurvesRequest, completeNetworks, type NamedNetwork } from "../../server/messages";
import { ask } from "../ask";
import type { Blox } from "../blox";
import { networkUnderCursor } from "../network-under-cursor";
import { curvesPanel } from "../panels/curves-panel";

/** Plots the training curves that a link names, or else those of networks of the active document. */
export async function plotCurves(blox: Blox, argument: unknown) {
  const request = isRequest(argument) ? argument : await requestHere(blox);
  if (request) curvesPanel.show(blox, request);
}

/** Undefined where there is nothing to plot, which is said then, or the user has thought better of it. */
async function requestHere(blox: Blox): Promise<CurvesRequest | undefined> {
  const here = await networkUnderCursor(blox, undefined);
  const found = here ? await ask(blox.client, completeNetworks, { uri: here.uri }) : [];
  if (!here || found.length === 0) {
    await window.showInformationMessage(
      "There is no complete network here. Open a .blox file with a network that has a block in every stage.",
    );
    return undefined;
  }
  const known = found.filter(({ hasCurves }) => hasCurves);
  const space = spaceFirst(here.space, known);
  if (space === undefined) {
    await offerImport(blox, found[0]?.space ?? here.space);
    return undefined;
  }
  const choices = known.filter((network) => network.space === space);
  const networks = await pick(choices, space, here.network);
  return networks && { space, uri: here.uri, networks };
}

/** The space of the network at the cursor where it has curves, or else the first that has. */
function spaceFirst(wanted: string, known: readonly { readonly space: string }[]) {
  return (known.find(({ space }) => space === wanted) ?? known[0])?.space;
}

interface NetworkItem extends QuickPickItem {
  readonly network: NamedNetwork;
}

/** Undefined where none is picked. The network at the cursor, alone, needs no question. */
async function pick(
  choices: readonly NamedNetwork[],
  space: string,
  atCursor: string,
): Promise<readonly NamedNetwork[] | undefined> {
  const items: NetworkItem[] = choices.map(({ name, index }) => ({
    label: name,
    picked: name === atCursor,
    network: { name, index },
  }));
  const [first] = items;
  if (items.length === 1 && first?.picked) return [first.network];
  const picked = await window.showQuickPick(items, {
    title: "Plot Training Curves",
    placeHolder: `Networks of the space ${space} that have training curves`,
    canPickMany: true,
  });
  return picked && picked.length > 0 ? picked.map(({ network }) => network) : undefined;
}

async function offerImport({ context }: Blox, space: string) {
  const importIt = "Import…";
  const learnMore = "Learn More";
  const answer = await window.showInformationMessage(
    `No training curves of these networks are known in the benchmark in use of the space ${space}. Import files that have a value for every epoch, as blox-base and blox-ext of the published BLOX release do.`,
    importIt,
    learnMore,
  );
  if (answer === importIt) await commands.executeCommand("blox.importBenchmark");
  if (answer === learnMore) {
    const page = Uri.joinPath(context.extensionUri, "docs", "importing.md");
    await commands.executeCommand("markdown.showPreview", page);
  }
}

/** Text can hold such a link too: what it says is looked at whole. */
function isRequest(argument: unknown): argument is CurvesRequest {
  if (typeof argument !== "object" || argument === null) return false;
  const { space, uri, networks }: { space?: unknown; uri?: unknown; networks?: unknown } = argument;
  return (
    typeof space === "string" &&
    (uri === undefined || typeof uri === "string") &&
    Array.isArray(networks) &&
    networks.every(isNetwork)
  );
}

function isNetwork(network: unknown): network is NamedNetwork {
  if (typeof network !== "object" || network === null) return false;
  const { name, index }: { name?: unknown; index?: unknown } = network;
  return typeof name === "string" && Number.isSafeInteger(index);
}
