import { CancellationTokenSource, env, Uri, window, workspace } from "vscode";
import {
  type ComparisonProgress,
  type ComparisonProgressNotification,
  type ComparisonSpec,
  type ComparisonViewState,
  compareAlgorithms,
  comparisonPlot,
  comparisonProgress,
  comparisonSetup,
  type FromComparisonView,
  openComparison,
  type ShownComparison,
  type SpaceAddress,
  type ToComparisonView,
} from "../../server/messages";
import { ask, isRefusal } from "../ask";
import type { Blox } from "../blox";
import { type OpenPanel, Panel, type PanelHost } from "./panel";

const usualSpace: SpaceAddress = { space: "blox" };

/** Comparisons of algorithms; the panel comes back after a reload with its last one. */
export const comparisonPanel = new Panel<
  SpaceAddress | undefined,
  ComparisonViewState,
  FromComparisonView,
  ToComparisonView
>({
  view: "comparison",
  title: "Algorithm Comparison",
  listensTo: ["ready", "space", "run", "cancel", "draw", "open", "save", "savePlot", "copy"],
  start: (blox, panel, kept) => new ComparisonHost(blox, panel, kept?.space, kept?.comparison),
});

/** Owns the comparison that runs and the last one that is whole; the view only shows them. */
class ComparisonHost implements PanelHost<SpaceAddress | undefined, FromComparisonView> {
  private static lastId = 0;

  private running: CancellationTokenSource | undefined;
  private progress: ComparisonProgress | undefined;

  constructor(
    private readonly blox: Blox,
    private readonly panel: OpenPanel<ToComparisonView>,
    private space: SpaceAddress = usualSpace,
    private comparison?: ShownComparison | undefined,
  ) {}

  /** Without a space, that which it has. */
  async show(space: SpaceAddress | undefined) {
    if (space) await this.moveTo(space);
  }

  dispose() {
    this.running?.cancel();
    this.running = undefined;
  }

  receive(message: FromComparisonView): void | Promise<void> {
    switch (message.type) {
      case "ready":
        return this.setUp();
      case "space":
        return this.moveTo({ ...this.space, space: message.space });
      case "run":
        return this.run(message.spec);
      case "cancel":
        return this.running?.cancel();
      case "draw":
        return this.draw(message);
      case "open":
        return this.open();
      case "save":
        return this.save();
      case "savePlot":
        return this.savePlot(message.isLogarithmic);
      case "copy":
        return copy(message.csv);
    }
  }

  private post(message: ToComparisonView) {
    this.panel.post(message);
  }

  /** Everything that a view needs to show again what there is. */
  private async setUp() {
    if (this.comparison) this.post({ type: "comparison", comparison: this.comparison });
    await this.postSetup();
    if (!this.running) return;
    this.post({ type: "started" });
    if (this.progress) this.post({ type: "progress", progress: this.progress });
  }

  private async postSetup() {
    const { space } = this;
    const setup = await ask(this.blox.client, comparisonSetup, space);
    if (this.space === space) this.post({ type: "setup", setup, address: space });
  }

  private async moveTo(space: SpaceAddress) {
    this.space = space;
    await this.postSetup();
  }

  private async run(spec: ComparisonSpec) {
    this.running?.cancel();
    const running = new CancellationTokenSource();
    this.running = running;
    this.progress = undefined;
    ComparisonHost.lastId += 1;
    const id = ComparisonHost.lastId;
    const { client } = this.blox;
    const listening = client.onNotification(
      comparisonProgress.method,
      (notification: ComparisonProgressNotification) => {
        if (notification.id !== id) return;
        this.progress = notification.progress;
        this.post({ type: "progress", progress: notification.progress });
      },
    );
    this.post({ type: "started" });
    let isCancelled = false;
    try {
      const answer = await ask(client, compareAlgorithms, { id, spec }, running.token);
      if (this.running !== running) return;
      isCancelled = answer === null;
      if (answer) this.take(answer);
    } finally {
      listening.dispose();
      running.dispose();
      if (this.running === running) {
        this.running = undefined;
        this.post({ type: "ended", isCancelled });
      }
    }
  }

  /** Shows another comparison; what is none leaves the earlier one. */
  private take(found: ShownComparison | { readonly refusal: string }) {
    if (isRefusal(found)) {
      this.post({ type: "failed", message: found.refusal });
      return;
    }
    this.comparison = found;
    this.post({ type: "comparison", comparison: found });
  }

  private async draw({ width, isLogarithmic }: FromComparisonView & { type: "draw" }) {
    if (!this.comparison) return;
    const { file } = this.comparison;
    const plot = await ask(this.blox.client, comparisonPlot, { file, width, isLogarithmic });
    if (isRefusal(plot)) this.post({ type: "failed", message: plot.refusal });
    else if (this.comparison.file === file) this.post({ type: "plot", svg: plot.svg });
  }

  private async open() {
    const chosen = await window.showOpenDialog({
      title: "Open Comparison",
      filters: { "Comparison of Blox": ["json"] },
      ...placeOf(""),
    });
    const uri = chosen?.[0];
    if (!uri) return;
    const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
    const file = new TextDecoder().decode(await workspace.fs.readFile(uri));
    const found = await ask(this.blox.client, openComparison, { file });
    this.take(isRefusal(found) ? { refusal: `${name} cannot be shown: ${found.refusal}.` } : found);
  }

  private async save() {
    if (this.comparison)
      await write("Save Comparison", "comparison.json", this.comparison.file, { JSON: ["json"] });
  }

  private async savePlot(isLogarithmic: boolean) {
    if (!this.comparison) return;
    const { file } = this.comparison;
    const plot = await ask(this.blox.client, comparisonPlot, { file, isLogarithmic });
    if (isRefusal(plot)) this.post({ type: "failed", message: plot.refusal });
    else await write("Save Plot", "comparison.svg", plot.svg, { SVG: ["svg"] });
  }
}

/** Where a file cannot be written, what is on screen stays: the editor says why. */
async function write(
  title: string,
  name: string,
  content: string,
  filters: Record<string, string[]>,
) {
  const uri = await window.showSaveDialog({ title, filters, ...placeOf(name) });
  if (!uri) return;
  try {
    await workspace.fs.writeFile(uri, new TextEncoder().encode(content));
    window.setStatusBarMessage(
      `Blox: ${uri.path.slice(uri.path.lastIndexOf("/") + 1)} saved`,
      3000,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : `${error}`;
    await window.showErrorMessage(`The file could not be saved: ${reason}`);
  }
}

/** In the folder that is open. */
function placeOf(name: string): { readonly defaultUri?: Uri } {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder ? { defaultUri: Uri.joinPath(folder, name) } : {};
}

async function copy(csv: string) {
  await env.clipboard.writeText(csv);
  window.setStatusBarMessage("Blox: table copied as CSV", 3000);
}
