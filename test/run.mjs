// `npm test`: installs what is missing, then checks everything, and says at the very end how many
// checks passed and how many failed. A test counts as one, and so does each other step.
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env, execPath } from "node:process";
import { chromium } from "./editor/chromium.mjs";
import { installPackages } from "./editor/install.mjs";
import { REPOSITORY } from "./editor/repository.mjs";
import { npm, run } from "./editor/run.mjs";

const END_TO_END_REQUIRED = env.CI === "true" || env.BLOX_E2E === "required";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
const total = { passed: 0, failed: 0, skipped: 0 };

if (await step("packages", installPackages)) {
  await step("type check", script("typecheck"));
  await step("lint", script("lint"));
  const built = await step("build", script("build"));
  // Before the unit tests: those of the views use it too.
  const browser = await haveChromium();
  await step("unit and protocol tests", mocha("test/**/*.test.ts"));
  if (built && env.BLOX_VERIFY === "required")
    await step("verification", mocha("test/verify/**/*.verify.ts"));
  const packaged = built && (await step("package", script("package")));
  if (packaged && browser) {
    await step(
      "end-to-end tests",
      mocha("test/e2e/**/*.e2e.ts", "--config", "test/e2e/.mocharc.json"),
    );
  }
}

if (total.skipped > 0) console.log(`\n${total.skipped} skipped`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/**
 * @param {string} name
 * @param {() => Promise<Counts | void>} check counts as one where it has no counts of its own
 * @returns {Promise<boolean>} whether all of it passed
 */
async function step(name, check) {
  console.log(`\n▸ ${name}`);
  const startedAt = Date.now();
  const counts = await countsOf(check);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const outcome = counts.failed === 0 ? "passed" : "FAILED";
  console.log(`  ${name}: ${outcome}, ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  return counts.failed === 0;
}

/**
 * @param {() => Promise<Counts | void>} check
 * @returns {Promise<Counts>}
 */
async function countsOf(check) {
  try {
    return (await check()) ?? { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** @param {string} name */
function script(name) {
  return async () => {
    await npm(["run", "--silent", name], { cwd: REPOSITORY });
  };
}

/** @param {...string} args */
function mocha(...args) {
  return async () => {
    const folder = await mkdtemp(join(tmpdir(), "blox-test-"));
    const file = join(folder, "counts.json");
    const reporter = ["--reporter", join(REPOSITORY, "test", "counting-reporter.mjs")];
    const bin = join(REPOSITORY, "node_modules", "mocha", "bin", "mocha.js");
    const endedWell = await run(
      execPath,
      [bin, ...args, ...reporter, "--reporter-option", `counts=${file}`],
      // What whoever runs the tests has imported must not matter.
      { cwd: REPOSITORY, output: "live", env: { BLOX_BENCHMARKS: join(folder, "benchmarks") } },
    ).then(
      () => true,
      () => false,
    );
    /** @type {Counts | undefined} */
    const counts = existsSync(file) ? JSON.parse(await readFile(file, "utf8")) : undefined;
    await rm(folder, { recursive: true });
    // Mocha itself can fail without a failing test, for one when a test file cannot be read.
    if (counts === undefined || (!endedWell && counts.failed === 0)) {
      throw new Error("Mocha did not run to its end: what it printed above says why.");
    }
    return counts;
  };
}

/** @returns {Promise<boolean>} whether there is a Chromium, installed if need be */
async function haveChromium() {
  if (END_TO_END_REQUIRED) return step("Chromium", async () => void (await chromium()));
  try {
    await chromium();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : error;
    console.log(`\n▸ Chromium: none, so end-to-end tests are skipped. ${reason}`);
    return false;
  }
}
