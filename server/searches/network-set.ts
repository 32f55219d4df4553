/** Networks by index. */
export interface NetworkSet {
  /** Puts a network in; whether it was not there. */
  add(index: number): boolean;
}

/** An empty set for networks of a space of so many. */
export function networkSet(networks: number): NetworkSet {
  if (networks > mostBytes) return new SparseSet();
  const isIn = new Uint8Array(networks);
  return {
    add(index) {
      if (isIn[index] === 1) return false;
      isIn[index] = 1;
      return true;
    },
  };
}

/** Up to here a byte for each network costs less than a hash table. */
const mostBytes = 2 ** 20;

class SparseSet implements NetworkSet {
  private readonly indices = new Set<number>();

  add(index: number): boolean {
    const before = this.indices.size;
    return this.indices.add(index).size > before;
  }
}
