/** A number with so many decimals, and with a sign that is as wide as a digit: `−0.12`. */
export function decimal(value: number, decimals: number): string {
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}

/** The same of a difference, which has its sign: `+0.12`. */
export function signed(value: number, decimals: number): string {
  const text = decimal(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A share as a percentage: `12.3 %`. */
export function percentage(share: number): string {
  return `${decimal(100 * share, 1)} %`;
}
