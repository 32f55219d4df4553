import { Command } from "commander";
import { addBenchmarks } from "./benchmarks";
import { addCheck } from "./check";
import { addCompare } from "./compare";
import { addExplain } from "./explain";
import { addExport } from "./export";
import { Failure } from "./failure";
import { addImport } from "./import";
import { addMeasure } from "./measure";
import { addMetrics } from "./metrics";
import { endWithTheReader, reportFailure } from "./output";
import { addReplay } from "./replay";
import { addSearch } from "./search";
import { addSql } from "./sql";
import { addSuggest } from "./suggest";
import { addTimingKit } from "./timing-kit";
import { addTrainingKit } from "./training-kit";
import { addVector } from "./vector";

/**
 * Entry point of the command line. Exit codes: 0 done, 1 it could not be done, 2 wrongly called, 130 cut
 * short by Ctrl-C.
 */
const program = new Command("blox")
  .description("Design neural networks block by block: check, measure, search, improve.")
  .showSuggestionAfterError()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
const commands = [
  ...[addCheck, addMetrics, addVector, addSearch, addReplay, addCompare, addSuggest],
  ...[addExplain, addExport, addImport, addMeasure, addTimingKit, addTrainingKit],
  ...[addBenchmarks, addSql],
];
for (const add of commands) add(program);

endWithTheReader();
program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof Failure)) throw error;
  reportFailure(error.message);
});
