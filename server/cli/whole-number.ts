import { InvalidArgumentError } from "commander";

/** The value of an option that counts something: at least one. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected a whole number above 0.");
}
