/** How well predictions order networks. */
export { kendall, spearman } from "../../data/rank-correlation";
