import {
  CancellationError,
  type CancellationToken,
  ProgressLocation,
  Uri,
  window,
  workspace,
} from "vscode";
import {
  type NetworkAddress,
  type SentFile,
  type TimingKit,
  timingKitNetwork,
  timingKit as timingKitRequest,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { folderFor, folderOf, placed, sayWritten } from "../exported-files";
import { networkUnderCursor } from "../network-under-cursor";

/**
 * Writes the complete networks of the document as ONNX files, with a script that times them on another device:
 * those of the space of the network at the cursor.
 */
export async function exportTimingKit(blox: Blox, argument: unknown) {
  const network = await networkUnderCursor(blox, argument);
  if (!network) {
    await window.showInformationMessage(
      "There is no network here. Open a .blox file and place the cursor in a network of those to time.",
    );
    return;
  }
  try {
    await exportKitOf(blox, network);
  } catch (error) {
    if (error instanceof CancellationError)
      window.setStatusBarMessage("Blox: export cancelled, nothing of the timing kit is left", 5000);
    else void window.showErrorMessage(error instanceof Error ? error.message : `${error}`);
  }
}

async function exportKitOf(blox: Blox, { uri, network }: NetworkAddress) {
  const kit = await ask(blox.client, timingKitRequest, { uri, network });
  if (isRefusal(kit)) throw new Error(kit.refusal);
  const texts = kit.texts.map(({ path }) => path);
  const count = kit.networks.length;
  const folder = await folderFor(
    [...kit.networks.map(({ file }) => file), ...texts],
    "the timing kit",
    folderOf(Uri.parse(uri)),
  );
  if (!folder) {
    window.setStatusBarMessage("Blox: no folder for the timing kit, nothing was written", 5000);
    return;
  }
  await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: "Exporting the timing kit",
      cancellable: true,
    },
    (progress, token) =>
      writeKit(blox, kit, folder, token, (message) =>
        progress.report({ message, increment: 100 / count }),
      ),
  );
  await sayWritten(
    blox,
    { uri: Uri.joinPath(folder, "README.txt"), isText: true },
    `${texts.join(", ")} and ${count === 1 ? "a network" : `${count} networks`}`,
  );
}

/** Where it is cancelled, or a file cannot be had or written, it removes those that it wrote, and rejects. */
async function writeKit(
  { client }: Blox,
  { space, networks, texts }: TimingKit,
  folder: Uri,
  token: CancellationToken,
  onNetwork: (file: string) => void,
) {
  const written: Uri[] = [];
  const write = async (file: SentFile) => {
    if (token.isCancellationRequested) throw new CancellationError();
    const { uri, bytes } = placed(file, Uri.joinPath(folder, file.path));
    written.push(uri);
    await workspace.fs.writeFile(uri, bytes);
  };
  try {
    for (const { index, file } of networks) {
      // One at a time: together they may be more than there is memory for.
      const answer = await ask(client, timingKitNetwork, { ...space, index });
      if (isRefusal(answer)) throw new Error(answer.refusal);
      await write(answer.file);
      onNetwork(file);
    }
    for (const text of texts) await write(text);
  } catch (error) {
    // One that could not be written may not be there.
    for (const uri of written) await workspace.fs.delete(uri).then(undefined, () => {});
    throw error;
  }
}
