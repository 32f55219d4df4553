import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { networkCount } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import { modelHashes } from "../../data/model-hash";
import { generatedRelease, type ReleaseNetworks } from "./generated-release";
import { releasePieces } from "./release-writer";

/**
 * `node --import tsx --import ./data/blox-modules.mjs test/bench/full-release.ts FOLDER [--ext]`: writes
 * files of the published layout and size, in all three formats, for measuring how fast they are
 * imported. Their values are generated and mean nothing: no user may ever see one.
 */

const formats = { csv: "csv", pickle: "pickle", custom: "blox" } as const;
const epochs = 200;

async function main(folder: string | undefined, withExt: boolean) {
  if (!folder) throw new Error("expected a folder to write to");
  await mkdir(folder, { recursive: true });
  const hashes = modelHashes(bloxSpace);
  const networks: ReleaseNetworks = {
    indices: Array.from({ length: networkCount(bloxSpace) }, (_, index) => index),
    hashOf: (network) => hashes[network] ?? "",
  };
  const contents = {
    "blox-base-0": generatedRelease("base", networks, { epochs, seed: 0 }),
    ...(withExt && { "blox-ext-0": generatedRelease("ext", networks, { epochs, seed: 0 }) }),
    "blox-info": generatedRelease("info", networks, {}),
    "blox-bench-first": generatedRelease("bench", networks, { device: "first" }),
    "blox-bench-second": generatedRelease("bench", networks, { device: "second" }),
    "blox-env-0": generatedRelease("env", networks, { seed: 0 }),
  };
  for (const [name, content] of Object.entries(contents))
    for (const [format, ending] of [
      ["csv", formats.csv],
      ["pickle", formats.pickle],
      ["custom", formats.custom],
    ] as const) {
      const file = join(resolve(folder), `${name}.${ending}`);
      await pipeline(releasePieces(content, format), createWriteStream(file));
      console.log(file);
    }
}

await main(process.argv[2], process.argv.includes("--ext"));
