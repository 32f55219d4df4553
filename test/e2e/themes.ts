/** The built-in colour theme of each of VS Code's four kinds, and how the page shows the kind. */
export const THEMES = {
  light: { id: "Light 2026", label: "Light 2026", className: "vs" },
  dark: { id: "Dark 2026", label: "Dark 2026", className: "vs-dark" },
  "high contrast light": {
    id: "Default High Contrast Light",
    label: "Light High Contrast",
    className: "hc-light",
  },
  "high contrast dark": {
    id: "Default High Contrast",
    label: "Dark High Contrast",
    className: "hc-black",
  },
} as const;

export type ThemeKind = keyof typeof THEMES;
