import { blocksOf } from "../blocks";
import type { BlockSignature } from "../library/measurements";
import type { Space } from "../space";
import { type CsvRow, columnPlaces, csvHeader, csvTable } from "./csv-table";
import { FileProblem, type Importer, type ImportSource } from "./importer";
import { ownBenchmark } from "./own-benchmark";
import { quoted } from "./quoted";
import { headText, sourceText } from "./source-text";
import { NotFound, writtenBlock } from "./written-block";

const needed = ["stage", "block"] as const;

/**
 * What is known of each block from distilling it against a teacher's stage, as DNA (Li et al. 2020) and
 * DONNA (Moons et al. 2021) do: a row a block, and in every further column a number of it.
 */
export const blockSignatures: Importer = {
  title: "block signatures",
  looks: "a CSV whose first line is `stage,block` and then a name for each number of a block",
  recognises: (head) => {
    const header = csvHeader(headText(head));
    return needed.every((name) => header.includes(name));
  },
  async read(source, surroundings) {
    const { space } = surroundings;
    const table = csvTable(source, await sourceText(source, surroundings));
    const places = columnPlaces(source, table, needed);
    const columns = table.header.filter((name) => !needed.some((other) => other === name));
    if (columns.length === 0)
      throw new FileProblem(
        source,
        {},
        "there is no column of numbers: expected one or more beside `stage` and `block`",
      );
    const field = (row: CsvRow, column: string) => row.fields[places.get(column) ?? -1] ?? "";
    const signatures = table.rows.map((row): BlockSignature => {
      const stage = stageOf(source, space, row.row, field(row, "stage"));
      return {
        stage,
        block: blockOf(source, space, row.row, stage, field(row, "block")),
        values: Float64Array.from(columns, (column) =>
          numberOf(source, row.row, column, field(row, column)),
        ),
      };
    });
    refuseOthersThanOneEach(source, space, table.rows, signatures);
    return {
      benchmark: ownBenchmark(source, table.remarks),
      space,
      content: "block signatures",
      format: "csv",
      rows: table.rows.length,
      trainings: [],
      latencies: [],
      statics: [],
      environments: [],
      signatures,
      notes: [],
    };
  },
};

function stageOf(source: ImportSource, space: Space, row: number, text: string): number {
  const stage = /^[1-9][0-9]*$/.test(text) ? Number(text) : Number.NaN;
  if (stage <= space.stages.length) return stage - 1;
  throw new FileProblem(
    source,
    { row, column: "stage" },
    `expected a stage of \`${space.name}\`, 1 to ${space.stages.length}, found ${quoted(text)}`,
  );
}

function blockOf(
  source: ImportSource,
  space: Space,
  row: number,
  stage: number,
  text: string,
): number {
  try {
    return writtenBlock(space, stage, text);
  } catch (error) {
    if (error instanceof NotFound)
      throw new FileProblem(source, { row, column: "block" }, error.message);
    throw error;
  }
}

function numberOf(source: ImportSource, row: number, column: string, text: string): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new FileProblem(
    source,
    { row, column },
    `expected a number such as 0.125, found ${quoted(text)}`,
  );
}

/** `rows` are those that the signatures were read from. */
function refuseOthersThanOneEach(
  source: ImportSource,
  space: Space,
  rows: readonly CsvRow[],
  signatures: readonly BlockSignature[],
): void {
  const seen = space.stages.map(() => new Map<number, number>());
  for (const [place, { stage, block }] of signatures.entries()) {
    const row = rows[place]?.row ?? 0;
    const first = seen[stage]?.get(block);
    if (first !== undefined)
      throw new FileProblem(
        source,
        { row, column: "block" },
        `this block of stage ${stage + 1} is in row ${first} already: every block needs one row`,
      );
    seen[stage]?.set(block, row);
  }
  const missing = seen.flatMap((blocks, stage) => missingOf(space, stage, blocks) ?? []);
  if (missing.length > 0)
    throw new FileProblem(
      source,
      {},
      `every block of every stage needs one row; missing: ${missing.join("; ")}`,
    );
}

const mostNamed = 5;

/** `stage 2: conv, mbconv and 3 more` */
function missingOf(
  space: Space,
  stage: number,
  seen: ReadonlyMap<number, number>,
): string | undefined {
  const missing = blocksOf(space, stage).filter(({ index }) => !seen.has(index));
  if (missing.length === 0) return undefined;
  const named = missing.slice(0, mostNamed).map(({ expression }) => `\`${expression}\``);
  const more = missing.length - named.length;
  return `stage ${stage + 1}: ${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
