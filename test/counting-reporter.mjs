import { writeFileSync } from "node:fs";
import Mocha from "mocha";

/**
 * Mocha's usual `spec` output, and `{"passed":…,"failed":…,"skipped":…}` in the file that the
 * reporter option `counts` names.
 */
export default class CountingReporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions & { reporterOption: { counts: string } }} options
   */
  constructor(runner, options) {
    super(runner, options);
    runner.once("end", () => {
      const { passes, failures, pending } = this.stats;
      const counts = { passed: passes, failed: failures, skipped: pending };
      writeFileSync(options.reporterOption.counts, JSON.stringify(counts));
    });
  }
}
