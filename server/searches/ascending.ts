/**
 * The places of values from the least value on, of equal ones the lower place first. A binary heap
 * (Williams, 1964; built from the bottom, Floyd, 1964): whoever asks for a few waits for no sorting.
 */
export function* ascending(values: Float64Array): Generator<number, void> {
  const heap = Uint32Array.from(values.keys());
  for (let node = heap.length >> 1; node-- > 0; ) sink(heap, heap.length, node, values);
  for (let size = heap.length; size > 0; ) {
    const first = heap[0] ?? 0;
    size--;
    heap[0] = heap[size] ?? 0;
    sink(heap, size, 0, values);
    yield first;
  }
}

/** Moves what stands at a node down until both of its children come later. */
function sink(heap: Uint32Array, size: number, from: number, values: Float64Array): void {
  const place = heap[from] ?? 0;
  let node = from;
  for (;;) {
    let child = 2 * node + 1;
    if (child >= size) break;
    let least = heap[child] ?? 0;
    const right = heap[child + 1] ?? 0;
    if (child + 1 < size && comesBefore(right, least, values)) {
      child++;
      least = right;
    }
    if (!comesBefore(least, place, values)) break;
    heap[node] = least;
    node = child;
  }
  heap[node] = place;
}

function comesBefore(one: number, other: number, values: Float64Array): boolean {
  const first = values[one] ?? 0;
  const second = values[other] ?? 0;
  return first < second || (first === second && one < other);
}
