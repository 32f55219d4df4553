/** Pearson's correlation, from −1 to 1. */
export function pearson(one: Float64Array, other: Float64Array): number {
  const [first, second] = [meanOf(one), meanOf(other)];
  let [product, square, otherSquare] = [0, 0, 0];
  for (let place = 0; place < one.length; place++) {
    const a = (one[place] ?? Number.NaN) - first;
    const b = (other[place] ?? Number.NaN) - second;
    product += a * b;
    square += a * a;
    otherSquare += b * b;
  }
  return product / Math.sqrt(square * otherSquare);
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
