import { window } from "vscode";
import type { Blox } from "../blox";

export async function restartServer({ client }: Blox) {
  await client.stop();
  await client.start();
  window.setStatusBarMessage("Blox: language server restarted", 3000);
}
