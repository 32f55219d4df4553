import { metricText } from "../searches/constraints";
import { grouped } from "../searches/grouped";
import { type SearchModel, specOf } from "./search-model";

/** `maximize accuracy, minimize flops · regularized-evolution · 300 evaluations` */
export function searchSummary(search: SearchModel): string {
  const objectives = search.objectives.map(
    ({ direction, metric }) => `${direction} ${metricText(metric)}`,
  );
  return [
    objectives.length === 0 ? "no objective yet" : objectives.join(", "),
    search.algorithm?.name ?? "unknown algorithm",
    budgetText(search),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** `300 evaluations`, `40 gpu-hours`; nothing where the search is not complete. */
export function budgetText(search: SearchModel): string {
  const spec = specOf(search, "");
  if (!spec) return "";
  return spec.gpuHours === undefined
    ? `${grouped(spec.budget)} ${spec.budget === 1 ? "evaluation" : "evaluations"}`
    : `${spec.gpuHours} gpu-hours`;
}
