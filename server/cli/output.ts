/** Writes lines to standard output; resolves when more may be written. */
export function printLines(lines: readonly string[]): Promise<void> {
  return lines.length === 0 ? Promise.resolve() : printWhole(`${lines.join("\n")}\n`);
}

/** Writes text or bytes to standard output as they are; resolves when more may be written. */
export function printWhole(output: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (process.stdout.write(output)) resolve();
    else process.stdout.once("drain", resolve);
  });
}

/** One line on standard error, and exit code 1 at the end. */
export function reportFailure(message: string) {
  reportWarning(message);
  process.exitCode = 1;
}

/** Something that the command goes on without: one line on standard error. */
export function reportWarning(message: string) {
  process.stderr.write(`blox: ${message.replace(/\s*\n\s*/g, " ")}\n`);
}

/** Ends quietly when whoever reads the output has had enough, as in `blox … | head`. */
export function endWithTheReader() {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
}
