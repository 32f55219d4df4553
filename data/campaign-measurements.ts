import type { Campaign, CampaignInfo, CampaignRun } from "./campaign";
import { newCurveFile } from "./library/curve-file";
import type { Measurements, Training } from "./library/measurements";
import { spaceIdentity } from "./library/space-identity";
import type { Space } from "./space";

/** A campaign as what has been measured of its space, and its files of curves by their names. */
export interface CampaignMeasurements {
  readonly about: CampaignInfo;
  readonly measurements: Measurements;
  readonly curveFiles: Readonly<Record<string, Uint8Array>>;
}

export async function campaignMeasurements(
  space: Space,
  { about, runs }: Campaign,
): Promise<CampaignMeasurements> {
  const { title, licence, citation } = about;
  const files = await Promise.all(
    runs.map(async (run) => [curveFileName(space, run), await curveBytes(run)] as const),
  );
  const nothing = { networks: new Float64Array(), columns: {} };
  return {
    about,
    measurements: {
      benchmark: { name: space.name, title, licence, citation },
      space: spaceIdentity(space),
      trainings: runs.map((run) => trainingOf(space, run)),
      latencies: [],
      statics: nothing,
      environments: [],
      signatures: [],
      files: [],
    },
    curveFiles: Object.fromEntries(files),
  };
}

function trainingOf(space: Space, run: CampaignRun): Training {
  const { seed, epochs, networks, columns } = run;
  return {
    run: { seed, epochs, dataset: space.dataset ?? null },
    networks,
    columns,
    curves: [{ column: "val_top1", file: curveFileName(space, run) }],
  };
}

/** No file in a folder is called like this. */
function curveFileName({ name }: Space, { seed }: CampaignRun): string {
  return `embedded/${name}-${seed}.curves`;
}

async function curveBytes({ epochs, networks, byEpoch }: CampaignRun): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const file = newCurveFile(
    {
      append: (bytes) => parts.push(bytes.slice()),
      finish: async () => {},
      discard: async () => {},
    },
    "val_top1",
    epochs,
    0,
  );
  for (const [row, percents] of byEpoch.entries()) {
    const millionths = Uint32Array.from(percents, (percent) => Math.round(1e6 * percent));
    file.write(networks[row] ?? Number.NaN, millionths);
  }
  await file.finish();
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    bytes.set(part, place);
    place += part.length;
  }
  return bytes;
}
