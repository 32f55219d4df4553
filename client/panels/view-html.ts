import { Uri, type Webview, type WebviewOptions } from "vscode";

/** The page of a view: its bundle and style sheet, under a policy that allows nothing else. */
export function viewHtml(webview: Webview, extensionUri: Uri, view: string): string {
  const file = (name: string) =>
    webview.asWebviewUri(Uri.joinPath(viewFolder(extensionUri), name)).toString();
  const nonce = randomNonce();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} ${emptyStyle}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file(`${view}.css`)}">
<title>Blox</title>
</head>
<body data-view="${view}">
<main id="app"></main>
<script nonce="${nonce}" src="${file(`${view}.js`)}"></script>
</body>
</html>`;
}

/** What a view may do: run its script, and load files from its own folder. */
export function viewOptions(extensionUri: Uri): WebviewOptions {
  return { enableScripts: true, localResourceRoots: [viewFolder(extensionUri)] };
}

function viewFolder(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, "dist", "webview");
}

/** The digest of an empty style sheet, which the webview toolkit adds to see what the browser can do. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

function randomNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
