/** The colours and the font of a plot, as values of attributes. */
export interface PlotPaint {
  readonly text: string;
  readonly quietText: string;
  /** Faint, of the grid too. */
  readonly axis: string;
  /** Of the lines, in the order of use. */
  readonly lines: readonly string[];
  readonly fontFamily: string;
  /** Undefined where the plot stands on what is there. */
  readonly background: string | undefined;
}

/** The editor's own, which change with its theme. The high contrast themes have no orange. */
export const themePaint: PlotPaint = {
  text: "var(--vscode-foreground)",
  quietText: "var(--vscode-descriptionForeground)",
  axis: "var(--vscode-descriptionForeground)",
  lines: [
    "var(--vscode-charts-blue)",
    "var(--vscode-charts-orange, var(--vscode-charts-yellow))",
    "var(--vscode-charts-purple)",
    "var(--vscode-charts-green)",
    "var(--vscode-foreground)",
    "var(--vscode-charts-red)",
  ],
  fontFamily: "var(--vscode-font-family)",
  background: undefined,
};

/**
 * For a file, on a background of its own and without variables, which not every program that draws such
 * files knows. The lines are in colours that people with a colour vision deficiency tell apart (Okabe and
 * Ito, Color Universal Design, 2008), without those that are faint on white.
 */
export const filePaint: PlotPaint = {
  text: "#1f2328",
  quietText: "#59636e",
  axis: "#818b98",
  lines: ["#0072b2", "#d55e00", "#aa4499", "#009e73", "#000000", "#b8860b"],
  fontFamily: "system-ui, sans-serif",
  background: "#ffffff",
};
