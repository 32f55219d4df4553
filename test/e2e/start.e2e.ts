import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cached } from "../editor/cache.mjs";
import { userData } from "../editor/code-server.mjs";
import { REPOSITORY } from "../editor/repository.mjs";
import { Editor } from "./editor";

describe("npm start", () => {
  let start: ChildProcess | undefined;
  afterEach(() => start?.kill());

  it("prints an address where the editor opens on the example, until Ctrl-C", async () => {
    const running = spawn(
      process.execPath,
      [join(REPOSITORY, "test/editor/start.mjs"), "--browser"],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    start = running;
    const ended = once(running, "close");

    const editor = await Editor.at(await printedAddress(running), async () => {}, {
      folder: join(REPOSITORY, "examples"),
      logs: join(userData(cached("editor")), "logs"),
    });
    try {
      assert.match(await editor.textOnScreen("first-network.blox"), /network scanner/);
      await editor.hover("network scanner", /Parameters/);
    } finally {
      await editor.close();
    }

    running.kill("SIGINT");
    const [status] = await ended;
    assert.equal(status, 0);
  });
});

async function printedAddress(start: { stdout: NodeJS.ReadableStream }): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface(start.stdout)) {
    lines.push(line);
    const address = /^Blox is open at (http:\S+)$/.exec(line)?.[1];
    if (address) return address;
  }
  throw new Error(`npm start printed no address:\n${lines.join("\n")}`);
}
