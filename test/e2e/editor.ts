import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type ConsoleMessage,
  type Frame,
  type Locator,
  type Page,
  chromium as playwright,
} from "playwright-core";
import { chromium } from "../editor/chromium.mjs";
import { startCodeServer, userData } from "../editor/code-server.mjs";
import { folderAddress } from "../editor/folder-address.mjs";
import { VSIX } from "../editor/repository.mjs";
import { eventually } from "./eventually";
import { Panel } from "./panel";
import { saveFailure } from "./save-failure";
import { type Rectangle, rectangleOfText } from "./text-on-screen";
import { THEMES, type ThemeKind } from "./themes";

export interface EditorOptions {
  /** The folder to work on: a copy of it is opened. */
  folder: string;
  /** The file of it that is on screen at the start. */
  file: string;
  theme?: ThemeKind;
  /** Further user settings. */
  settings?: Record<string, unknown>;
}

/**
 * A real VS Code, as a person has it before them, in Chromium. Every method waits until what it
 * does can be seen.
 */
export class Editor {
  /** What the page has written to its console. */
  readonly consoleLines: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly closeWhatServes: () => Promise<void>,
    /** The copy of the folder that is open, and the folder of VS Code's logs. */
    private readonly places: { folder: string; logs: string },
  ) {
    page.on("console", (message) => this.consoleLines.push(described(message)));
    page.on("pageerror", (error) => this.consoleLines.push(`uncaught: ${error.message}`));
  }

  /** Opens a VS Code of its own, with nothing in it but the packaged extension. */
  static async open(options: EditorOptions): Promise<Editor> {
    const home = await mkdtemp(join(tmpdir(), "blox-e2e-"));
    const folder = join(home, basename(options.folder));
    await cp(options.folder, folder, { recursive: true });
    const theme = { "workbench.colorTheme": THEMES[options.theme ?? "light"].id };
    const settings = { ...TEST_SETTINGS, ...theme, ...options.settings };
    const server = await startCodeServer({ home, vsix: VSIX, settings });
    const stop = async () => {
      await server.stop();
      // The extension host may still write its last lines of log.
      await rm(home, { recursive: true, force: true, maxRetries: 20 });
    };
    const address = folderAddress(server.address, folder, join(folder, options.file));
    return Editor.at(address, stop, { folder, logs: join(userData(home), "logs") });
  }

  /** Opens a VS Code that is served already. */
  static async at(
    address: string,
    stop: () => Promise<void>,
    places: { folder: string; logs: string },
  ): Promise<Editor> {
    const browser = await playwright.launch({
      executablePath: await chromium(),
      args: CHROMIUM_ARGUMENTS,
    });
    const close = async () => {
      await browser.close();
      await stop();
    };
    const page = await browser.newPage({ viewport: VIEWPORT, deviceScaleFactor: 2 });
    const editor = new Editor(page, close, places);
    try {
      await page.goto(address);
      await editor.textEditor().locator(".view-line").first().waitFor({ timeout: OPEN_LIMIT_MS });
    } catch (error) {
      await saveFailure(editor, "the editor does not open");
      await close();
      throw error;
    }
    return editor;
  }

  async close(): Promise<void> {
    await this.closeWhatServes();
  }

  /** Opens a file of the folder, and makes it the active one. */
  async openFile(name: string): Promise<void> {
    await this.quickOpen(name, name);
    await this.textEditor(name).locator(".view-line").first().waitFor();
  }

  /** Opens a file of the folder, in the side bar, that the editor does not show as text. */
  async openBinary(name: string): Promise<void> {
    const row = this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
    const placeholder = this.page.locator(".monaco-editor-pane-placeholder");
    // The list may still be filling under the pointer, so that the click lands elsewhere.
    await eventually(`${name} in an editor that is not text`, async () => {
      await row.click();
      return appears(placeholder, ANSWER_LIMIT_MS);
    });
  }

  /** Runs a command as the palette shows it, such as `Blox: Search…`. */
  async run(title: string): Promise<void> {
    await this.quickOpen(`>${title}`, title);
  }

  /** Types at the cursor, or over what is selected. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  /** Reloads the window, as after an update of the editor. */
  async reload(): Promise<void> {
    // VS Code's own command, which first writes down what the views have asked it to keep.
    const loaded = this.page.waitForEvent("load");
    await this.run("Developer: Reload Window");
    await loaded;
    await this.textEditor().locator(".view-line").first().waitFor({ timeout: OPEN_LIMIT_MS });
  }

  /** Answers the question that is asked at the top. */
  async answer(text: string): Promise<void> {
    const box = this.page.locator(".quick-input-widget");
    await box.locator("input.input").fill(text);
    await this.press("Enter");
    await box.waitFor({ state: "hidden" });
  }

  /**
   * In the dialog that asks for files and folders, takes a folder.
   *
   * @param having a file in it
   */
  async chooseFolder(path: string, having: string): Promise<void> {
    const box = this.page.locator(".quick-input-widget");
    const file = box.locator(".monaco-list-row", { hasText: having }).first();
    const take = box.locator(".quick-input-action .monaco-button").first();
    // The dialog may still write the folder that it starts in over what is typed.
    await eventually(`${having} in the dialog, and the dialog closed`, async () => {
      await box.locator("input.input").fill(`${path}/`);
      if (!(await appears(file, ANSWER_LIMIT_MS))) return false;
      await take.click();
      return disappears(box, ANSWER_LIMIT_MS);
    });
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Opens the light bulb's menu at the cursor, and takes the action that says so. */
  async fix(saying: RegExp): Promise<void> {
    const row = this.page.locator(".action-widget .monaco-list-row", { hasText: saying }).first();
    await eventually(`an action that says ${saying}`, async () => {
      await this.run("Quick Fix...");
      if (await appears(row, ANSWER_LIMIT_MS)) return true;
      await this.press("Escape");
    });
    await row.click();
    await row.waitFor({ state: "hidden" });
  }

  /** Makes every fix that is clearly right, until no error is underlined. */
  async fixAll(name: string): Promise<void> {
    const error = this.textEditor(name).locator(".squiggly-error").first();
    // The editor drops a question whose answer comes while it still takes in what was typed.
    await eventually(`no error left in ${name}`, async () => {
      await this.run("Fix All");
      return disappears(error, ANSWER_LIMIT_MS);
    });
  }

  /** Selects the first place that reads so in a file on screen. */
  async select(text: string, name?: string): Promise<void> {
    const { x, y, width, height } = await this.find(text, name);
    await this.page.mouse.click(x, y + height / 2);
    await this.page.keyboard.down("Shift");
    await this.page.mouse.click(x + width, y + height / 2);
    await this.page.keyboard.up("Shift");
  }

  /** Puts the cursor behind the first place that reads so. */
  async putCursorAfter(text: string, name?: string): Promise<void> {
    const { x, y, width, height } = await this.find(text, name);
    await this.page.mouse.click(x + width, y + height / 2);
  }

  /** Waits until the status bar says that the cursor is there, counted from 1. */
  async seeCursorAt(line: number, column: number): Promise<void> {
    const place = this.page.locator("[id='status.editor.selection']");
    await place.filter({ hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Selects the first place that reads so, and types over it. */
  async replace(text: string, replacement: string, name?: string): Promise<void> {
    await this.select(text, name);
    await this.type(replacement);
    // Completion may have opened on the way: it is closed so that it hides nothing.
    await this.press("Escape");
  }

  /**
   * Points at the last letter of the first place that reads so, and returns what the hover says.
   *
   * @param saying waits for a hover with this in it
   */
  async hover(text: string, saying: RegExp = /\S/, name?: string): Promise<string> {
    const hover = this.page
      .locator(".monaco-resizable-hover .monaco-hover:not(.hidden)")
      .filter({ hasNotText: /^Loading\.\.\.$/ })
      .first();
    return eventually(`a hover over "${text}" that says ${saying}`, async () => {
      const { x, y, width, height } = await this.find(text, name);
      const end = x + width - 2;
      await this.page.mouse.move(end, y - 3 * height);
      await this.page.mouse.move(end, y + height / 2, { steps: 3 });
      // The language server may still be starting, so the pointer comes back if nothing shows.
      const shown = await appears(hover, HOVER_LIMIT_MS);
      const said = shown ? (await hover.allInnerTexts()).join("\n") : "";
      return saying.test(said) && said;
    });
  }

  /** Points as `hover` does, until the hover says something else than before. */
  async hoverOnceOtherThan(before: string, text: string, name?: string): Promise<string> {
    return eventually(`another hover over "${text}"`, async () => {
      await this.pointAway();
      const said = await this.hover(text, /\S/, name);
      return said !== before && said;
    });
  }

  /** Points at nothing, so that a hover goes away. */
  async pointAway(): Promise<void> {
    await this.page.mouse.move(VIEWPORT.width / 2, VIEWPORT.height - 5);
    await this.page.locator(".monaco-resizable-hover .monaco-hover:not(.hidden)").waitFor({
      state: "hidden",
    });
  }

  /** The messages of the Problems panel, once one of them says so. */
  async problems(saying: RegExp = /\S/): Promise<string[]> {
    const rows = this.page.locator(".markers-panel .marker-message");
    if (!(await this.page.locator(".markers-panel").isVisible())) {
      await this.run("Problems: Focus on Problems View");
    }
    const messages = await eventually(`a problem that says ${saying}`, async () => {
      const shown = await rows.allInnerTexts();
      return shown.some((message) => saying.test(message)) && shown;
    });
    return messages.map((message) => message.replaceAll("\u00a0", " "));
  }

  /** Waits until the Problems panel and the underlines are gone. */
  async noProblems(name?: string): Promise<void> {
    await this.textEditor(name).locator(".squiggly-error").first().waitFor({ state: "detached" });
  }

  /** Waits until a code lens says so. */
  async seeLens(saying: RegExp): Promise<void> {
    await this.page.locator(".codelens-decoration", { hasText: saying }).first().waitFor();
  }

  /** Presses the code lens that says so. */
  async pressLens(saying: RegExp): Promise<void> {
    await this.page.locator(".codelens-decoration a", { hasText: saying }).first().click();
  }

  /** Gives the name at the cursor another one, wherever it is written. */
  async rename(name: string): Promise<void> {
    const box = this.page.locator(".rename-box input");
    await eventually("the box for a new name", async () => {
      await this.press("F2");
      return appears(box, ANSWER_LIMIT_MS);
    });
    await box.fill(name);
    await this.press("Enter");
    await box.waitFor({ state: "hidden" });
  }

  /** Gives the files and views the whole width. */
  async hideSideBar(): Promise<void> {
    await this.run("View: Toggle Primary Side Bar Visibility");
    await this.page.locator(".part.sidebar").waitFor({ state: "hidden" });
  }

  async closePanel(): Promise<void> {
    await this.run("View: Hide Panel");
    await this.page.locator(".part.panel").waitFor({ state: "hidden" });
  }

  /** Waits until a file on screen reads so somewhere. */
  async see(text: string, name?: string): Promise<void> {
    await this.find(text, name);
  }

  /** The lines of a file that are on screen, unsaved changes and inlay hints included. */
  async textOnScreen(name?: string): Promise<string> {
    const lines = await this.textEditor(name)
      .locator(".view-line")
      .evaluateAll((found) =>
        found
          .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? "" }))
          .sort((a, b) => a.top - b.top)
          .map(({ text }) => text.replaceAll("\u00a0", " ")),
      );
    return lines.join("\n");
  }

  /** Saves a file that is on screen. */
  async save(name: string): Promise<void> {
    await this.textEditor(name).locator(".view-line").first().click();
    await this.run("File: Save");
    await this.page.locator(".tabs-container .tab.active.dirty").waitFor({ state: "detached" });
  }

  /** Where a file of the folder lies on disk. */
  pathOf(name: string): string {
    return join(this.places.folder, name);
  }

  /** The text of a file on disk. */
  async savedText(name: string): Promise<string> {
    return readFile(this.pathOf(name), "utf8");
  }

  /** Waits until the walkthrough on screen says so. */
  async seeWalkthrough(saying: RegExp): Promise<void> {
    await this.page.locator(".gettingStartedContainer").filter({ hasText: saying }).waitFor();
  }

  /** The webview that is on screen and has an element with this `data-testid`. */
  async panelWith(testId: string): Promise<Panel> {
    const frame = await eventually(`a webview with "${testId}" in it`, () =>
      this.frameWith(testId),
    );
    return new Panel(frame);
  }

  async useTheme(kind: ThemeKind): Promise<void> {
    const { label, className } = THEMES[kind];
    await this.run("Preferences: Color Theme");
    if (!(await this.choose(label, label))) throw new Error(`There is no theme "${label}".`);
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }

  /** Takes the picture `test/e2e/screenshots/NAME.png`. */
  async screenshot(name: string): Promise<void> {
    const path = new URL(`screenshots/${name}.png`, import.meta.url);
    await this.page.screenshot({ path: fileURLToPath(path) });
  }

  /** The folder of the logs of the extension host and of the language server. */
  get logs(): string {
    return this.places.logs;
  }

  private async frameWith(testId: string): Promise<Frame | undefined> {
    for (const frame of this.page.frames()) {
      if (frame.name() !== "active-frame" && frame.parentFrame() === null) continue;
      const element = frame.locator(`[data-testid="${testId}"]`);
      // A view that is just being hidden takes its frame with it.
      const isVisible = await element
        .first()
        .isVisible()
        .catch(() => false);
      if (isVisible) return frame;
    }
    return undefined;
  }

  private async quickOpen(search: string, answer: string): Promise<void> {
    // The editor may not have read the extension's manifest yet, so it is asked again.
    await eventually(`"${answer}" among the commands`, async () => {
      await this.page.keyboard.press("F1");
      if (await this.choose(search, answer)) return true;
      await this.press("Escape");
    });
  }

  /** In the box that is open at the top: types a search, and takes the answer of that name if there is one. */
  private async choose(search: string, answer: string): Promise<boolean> {
    const box = this.page.locator(".quick-input-widget");
    const row = box.locator(`.monaco-list-row[aria-label^=${JSON.stringify(answer)}]`).first();
    await box.locator("input.input").fill(search);
    if (!(await appears(row, ANSWER_LIMIT_MS))) return false;
    await row.click();
    await row.waitFor({ state: "hidden" });
    return true;
  }

  private textEditor(name?: string): Locator {
    if (name === undefined) return this.page.locator(".editor-instance .monaco-editor").first();
    return this.page.locator(`.editor-instance .monaco-editor[data-uri$="/${name}"]`).first();
  }

  private async find(text: string, name?: string): Promise<Rectangle> {
    const editor = this.textEditor(name);
    return eventually(`"${text}" in the editor`, () => editor.evaluate(rectangleOfText, text));
  }
}

const VIEWPORT = { width: 1280, height: 800 };
/** The first window on a busy machine: VS Code, its extension host, the page. */
const OPEN_LIMIT_MS = 120_000;
const HOVER_LIMIT_MS = 2000;
const ANSWER_LIMIT_MS = 5000;

const TEST_SETTINGS = {
  "editor.hover.delay": 50,
  "editor.cursorBlinking": "solid",
  "editor.minimap.enabled": false,
};

const CHROMIUM_ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function described(message: ConsoleMessage): string {
  return `${message.type()}: ${message.text()}`;
}

function appears(locator: Locator, limitMs: number): Promise<boolean> {
  return becomes("visible", locator, limitMs);
}

function disappears(locator: Locator, limitMs: number): Promise<boolean> {
  return becomes("hidden", locator, limitMs);
}

function becomes(state: "visible" | "hidden", locator: Locator, timeout: number): Promise<boolean> {
  return locator.waitFor({ state, timeout }).then(
    () => true,
    () => false,
  );
}
