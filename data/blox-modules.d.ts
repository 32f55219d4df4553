/** The text of a file in the language. */
declare module "*.blox" {
  const text: string;
  export default text;
}

/** The text of a file of comma-separated values. */
declare module "*.csv" {
  const text: string;
  export default text;
}
