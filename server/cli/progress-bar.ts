/** A bar on a terminal's line, which goes when it is done. */
export class ProgressBar {
  private shownAt = Number.NEGATIVE_INFINITY;

  /** `done` is from 0 to 1. Shown ten times a second at most: what is measured comes more often. */
  show(done: number, text: string) {
    const now = performance.now();
    if (now - this.shownAt < 100) return;
    this.shownAt = now;
    const filled = Math.round(done * cells);
    const bar = "█".repeat(filled) + "░".repeat(cells - filled);
    const line = `${bar} ${Math.floor(done * 100)} % ${text}`;
    // A longer line would stay behind on the terminal's next one.
    const width = (process.stderr.columns || 80) - 1;
    process.stderr.write(`\r\u001b[K${line.slice(0, width)}`);
  }

  clear() {
    process.stderr.write("\r\u001b[K");
  }
}

const cells = 24;
