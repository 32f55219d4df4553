import { type Campaign, type CampaignColumn, campaignColumns } from "./campaign";
import { csvTable } from "./importers/csv-table";
import type { CurveWriter, ImportSource, ImportSurroundings } from "./importers/importer";
import { measurementsCsv } from "./importers/measurements-csv";
import { sourceText } from "./importers/source-text";
import type { Space } from "./space";

/**
 * Reads the table that a training kit wrote, with the lines `# recipe: …`, `# machine: …` and `# begun: …`
 * at its top. Throws a `FileProblem` for a table that is none, and a `RangeError` where a training lacks
 * something.
 */
export async function readCampaign(space: Space, source: ImportSource): Promise<Campaign> {
  const curves = new Map<CurveWriter, Map<number, number[]>>();
  const surroundings: ImportSurroundings = {
    space,
    hashes: { indexOf: () => undefined, indexAt: () => undefined },
    check: () => {},
    curves: () => {
      const values = new Map<number, number[]>();
      const writer: CurveWriter = {
        write: (network, millionths) =>
          values.set(
            network,
            Array.from(millionths, (value) => value / 1e6),
          ),
      };
      curves.set(writer, values);
      return writer;
    },
  };
  const { benchmark, trainings } = await measurementsCsv.read(source, surroundings);
  const { remarks } = csvTable(source, await sourceText(source, surroundings));
  const remark = (name: string) => remarks.get(name) ?? lacks(source, `a line # ${name}: …`);
  const { title, licence, citation } = benchmark;
  return {
    about: {
      title,
      licence,
      citation,
      recipe: remark("recipe"),
      machine: remark("machine"),
      begun: remark("begun"),
    },
    runs: trainings.map(({ run, networks, columns, curves: written }) => {
      const writer = written.find(({ column }) => column === "val_top1")?.writer;
      const byNetwork = writer && curves.get(writer);
      const where = `seed ${run.seed}`;
      return {
        seed: run.seed ?? lacks(source, "a seed"),
        epochs: run.epochs ?? lacks(source, "a number of epochs"),
        networks,
        columns: Object.fromEntries(
          campaignColumns.map((column) => {
            const values = columns[column];
            if (!values || values.some(Number.isNaN)) lacks(source, `${column} of ${where}`);
            return [column, values];
          }),
        ) as Record<CampaignColumn, Float64Array>,
        byEpoch: Array.from(
          networks,
          (network) =>
            byNetwork?.get(network) ?? lacks(source, `the curve of #${network}, ${where}`),
        ),
      };
    }),
  };
}

function lacks({ name }: ImportSource, what: string): never {
  throw new RangeError(`${name} lacks ${what}`);
}
