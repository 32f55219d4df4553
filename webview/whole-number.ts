/** Digits, with commas or blanks between the thousands; undefined of all else. */
export function wholeNumber(text: string): number | undefined {
  const digits = text.trim().replace(/(?<=\d)[, ](?=\d{3}\b)/g, "");
  const value = Number(digits);
  return /^\d+$/.test(digits) && Number.isSafeInteger(value) ? value : undefined;
}
