/** The text of a file in the language. */
declare module "*.blox" {
  const text: string;
  export default text;
}
