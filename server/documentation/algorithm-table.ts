import type { Algorithm } from "../searches/algorithm";

/** The algorithms, each with a link to its page. */
function algorithmTable(algorithms: readonly Algorithm[]): string {
  return [
    "| algorithm | what it does |",
    "| --- | --- |",
    ...algorithms.map(
      ({ name, description }) => `| [\`${name}\`](searches/${name}.md) | ${description} |`,
    ),
  ].join("\n");
}

const [begin, end] = ["<!-- algorithms -->", "<!-- end of algorithms -->"];

/** A page with the table in the place that is marked for it. */
export function withAlgorithmTable(page: string, algorithms: readonly Algorithm[]): string {
  const [before, rest = ""] = page.split(begin);
  const [, after] = rest.split(end);
  if (before === undefined || after === undefined)
    throw new Error(`the page has no place between ${begin} and ${end}`);
  return `${before}${begin}\n\n${algorithmTable(algorithms)}\n\n${end}${after}`;
}
