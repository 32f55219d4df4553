import type { Disposable } from "vscode";

/** An action that is taken once its calls have paused for a while. */
export class Debounced implements Disposable {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly action: () => void,
    private readonly pauseMs: number,
  ) {}

  call() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.action, this.pauseMs);
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
