/** Pieces are taken in parts of at most so many bytes, so that a piece of any length needs little room. */
const longestPart = 1 << 18;

/**
 * What has been read of a stream of bytes and not yet used: `bytes` from `start` to `end`. Whoever uses
 * bytes moves `start`; `more` takes further ones in, after which all three may be others.
 */
export class ByteWindow {
  bytes: Uint8Array = new Uint8Array();
  start = 0;
  end = 0;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array();
  #own: Uint8Array = new Uint8Array();

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  get length(): number {
    return this.end - this.start;
  }

  /** False at the end of the stream. */
  async more(): Promise<boolean> {
    // The rest is moved first: who gives the pieces may use their memory again.
    if (this.length > 0) this.#keepRest();
    while (this.#piece.length === 0) {
      const next = await this.#pieces.next();
      if (next.done) return false;
      this.#piece = next.value;
    }
    const part = this.#piece.subarray(0, longestPart);
    this.#piece = this.#piece.subarray(part.length);
    if (this.length > 0) this.#append(part);
    else [this.bytes, this.start, this.end] = [part, 0, part.length];
    return true;
  }

  /** Takes in until there are so many bytes; false where the stream ends before. */
  async atLeast(length: number): Promise<boolean> {
    while (this.length < length) if (!(await this.more())) return false;
    return true;
  }

  /** Lets go of the stream, also before its end. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  /** What has been taken in and not used, and what comes. */
  async *rest(): AsyncIterable<Uint8Array> {
    do {
      const part = this.bytes.subarray(this.start, this.end);
      this.start = this.end;
      if (part.length > 0) yield part;
    } while (await this.more());
  }

  #keepRest(): void {
    if (this.bytes === this.#own) return;
    const rest = this.bytes.subarray(this.start, this.end);
    if (this.#own.length < rest.length + longestPart)
      this.#own = new Uint8Array(2 * rest.length + 2 * longestPart);
    this.#own.set(rest);
    [this.bytes, this.start, this.end] = [this.#own, 0, rest.length];
  }

  #append(part: Uint8Array): void {
    if (this.end + part.length > this.#own.length) {
      const rest = this.#own.subarray(this.start, this.end);
      const room = rest.length + part.length;
      if (room > this.#own.length / 2) this.#own = new Uint8Array(2 * room);
      this.#own.set(rest);
      [this.bytes, this.start, this.end] = [this.#own, 0, rest.length];
    }
    this.#own.set(part, this.end);
    this.end += part.length;
  }
}
