import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
} from "vscode-languageserver/browser";
import { serve } from "./connection";
import { asset } from "./messages";
import { browserPlatform } from "./platform-browser";

declare const self: DedicatedWorkerGlobalScope;

// The language server as a worker of a browser: the editor's side hands it the files.
const connection = createConnection(new BrowserMessageReader(self), new BrowserMessageWriter(self));
serve(
  connection,
  browserPlatform((name) => connection.sendRequest(asset.method, { name })),
);
