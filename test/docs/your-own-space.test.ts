import { deepEqual, equal, match, ok } from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Hover } from "vscode-languageserver";
import { type TrainingCurves, trainingCurves } from "../../server/messages";
import { pythonWithTorch } from "../data/pytorch/python-with-torch";
import { commandOf, emptyFolder } from "../server/cli/run-blox";
import { Editor } from "../server/joined";

const page = readFileSync(resolve(import.meta.dirname, "../../docs/your-own-space.md"), "utf8");

/**
 * What a reader does, heading by heading: text between fences goes to the end of the file that the fence
 * names, and ```` ```sh ```` is typed in a terminal.
 */
const steps = new Map(
  page
    .split(/^## /m)
    .map((section) => ({
      heading: section.slice(0, section.indexOf("\n")),
      blocks: Array.from(
        section.matchAll(/^```(?:sh|\w+ (\S+))\n([\s\S]*?)^```$/gm),
        ([, file, text = ""]) => ({ file, text }),
      ),
    }))
    .filter(({ blocks }) => blocks.length > 0)
    .map(({ heading, blocks }) => [heading, blocks]),
);

const networks = ["plain-plain", "thin-plain", "plain-thin", "thin-thin"];
const device = 'latency("desk")';

describe("docs/your-own-space.md, followed in an empty folder,", function () {
  this.timeout(180_000);
  const folder = emptyFolder();
  const programs = emptyFolder();
  const benchmarks = join(emptyFolder(), "benchmarks");
  const python = pythonWithTorch();
  const followed: string[] = [];

  before(async () => {
    const [node, cli] = await commandOf([]);
    // A reader's `npx blox` is the command line of the present sources.
    program("npx", `[ "$1" = blox ] && shift && exec "${node}" "${cli}" "$@"`);
    if (python) program("python3", `exec ${python} "$@"`);
  });

  it("has a step for each heading with something to do", () => {
    deepEqual(
      [...steps.keys()],
      [
        "Declare the space",
        "Write the training kit",
        "Bring the data",
        "Train all networks",
        "Import what was measured",
        "Time the networks",
        "Search",
      ],
    );
    equal(page.match(/^```./gm)?.length, [...steps.values()].flat().length);
  });

  it("declares four networks that cost what follows from their layers", () => {
    const shown = follow("Declare the space");
    for (const name of networks) match(shown, new RegExp(`^${name}: network \\d of tiny$`, "m"));
    ok(!shown.includes("measured)"), shown);
  });

  it("writes the kit of all four", () => {
    equal(
      follow("Write the training kit"),
      "4 networks of tiny written to kit; README.txt in it says how to go on\n",
    );
  });

  it("trains them from three seeds, where torch is installed", function () {
    if (!python) return this.skip();
    follow("Bring the data");
    match(follow("Train all networks"), /^12 trainings, 0 in trainings\.csv already\n/);
    equal(tableOf("accuracy").length, 12);
  });

  it("and imports what they reached", async function () {
    if (!python) return this.skip();
    match(follow("Import what was measured"), /^Own trainings of networks of tiny: 4 networks of/);
    for (const [index, name] of networks.entries()) {
      const { accuracy, train_time: time } = await metricsOf(name);
      deepEqual([accuracy.provenance, time.provenance], ["measured", "measured"]);
      const values = tableOf("accuracy").filter(({ network }) => network === `#${index}`);
      near(accuracy.value, mean(values.map(({ value }) => value)));
      deepEqual(
        accuracy.runs.map((run: { seed: number }) => run.seed),
        [0, 1, 2],
      );
      ok(accuracy.standard_error >= 0 && time.value > 0);
    }
  });

  it("times them", async () => {
    match(follow("Time the networks"), /^latency\("desk"\) of 4 networks of tiny: median/);
    for (const name of networks) {
      const latency = (await metricsOf(name))[device];
      equal(latency.provenance, "measured");
      ok(latency.value > 0);
    }
  });

  it("finds the best of them", function () {
    if (!python) return this.skip();
    const shown = follow("Search").split("\n");
    const at = shown.findIndex((line) => line.startsWith("index "));
    const [found = ""] = shown[at + 1]?.split(" ") ?? [];
    const means = networks.map((_, index) =>
      mean(
        tableOf("val_accuracy").flatMap(({ network, value }) =>
          network === `#${index}` ? [value] : [],
        ),
      ),
    );
    near(means[Number(found)] ?? 0, Math.max(...means));
  });

  describe("and then opened in an editor", () => {
    const uri = pathToFileURL(join(folder, "own.blox")).href;
    let editor: Editor;
    before(async () => {
      editor = await Editor.start(undefined, {
        initializationOptions: { benchmarkFolder: { path: benchmarks } },
      });
    });
    after(() => editor.close());

    it("shows on hover what was measured", async () => {
      const text = readFileSync(join(folder, "own.blox"), "utf8");
      deepEqual(await editor.open(uri, text), []);
      const lines = text.split("\n");
      for (const name of networks) {
        const line = lines.findIndex((each) => each.startsWith(`network ${name} `));
        const { contents } = await editor.connection.sendRequest<Hover>("textDocument/hover", {
          textDocument: { uri },
          position: { line, character: "network ".length },
        });
        const shown = JSON.stringify(contents).replaceAll("\u00a0", " ");
        match(shown, /Latency, desk[^|]*\| \*\*[\d.]+ ms \(measured\)/);
        if (!python) continue;
        match(shown, /Top-1 accuracy[^|]*\| \*\*[\d.]+ % ± [\d.]+ \(measured\)/);
        match(shown, /Training time[^|]*\| \*\*[\d.]+ m?s ± [\d.]+ \(measured\)/);
      }
    });

    it("plots how accuracy rose from epoch to epoch", async function () {
      if (!python) return this.skip();
      const parameters = { space: "tiny", uri, networks: [{ name: "thin-thin", index: 3 }] };
      const answer = await editor.connection.sendRequest<TrainingCurves>(
        trainingCurves.method,
        parameters,
      );
      deepEqual(answer.notes, []);
      deepEqual(
        answer.curves.map(({ column, seed, values }) => [column, seed, values.length]),
        [0, 1, 2].map((seed) => ["val_top1", seed, 5]),
      );
      const last = tableOf("val_accuracy").filter(({ network }) => network === "#3");
      deepEqual(
        answer.curves.map(({ values }) => values.at(-1)).sort(),
        last.map(({ value }) => value).sort(),
      );
    });
  });

  it("leaves no step out, where torch is installed", function () {
    if (!python) return this.skip();
    deepEqual(followed, [...steps.keys()]);
  });

  /** Does what stands under a heading; what its commands printed. */
  function follow(heading: string): string {
    followed.push(heading);
    return (steps.get(heading) ?? [])
      .map(({ file, text }) => {
        if (file === undefined) return typed(text);
        appendFileSync(join(folder, file), text);
        return "";
      })
      .join("");
  }

  function typed(lines: string): string {
    const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", lines], {
      cwd: folder,
      encoding: "utf8",
      env: {
        ...process.env,
        PATH: [programs, process.env.PATH].join(delimiter),
        BLOX_BENCHMARKS: benchmarks,
        // Visits are kept with the user's data.
        XDG_DATA_HOME: join(benchmarks, "data"),
      },
    });
    equal(status, 0, `${lines}${stdout}${stderr}`);
    return stdout;
  }

  async function metricsOf(network: string) {
    return JSON.parse(typed(`npx blox metrics own.blox --network ${network} --json`)).metrics;
  }

  /** Of a metric, what was appended by the trainings. */
  function tableOf(wanted: string) {
    return readFileSync(join(folder, "trainings.csv"), "utf8")
      .split("\n")
      .map((line) => line.split(","))
      .flatMap(([network, metric, value]) =>
        metric === wanted ? [{ network, value: Number(value) }] : [],
      );
  }

  function program(name: string, text: string) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function near(value: number, other: number) {
  ok(Math.abs(value - other) < 1e-6, `${value}, not ${other}`);
}
