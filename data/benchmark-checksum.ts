import type { Benchmark } from "./benchmark";
import { isEnumerable } from "./exact-columns";
import { sha256 } from "./sha256";

/**
 * `sha256:` and 64 hexadecimal digits over what a benchmark says of its networks: of every column the
 * metric, where its values come from, the values and their standard errors; and the signatures of blocks. Two benchmarks with the same
 * checksum give every search the same result.
 */
export function benchmarkChecksum(
  benchmark: Pick<Benchmark, "space" | "columns" | "signatures">,
): string {
  const known = cache.get(benchmark.columns);
  if (known !== undefined) return known;
  const parts = [
    text(benchmark.space.name),
    // What is computed for each network follows from the space.
    ...(isEnumerable(benchmark.space) ? [] : [text(JSON.stringify(benchmark.space))]),
    ...benchmark.columns.flatMap(({ metric, provenance, values, known, standardErrors, runs }) => [
      text(`\n${metric.name} ${provenance} ${values.length} ${standardErrors?.length ?? 0}\n`),
      bytesOf(values),
      ...(known ? [text(JSON.stringify([...known]))] : []),
      ...(standardErrors ? [bytesOf(standardErrors)] : []),
      // A search may look at one of the trainings alone.
      ...(runs ?? []).flatMap(({ conditions, values }) => [
        text(`\n${JSON.stringify(conditions)}\n`),
        values instanceof Float64Array ? bytesOf(values) : text(JSON.stringify([...values])),
      ]),
    ]),
    ...(benchmark.signatures ?? []).flatMap(({ stage, block, values }) => [
      text(`\n${stage} ${block} ${values.length}\n`),
      bytesOf(values),
    ]),
  ];
  const checksum = `sha256:${sha256(joined(parts))}`;
  cache.set(benchmark.columns, checksum);
  return checksum;
}

const cache = new WeakMap<Benchmark["columns"], string>();

function text(characters: string): Uint8Array {
  return new TextEncoder().encode(characters);
}

/** Every platform that runs this keeps numbers in the same, little-endian order. */
function bytesOf({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    all.set(part, filled);
    filled += part.length;
  }
  return all;
}
