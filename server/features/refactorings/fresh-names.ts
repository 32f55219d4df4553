/** Names for the equations and parameters of a block that are not taken in it. */
export class FreshNames {
  private readonly taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.taken = new Set(["in", "out", ...taken]);
  }

  /** The name itself, or with the first number that makes it free: `x`, `x2`, `x3`. */
  like(name: string): string {
    let free = name;
    for (let number = 2; this.taken.has(free); number++) free = `${name}${number}`;
    this.taken.add(free);
    return free;
  }

  /** `op1`, `op2` */
  numbered(name: string): string {
    let number = 1;
    while (this.taken.has(`${name}${number}`)) number++;
    return this.like(`${name}${number}`);
  }

  /** The first letter that is free. */
  letter(): string {
    const letter = [..."abcdefghijklmnopqrstuvwxyz"].find((each) => !this.taken.has(each));
    return letter === undefined ? this.numbered("n") : this.like(letter);
  }
}
