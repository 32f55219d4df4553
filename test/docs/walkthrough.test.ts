import { deepEqual, ok } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { problemsOf } from "../../server/requirements";
import { embeddedBenchmarks } from "../server/embedded";
import { exampleModel } from "../server/marked-text";

const root = resolve(import.meta.dirname, "../..");

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents: readonly string[];
}

describe("the walkthrough", () => {
  const { contributes } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8"));
  const commands = contributes.commands.map(({ command }: { command: string }) => command);
  const steps: Step[] = contributes.walkthroughs[0].steps;

  for (const { id, description, media, completionEvents } of steps) {
    it(`${id}: names commands that there are, beside a page that there is`, () => {
      const asked = Array.from(description.matchAll(/\(command:([\w.]+)\)/g), ([, name]) => name);
      const ends = completionEvents.map((event) => event.replace("onCommand:", ""));
      ok(asked.length > 0);
      deepEqual(
        [...asked, ...ends].filter((name) => !commands.includes(name)),
        [],
      );
      ok(existsSync(resolve(root, media.markdown)));
    });

    it(`${id}: shows text that is right`, async () => {
      const page = readFileSync(resolve(root, media.markdown), "utf8");
      for (const [, text = ""] of page.matchAll(/^```blox\n([\s\S]*?)^```$/gm)) {
        const problems = problemsOf(exampleModel([], text), await embeddedBenchmarks());
        deepEqual(
          problems.map(({ message }) => message),
          [],
        );
      }
    });
  }
});
