/** The colours and fonts of the current theme that canvases need; everything else is CSS. */
export interface Theme {
  readonly foreground: string;
  readonly grid: string;
  readonly cloud: string;
  readonly evaluated: string;
  readonly front: string;
  /** Of lines that are to be told apart, in the order of use. */
  readonly lines: readonly string[];
  readonly background: string;
  readonly focus: string;
  readonly fontFamily: string;
  readonly highContrast: boolean;
}

export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const read = (...names: readonly string[]) => {
    for (const name of names) {
      const value = style.getPropertyValue(`--vscode-${name}`).trim();
      if (value !== "") return value;
    }
    return getComputedStyle(document.body).color;
  };
  const highContrast = document.body.className.includes("vscode-high-contrast");
  return {
    foreground: read("editor-foreground", "foreground"),
    grid: read("widget-border", "panel-border", "contrastBorder"),
    cloud: read("descriptionForeground", "foreground"),
    evaluated: read("charts-blue"),
    // The high contrast themes have no orange.
    front: read("charts-orange", "charts-yellow"),
    lines: [
      read("charts-blue"),
      read("charts-orange", "charts-yellow"),
      read("charts-purple"),
      read("charts-green"),
      read("editor-foreground", "foreground"),
      read("charts-red"),
    ],
    background: read("editor-background"),
    focus: read("focusBorder"),
    fontFamily: read("font-family"),
    highContrast,
  };
}

/** Calls back when the editor has changed its theme: it rewrites the root's style, the body's class. */
export function onThemeChange(changed: () => void): void {
  let pending = false;
  const observer = new MutationObserver(() => {
    if (pending) return;
    pending = true;
    requestAnimationFrame(() => {
      pending = false;
      changed();
    });
  });
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["style", "class"],
  });
  observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
}
