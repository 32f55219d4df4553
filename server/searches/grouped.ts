/** `91,125`, and no more than three decimals. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US", { maximumFractionDigits: 3 });
}
