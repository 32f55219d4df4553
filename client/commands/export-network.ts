import { ProgressLocation, window } from "vscode";
import {
  type ExportFormat,
  exportFormats,
  exportNetwork as exportRequest,
  type NetworkAddress,
  type SentFile,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { saveFiles } from "../exported-files";
import { networkUnderCursor } from "../network-under-cursor";

/** Asks for a format, and writes the network at the cursor in it. */
export async function exportNetwork(blox: Blox, argument: unknown) {
  const network = await networkToExport(blox, argument);
  const format = network && (await chosenFormat(await ask(blox.client, exportFormats, null)));
  if (network && format) await exportAs(blox, network, format);
}

export const exportOnnx = exporterTo("onnx");
export const exportPyTorch = exporterTo("pytorch");

/** Writes the network at the cursor in the format of this name. */
function exporterTo(name: string) {
  return async (blox: Blox, argument: unknown) => {
    const network = await networkToExport(blox, argument);
    if (!network) return;
    const formats = await ask(blox.client, exportFormats, null);
    const format = formats.find((each) => each.name === name);
    if (format) await exportAs(blox, network, format);
  };
}

async function networkToExport(blox: Blox, argument: unknown): Promise<NetworkAddress | undefined> {
  const network = await networkUnderCursor(blox, argument);
  if (!network) {
    await window.showInformationMessage(
      "There is no network here. Open a .blox file and place the cursor in the network to export.",
    );
  }
  return network;
}

async function chosenFormat(formats: readonly ExportFormat[]): Promise<ExportFormat | undefined> {
  const items = formats.map((format) => ({
    label: format.title,
    detail: format.description,
    format,
  }));
  const chosen = await window.showQuickPick(items, { title: "Export", placeHolder: "The format" });
  return chosen?.format;
}

async function exportAs(blox: Blox, address: NetworkAddress, format: ExportFormat) {
  const files = await window.withProgress(
    { location: ProgressLocation.Window, title: `Blox: exporting to ${format.title}` },
    () => exported(blox, address, format),
  );
  if (files) await saveFiles(blox, files, address.uri, format.title);
}

/** Of the weights that an export begins with: the same network gives the same file. */
const seed = 1;

/** Undefined where it was refused, and then the user has been told. */
async function exported(
  { client }: Blox,
  { uri, network }: NetworkAddress,
  { name }: ExportFormat,
): Promise<readonly SentFile[] | undefined> {
  try {
    const answer = await ask(client, exportRequest, { uri, network, format: name, seed });
    if (!isRefusal(answer)) return answer.files;
    void window.showErrorMessage(answer.refusal);
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : `${error}`);
  }
  return undefined;
}
