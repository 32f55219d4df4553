import { element } from "./element";

/** The text of a value, which a narrow column may break only before its bracket. */
export function valueParts(text: string): HTMLElement[] {
  const bracket = text.indexOf(" (");
  const parts = bracket < 0 ? [text] : [text.slice(0, bracket), text.slice(bracket)];
  return parts.map((part) => element("span", { class: "value-part" }, part));
}
