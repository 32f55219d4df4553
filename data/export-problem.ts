/** Why a network cannot be written in a format, for the user to read: what is wrong and what to do. */
export class ExportProblem extends Error {
  override readonly name = "ExportProblem";
}
