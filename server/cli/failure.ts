/** What a command cannot do, in one line for the user; the command ends with exit code 1. */
export class Failure extends Error {
  override readonly name = "Failure";
}
