import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { build } from "esbuild";
import { type Browser, chromium, type Page } from "playwright-core";
import { seal } from "../../server/messages";
import { themes } from "./themes";

const root = resolve(import.meta.dirname, "../..");
const origin = "http://preview.invalid";
const nonce = "sample";

/** A Chromium on this machine, or undefined. */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A view alone in a browser, under the editor's content security policy, its host being the test. */
export interface Preview {
  readonly page: Page;
  /** Sends the view a message, as the host does. */
  send(message: unknown): Promise<void>;
  /** What the view has posted so far, opened, since the page was loaded. */
  posted(): Promise<unknown[]>;
  /** What broke: refused by the policy, or thrown. */
  readonly problems: string[];
}

export async function openPreview(
  browser: Browser,
  view: "search" | "suggestions" | "graph" | "curves" | "rows" | "comparison",
  { theme = "dark", width = 900, height = 1000 } = {},
): Promise<Preview> {
  const bundle = await bundleOf(view);
  const page = await browser.newPage({ viewport: { width, height } });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (line) => {
    if (line.type() === "error") problems.push(line.text());
  });
  await page.route(`${origin}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === "/view.js") {
      return route.fulfill({ contentType: "text/javascript", body: bundle.script });
    }
    if (path === "/view.css") return route.fulfill({ contentType: "text/css", body: bundle.style });
    return route.fulfill({ contentType: "text/html", body: pageOf(view, theme) });
  });
  await page.addInitScript(standInForEditor);
  await page.addInitScript(`
    document.addEventListener("DOMContentLoaded", () => {
      const variables = ${JSON.stringify(themes[theme]?.variables ?? {})};
      for (const [name, value] of Object.entries(variables)) {
        document.documentElement.style.setProperty("--vscode-" + name, value);
      }
    });
  `);
  await page.goto(`${origin}/`);
  return {
    page,
    problems,
    send: (message) => page.evaluate((data) => window.postMessage(data, "*"), seal(message)),
    posted: () => page.evaluate("window.posted.map(({ message }) => message)"),
  };
}

/** The editor's API for a view: messages pile up, state outlives a reload. Runs in the page. */
const standInForEditor = `
  window.posted = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.posted.push(message),
    getState: () => JSON.parse(sessionStorage.getItem("state") ?? "null") ?? undefined,
    setState: (state) => sessionStorage.setItem("state", JSON.stringify(state)),
  });
`;

function pageOf(view: string, theme: string): string {
  // The hash is that of an empty style element, with which the toolkit asks for :focus-visible.
  const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${origin} ${emptyStyle}`,
    `font-src ${origin}`,
    `img-src ${origin} data:`,
  ].join("; ");
  const bodyClass = themes[theme]?.bodyClass ?? "";
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${origin}/view.css">
<link rel="icon" href="data:,">
<title>Preview with sample values</title>
</head>
<body class="${bodyClass}" data-vscode-theme-kind="${bodyClass.split(" ").at(-1)}" data-view="${view}">
<main id="app"></main>
<script nonce="${nonce}" src="${origin}/view.js"></script>
</body>
</html>`;
}

const bundles = new Map<string, Promise<{ readonly script: string; readonly style: string }>>();

function bundleOf(view: string): Promise<{ readonly script: string; readonly style: string }> {
  const known = bundles.get(view);
  if (known) return known;
  const made = bundle(view);
  bundles.set(view, made);
  return made;
}

async function bundle(view: string): Promise<{ readonly script: string; readonly style: string }> {
  const { outputFiles } = await build({
    entryPoints: [resolve(root, "webview", `${view}.ts`)],
    outdir: resolve(root, "dist/webview"),
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    logLevel: "silent",
  });
  const textOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? "";
  return { script: textOf(".js"), style: textOf(".css") };
}
