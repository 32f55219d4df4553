import { deepEqual, equal } from "node:assert/strict";
import { PassThrough } from "node:stream";
import type { InlayHint, RegistrationParams } from "vscode-languageserver";
import {
  createConnection,
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { serve } from "../../server/connection";
import { nodePlatform } from "../../server/platform-node";
import { serverFolder } from "./joined";

const uri = "file:///n.blox";
const text = "network n { stage 1: conv stage 2: conv stage 3: conv }\n";

/** An editor with a setting, joined to the real server. */
async function editorWith(setting: { value: unknown }) {
  const [up, down] = [new PassThrough(), new PassThrough()];
  serve(
    createConnection(new StreamMessageReader(up), new StreamMessageWriter(down)),
    nodePlatform(serverFolder),
  );
  const connection = createProtocolConnection(
    new StreamMessageReader(down),
    new StreamMessageWriter(up),
  );
  const asked: unknown[] = [];
  let tellRegistered = (_: RegistrationParams) => {};
  let tellRefreshed = () => {};
  const registered = new Promise<RegistrationParams>((resolve) => {
    tellRegistered = resolve;
  });
  const refreshed = new Promise<void>((resolve) => {
    tellRefreshed = resolve;
  });
  connection.onRequest("workspace/configuration", ({ items }) => {
    asked.push(...items);
    return items.map(() => setting.value);
  });
  connection.onRequest("client/registerCapability", (parameters: RegistrationParams) => {
    tellRegistered(parameters);
    return null;
  });
  connection.onRequest("workspace/inlayHint/refresh", () => {
    tellRefreshed();
    return null;
  });
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: null,
    rootUri: null,
    capabilities: {
      workspace: {
        configuration: true,
        didChangeConfiguration: { dynamicRegistration: true },
        inlayHint: { refreshSupport: true },
      },
    },
  });
  await connection.sendNotification("initialized", {});
  const textDocument = { uri, languageId: "blox", version: 1, text };
  await connection.sendNotification("textDocument/didOpen", { textDocument });
  const end = { line: 1, character: 0 };
  return {
    asked,
    registered,
    refreshed,
    hints: () =>
      connection.sendRequest<InlayHint[]>("textDocument/inlayHint", {
        textDocument: { uri },
        range: { start: { line: 0, character: 0 }, end },
      }),
    settingsChanged: () =>
      connection.sendNotification("workspace/didChangeConfiguration", { settings: null }),
    async close() {
      await connection.sendRequest("shutdown");
      connection.dispose();
    },
  };
}

describe("the setting blox.inlayHints.enabled", () => {
  it("switches the hints, which are asked for anew when it changes", async () => {
    const setting = { value: false };
    const editor = await editorWith(setting);
    const { registrations } = await editor.registered;
    equal(registrations[0]?.method, "workspace/didChangeConfiguration");
    deepEqual(await editor.hints(), []);
    deepEqual(await editor.hints(), []);
    // Read once, not with every question.
    deepEqual(editor.asked, [{ section: "blox.inlayHints.enabled" }]);
    setting.value = true;
    await editor.settingsChanged();
    await editor.refreshed;
    equal((await editor.hints()).length, 3);
    await editor.close();
  });

  it("is on where an editor knows nothing of it", async () => {
    const editor = await editorWith({ value: null });
    equal((await editor.hints()).length, 3);
    await editor.close();
  });
});
