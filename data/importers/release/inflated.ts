import { getAgain } from "./release-rows";

/**
 * The contents of a zlib stream, in pieces, as they are asked for. Throws what `problem` gives where the
 * stream is damaged, is cut off or has something behind it. The last Node before 24 does not notice: the
 * bytes at the very end must be the checksum of all that came out (RFC 1950).
 */
export async function* inflated(
  pieces: AsyncIterable<Uint8Array>,
  problem: (what: string) => Error,
): AsyncIterable<Uint8Array> {
  const stream = new DecompressionStream("deflate");
  const reader = stream.readable.getReader();
  const input = new Input(pieces, stream.writable.getWriter());
  void input.feed();
  const checksum = new Adler32();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      checksum.update(value);
      yield value;
    }
  } catch (error) {
    if (input.failure) throw input.failure.error;
    const reason = error instanceof Error ? error.message : String(error);
    throw problem(`the compressed data are damaged or cut off (${reason}). ${getAgain}`);
  } finally {
    input.stop();
    reader.cancel().catch(() => undefined);
  }
  if (input.lastWord !== checksum.value)
    throw problem(
      `the compressed data do not end in the checksum of what they hold, or something is behind them. ${getAgain}`,
    );
}

/**
 * Few enough bytes that what they expand to, a thousandfold at most, can be held: a platform may inflate
 * all that is written to it at once.
 */
const longestWrite = 1 << 15;

/** Writes the compressed bytes as fast as they are taken. */
class Input {
  /** The last four bytes as a number, the first of them most significant. */
  lastWord = 0;
  /** Why the file could not be read further. */
  failure: { readonly error: unknown } | undefined;
  #isStopped = false;

  constructor(
    private readonly pieces: AsyncIterable<Uint8Array>,
    private readonly writer: WritableStreamDefaultWriter<BufferSource>,
  ) {}

  /** Never rejects: what goes wrong with the stream comes out where it is read. */
  async feed(): Promise<void> {
    try {
      for await (const piece of this.pieces) {
        for (let at = 0; at < piece.length; at += longestWrite) {
          await this.writer.ready;
          if (this.#isStopped) return;
          // A copy: what was written may be read later, when the piece is no more what it was.
          const part = piece.slice(at, at + longestWrite);
          this.#remember(part);
          this.writer.write(part).catch(() => undefined);
        }
      }
      await this.writer.close().catch(() => undefined);
    } catch (error) {
      if (!this.#isStopped) this.failure ??= { error };
      await this.writer.abort(error).catch(() => undefined);
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  #remember(part: Uint8Array): void {
    for (const byte of part.subarray(-checksumLength)) this.lastWord = (this.lastWord << 8) | byte;
    this.lastWord >>>= 0;
  }
}

const checksumLength = 4;

/** The checksum of a zlib stream (RFC 1950). */
class Adler32 {
  #sum = 1;
  #sumOfSums = 0;

  get value(): number {
    return ((this.#sumOfSums << 16) | this.#sum) >>> 0;
  }

  update(bytes: Uint8Array): void {
    let [sum, sumOfSums] = [this.#sum, this.#sumOfSums];
    for (let begin = 0; begin < bytes.length; begin += adlerRun) {
      const end = Math.min(begin + adlerRun, bytes.length);
      for (let at = begin; at < end; at++) {
        sum += bytes[at] ?? 0;
        sumOfSums += sum;
      }
      sum %= adlerModulus;
      sumOfSums %= adlerModulus;
    }
    [this.#sum, this.#sumOfSums] = [sum, sumOfSums];
  }
}

const adlerModulus = 65_521;
/** So many bytes can be added up before the sums leave the exact small integers. */
const adlerRun = 3800;
