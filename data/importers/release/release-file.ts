import { bloxSpace } from "../../built-in-spaces";
import {
  FileProblem,
  type Findings,
  type Importer,
  type ImportSource,
  type ImportSurroundings,
} from "../importer";
import { ByteWindow } from "./byte-window";
import { readCsvRows } from "./csv-rows";
import { readCustomRows } from "./custom-rows";
import { readPickleRows } from "./pickle-rows";
import { releaseBenchmark } from "./release-benchmark";
import { rowGatherer } from "./release-findings";
import {
  beginsLikeRelease,
  longestHeader,
  parseHeader,
  type ReleaseFormat,
  type ReleaseHeader,
} from "./release-header";
import { getAgain, ReleaseRows } from "./release-rows";

/** The files of the published benchmark (repository SamsungLabs/blox): a header and the rows of one kind. */
export const releaseFile: Importer = {
  title: "the published BLOX release",
  looks: "a YAML header between two lines `---`, with `dataset_type` and `search_space`",
  recognises: beginsLikeRelease,
  read,
};

type RowReader = (window: ByteWindow, rows: ReleaseRows, header: ReleaseHeader) => Promise<void>;

const readers: Readonly<Record<ReleaseFormat, RowReader>> = {
  csv: readCsvRows,
  pickle: readPickleRows,
  custom: readCustomRows,
};

async function read(source: ImportSource, surroundings: ImportSurroundings): Promise<Findings> {
  let readBytes = 0;
  async function* counted(): AsyncIterable<Uint8Array> {
    for await (const piece of source.open()) {
      readBytes += piece.length;
      yield piece;
    }
  }
  const window = new ByteWindow(counted());
  try {
    await window.atLeast(longestHeader);
    const { header, length } = parseHeader(source, window.bytes.subarray(window.start, window.end));
    window.start += length;
    const gatherer = rowGatherer(bloxSpace, header, surroundings);
    const rows = new ReleaseRows(source, header, surroundings, () => readBytes, gatherer);
    await readers[header.format](window, rows, header);
    if (rows.accepted === 0)
      throw new FileProblem(source, {}, `the file has a header and no rows. ${getAgain}`);
    return {
      benchmark: releaseBenchmark,
      space: bloxSpace,
      format: header.format,
      rows: rows.accepted,
      signatures: [],
      notes: notes(rows),
      ...gatherer.findings(),
    };
  } finally {
    await window.close();
  }
}

function notes({ accepted, most, columns, numbers }: ReleaseRows): string[] {
  const missing =
    accepted < most
      ? [`It has ${accepted.toLocaleString("en")} of the ${most.toLocaleString("en")} networks.`]
      : [];
  const rounded = columns.flatMap(({ name }, column) => {
    const count = numbers[column]?.rounded ?? 0;
    return count > 0
      ? [`${count.toLocaleString("en")} values of ${name} were rounded to six decimals.`]
      : [];
  });
  return [...missing, ...rounded];
}
