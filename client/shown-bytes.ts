const units = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** `13.6 MB` */
export function shownBytes(bytes: number): string {
  const power = Math.floor(Math.log10(Math.max(bytes, 1)) / 3);
  const place = Math.min(power, units.length - 1);
  return (bytes / 1000 ** place).toLocaleString("en", {
    style: "unit",
    unit: units[place],
    maximumSignificantDigits: 3,
  });
}
