import type { Frame, Locator } from "playwright-core";

/** A webview of Blox, as a person sees it. Its parts are named by their `data-testid`. */
export class Panel {
  constructor(readonly frame: Frame) {}

  part(testId: string): Locator {
    return this.frame.locator(`[data-testid="${testId}"]`);
  }

  /** Whether something sticks out at the right, where a person would have to scroll to it. */
  async isWiderThanItsPlace(): Promise<boolean> {
    return this.frame.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
  }

  async press(testId: string): Promise<void> {
    await this.part(testId).first().click();
  }

  /** Waits until a part is on screen and says so, and returns all it says. */
  async see(testId: string, saying?: RegExp): Promise<string> {
    const part = this.part(testId).filter(saying ? { hasText: saying } : {});
    await part.first().waitFor();
    return (await part.allInnerTexts()).join("\n");
  }
}
