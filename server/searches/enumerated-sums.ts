import { ascending } from "./ascending";
import { type LeastSums, overlapsMore } from "./least-sums";
import { meetsAll } from "./untrained";

/**
 * Solves a program by going through all networks in the order of their sums, of equal ones the one whose
 * last positions have the lower choices first. Where they can be written out nothing is faster: a solver of
 * integer programs takes 10 to 200 ms for each answer, this a fraction of one, and costs that are no sums
 * over positions are as good as others.
 */
export const enumeratedSums: LeastSums = function* ({ scores, limits, overlap }) {
  const counts = scores.map(({ length }) => length);
  const answers: Uint32Array[] = [];
  const network = new Uint32Array(counts.length);
  for (const number of ascending(allSums(scores))) {
    write(network, number, counts);
    if (!meetsAll(limits, network)) continue;
    // No two networks agree in all positions.
    if (overlap < counts.length - 1) {
      if (answers.some((answer) => overlapsMore(answer, network, overlap))) continue;
      answers.push(network.slice());
    }
    yield network;
  }
};

/** The sum of every network, the first position's choice changing fastest. */
function allSums(scores: readonly Float64Array[]): Float64Array {
  let sums = Float64Array.of(0);
  for (const added of scores) {
    const longer = new Float64Array(sums.length * added.length);
    for (let choice = 0; choice < added.length; choice++)
      for (let place = 0; place < sums.length; place++)
        longer[choice * sums.length + place] = (sums[place] ?? 0) + (added[choice] ?? 0);
    sums = longer;
  }
  return sums;
}

function write(network: Uint32Array, number: number, counts: readonly number[]): void {
  let rest = number;
  for (let position = 0; position < network.length; position++) {
    const count = counts[position] ?? 1;
    network[position] = rest % count;
    rest = Math.floor(rest / count);
  }
}
