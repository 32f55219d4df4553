/**
 * A link in a hover that runs a command with an argument: an editor follows it where it trusts the
 * command.
 */
export function commandLink(title: string, command: string, argument: unknown): string {
  // A bracket would end the link, and editors decode what stands in it once or twice.
  const encoded = JSON.stringify([argument]).replace(/[%()]/g, escaped);
  return `[${title}](command:${command}?${encodeURIComponent(encoded)})`;
}

/** As JSON may write any character of a string. */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
