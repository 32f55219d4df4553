/**
 * Settings of the VS Code in the browser that keep everything but the files and Blox off the
 * screen: no chat, no welcome page, no offers, no calls home.
 *
 * @type {Readonly<Record<string, unknown>>}
 */
export const QUIET_SETTINGS = {
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  // As on the desktop. In the browser VS Code would write every change to disk after a second.
  "files.autoSave": "off",
  // The address names a file to open; without this, a reload would open that file and nothing else.
  "window.restoreWindows": "preserve",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.settings.enableNaturalLanguageSearch": false,
  "security.workspace.trust.enabled": false,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "git.enabled": false,
};
