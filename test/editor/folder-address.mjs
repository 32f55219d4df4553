import { pathToFileURL } from "node:url";

/**
 * The address at which a VS Code in the browser opens a folder, with one of its files on screen.
 *
 * @param {string} server such as `http://127.0.0.1:40123`
 * @param {string} folder
 * @param {string} [file]
 */
export function folderAddress(server, folder, file) {
  const address = `${server}/?folder=${readable(pathToFileURL(folder).pathname)}`;
  if (file === undefined) return address;
  const remote = `vscode-remote://${new URL(server).host}${pathToFileURL(file).pathname}`;
  return `${address}&payload=${readable(JSON.stringify([["openFile", remote]]))}`;
}

/**
 * Encoded for a query, but for the characters that need not be and that a person reads by.
 *
 * @param {string} text
 */
function readable(text) {
  return encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%3A", ":");
}
