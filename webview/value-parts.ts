import type { MetricInfo } from "../server/messages";
import { element } from "./element";

/** The heading of a metric's column: its title, and what its values are unless a value says otherwise. */
export function metricHeading({ title, origin }: MetricInfo): HTMLElement[] {
  return [element("span", {}, title), element("span", { class: "origin" }, `(${origin})`)];
}

/**
 * The text of a value in a metric's column, which a narrow column may break only before its error and
 * before its bracket. What the heading says already is left out.
 */
export function valueParts(text: string, column: MetricInfo | undefined): HTMLElement[] {
  const said = column ? ` (${column.origin})` : "";
  const shown = said !== "" && text.endsWith(said) ? text.slice(0, -said.length) : text;
  return shown.split(/(?= ±| \()/).map((part) => element("span", { class: "value-part" }, part));
}
