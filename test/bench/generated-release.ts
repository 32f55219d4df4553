import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { architectureAt } from "../../data/architecture";
import { vectorOf } from "../../data/architecture-vector";
import { bloxSpace } from "../../data/built-in-spaces";
import { exactColumns } from "../../data/exact-columns";
import {
  type ReleaseColumn,
  type ReleaseKind,
  releaseKinds,
} from "../../data/importers/release/release-columns";
import type { WrittenRelease, WrittenRow, WrittenValue } from "./release-writer";

// Generated values, of no network whatever: for measuring the speed of an import and for tests of it.

export interface ReleaseNetworks {
  readonly indices: readonly number[];
  hashOf(network: number): string;
}

type Particulars = Pick<WrittenRelease, "seed" | "epochs" | "device">;

/** A file of a kind with a row for each of the networks; the same values for the same arguments. */
export function generatedRelease(
  name: ReleaseKind,
  { indices, hashOf }: ReleaseNetworks,
  particulars: Particulars,
): WrittenRelease {
  const kind = releaseKinds.find((each) => each.kind === name);
  if (!kind) throw new RangeError(`expected a kind of file: ${name}`);
  function* rows(): Generator<WrittenRow> {
    const random = xoroshiro128plus(20_221_214 + (particulars.seed ?? 0));
    const fraction = () => (random.next() >>> 0) / 2 ** 32;
    for (const network of indices)
      yield kind?.columns.map((column) =>
        column.content.kind === "hash"
          ? hashOf(network)
          : generatedValue(column, network, particulars.epochs ?? 0, fraction),
      ) ?? [];
  }
  return {
    kind,
    ...particulars,
    ...(kind.datasetType === "training" && { dataset: "cifar100" }),
    rows: { [Symbol.iterator]: rows },
  };
}

type Fraction = () => number;

function generatedValue(
  { name, content, perEpoch }: ReleaseColumn,
  network: number,
  epochs: number,
  fraction: Fraction,
): WrittenValue {
  switch (content.kind) {
    case "percent": {
      const best = 0.7 + 0.2 * fraction();
      const share = (done: number) => best * (1 - 0.9 * Math.exp(-5 * done)) + 0.01 * fraction();
      return values(epochs, perEpoch, (done) => Math.floor(share(done) * content.examples));
    }
    case "millionths": {
      const least = 0.5 + fraction();
      const loss = (done: number) => least + 4 * Math.exp(-5 * done) + 0.01 * fraction();
      return values(epochs, perEpoch, (done) => Math.floor(loss(done) * 1e6));
    }
    case "whole":
      return name === "params" || name === "flops"
        ? (exactColumns(bloxSpace)[name][network] ?? 0)
        : 5000 + Math.floor(5000 * fraction());
    case "architecture":
      return Array.from(
        vectorOf(bloxSpace, architectureAt(bloxSpace, network)).matchAll(/\d/g),
        Number,
      );
    default:
      return environments[Math.floor(fraction() ** 4 * environments.length)]?.[name] ?? "none";
  }
}

/** A value for each epoch, of the part of the training that is done, or that of its end. */
function values(epochs: number, perEpoch: boolean, at: (done: number) => number): WrittenValue {
  return perEpoch ? Array.from({ length: epochs }, (_, epoch) => at((epoch + 1) / epochs)) : at(1);
}

const environments: readonly Readonly<Record<string, string>>[] = [
  { gpu: "First", python: "3.8", torch_version: "1.10", driver: "470" },
  { gpu: "Second", python: "3.8", torch_version: "1.10", driver: "495" },
  { gpu: "Second", python: "3.9", torch_version: "1.11", driver: "495" },
];
