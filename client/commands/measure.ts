import { type CancellationToken, ProgressLocation, window } from "vscode";
import {
  type MeasuredNetwork,
  type MeasureProgressNotification,
  measureProgress,
  measure as measureRequest,
  type NetworkHere,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import { keepInUse } from "../benchmark-choice";
import type { Blox } from "../blox";
import { networkUnderCursor } from "../network-under-cursor";

/** Times the network at the cursor on this machine; hovers then show what was measured. */
export async function measure(blox: Blox, argument: unknown) {
  const network = await networkUnderCursor(blox, argument);
  if (!network) {
    await window.showInformationMessage(
      "There is no network here. Open a .blox file and place the cursor in the network to measure.",
    );
    return;
  }
  const found = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: `Measuring ${network.network}`,
      cancellable: true,
    },
    (progress, token) => {
      let shown = 0;
      return measured(blox, network, token, ({ done, step }) => {
        progress.report({ message: step, increment: (done - shown) * 100 });
        shown = done;
      });
    },
  );
  if (!found) return;
  if (found.inUse !== undefined) await keepInUse(blox.context, network.space, found.inUse);
  void window.showInformationMessage(found.text);
}

/** Undefined where it was refused or cancelled, and then the user has been told. */
async function measured(
  { client }: Blox,
  { uri, network }: NetworkHere,
  token: CancellationToken,
  advance: (progress: MeasureProgressNotification) => void,
): Promise<MeasuredNetwork | undefined> {
  lastId += 1;
  const id = lastId;
  const listening = client.onNotification(
    measureProgress.method,
    (progress: MeasureProgressNotification) => {
      if (progress.id === id) advance(progress);
    },
  );
  try {
    const answer = await ask(client, measureRequest, { id, uri, network }, token);
    if (isRefusal(answer)) throw new Error(answer.refusal);
    return answer;
  } catch (error) {
    if (token.isCancellationRequested)
      window.setStatusBarMessage("Blox: measurement cancelled, nothing was stored", 5000);
    else void window.showErrorMessage(error instanceof Error ? error.message : `${error}`);
    return undefined;
  } finally {
    listening.dispose();
  }
}

let lastId = 0;
